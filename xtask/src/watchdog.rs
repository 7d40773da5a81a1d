//! A small shell process that cleans up after us, however we end.
//!
//! Responsible for the one thing a Drop guard can't do: act when a signal (Ctrl-C, SIGTERM, even SIGKILL) ends
//! this process. The watchdog reads from a pipe whose other end only we hold. When we close it, or the kernel
//! does so because we're gone, its script runs. So there's one way of cleaning up, used on every way out.

use std::process::{Child, ChildStdin, Command, Stdio};

/// The waiting shell; dropping it makes it clean up, and waits for that.
pub(crate) struct Watchdog {
    shell: Child,
    pipe: Option<ChildStdin>,
}

impl Watchdog {
    /// Starts a shell that will run `script`, with `argument` as its `$1`, when we close the pipe or die.
    pub(crate) fn start(script: &str, argument: &str) -> Result<Self, String> {
        // It must outlive the signals that are meant for us, or nobody would be left to clean up.
        let script = format!("trap '' HUP INT QUIT TERM\nread -r line\n{script}");
        let mut command = Command::new("sh");
        command.args(["-c", &script, "xtask-watchdog", argument]).current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        // For the same reason it leaves our process group: a supervisor may kill the whole group at once.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut shell = command.spawn().map_err(|error| {
            format!("`sh`, which is needed to clean up after a signal, didn't start: {error}")
        })?;
        let pipe = shell.stdin.take();
        Ok(Self { shell, pipe })
    }

    /// Lets the script run, without waiting for it.
    pub(crate) fn release(&mut self) {
        self.pipe = None;
    }

    /// Lets the script run, and waits until it's done.
    pub(crate) fn finish(&mut self) {
        self.release();
        if let Err(error) = self.shell.wait() {
            eprintln!("xtask: warning: couldn't wait for the process that cleans up: {error}");
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::Watchdog;

    #[test]
    fn the_script_runs_on_release_and_not_before() {
        let file = std::env::temp_dir().join(format!("hunter-watchdog-{}", std::process::id()));
        std::fs::write(&file, "").unwrap();
        let watchdog = Watchdog::start(r#"rm -f -- "$1""#, file.to_str().unwrap()).unwrap();
        assert!(file.exists());
        drop(watchdog);
        assert!(!file.exists());
    }
}
