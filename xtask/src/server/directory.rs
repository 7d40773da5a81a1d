//! A throwaway server's directory: its data, its socket, its log.
//!
//! Responsible for making it under `/tmp`, and for its removal by a [`Watchdog`], which first stops whatever server still
//! runs on it. What is in `data` is the server's business.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::watchdog::Watchdog;

/// Where the directory goes. Not `TMPDIR`: on macOS that is so long that the path of the socket in it comes
/// near the operating system's limit of about 100 bytes.
const PARENT: &str = "/tmp";

/// Stops the server, with growing insistence, and removes the directory. The server is known by its own pid
/// file, since not every way of switching users makes it our direct child; a pid is negative there while
/// PostgreSQL's initdb is at work. The short sleep is for a server that was started an instant before we died, the
/// repeated removal for one that is still being installed and writes while it goes.
const CLEAN_UP: &str = r#"
[ -s "$lock" ] || [ ! -e "$1/server.log" ] || sleep 1
pid=$(head -n 1 "$lock" 2>/dev/null)
pid=${pid#-}
alive() { [ -e "$lock" ] && kill -0 "$pid" 2>/dev/null; }
if [ -n "$pid" ]; then
    for signal in $signals; do
        alive || break
        kill -s "$signal" "$pid" 2>/dev/null
        tries=0
        while alive && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
    done
fi
tries=0
until rm -rf -- "$1" 2>/dev/null || [ "$tries" -ge 50 ]; do sleep 0.1; tries=$((tries + 1)); done
"#;

/// How a server is stopped by somebody who has only its directory.
pub(super) struct Stop {
    /// The file in `data` with its process id.
    pub(super) pid_file: &'static str,
    /// The signals, the gentlest first, as `kill` takes them.
    pub(super) signals: &'static str,
}

/// The directory; dropping it stops the server on it and removes it.
pub(super) struct Directory {
    path: PathBuf,
    watchdog: Watchdog,
}

impl Directory {
    /// Makes it, empty; `name` is what its own name begins with.
    pub(super) fn create(name: &str, stop: &Stop) -> Result<Self, String> {
        let path = fresh(name)?;
        let Stop { pid_file, signals } = stop;
        let script = format!("lock=\"$1/data/{pid_file}\"\nsignals='{signals}'{CLEAN_UP}");
        let watchdog = Watchdog::start(&script, &path.to_string_lossy())?;
        Ok(Self { path, watchdog })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the server keeps its data.
    pub(super) fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// The server's log.
    pub(super) fn log(&self) -> PathBuf {
        self.path.join("server.log")
    }

    /// The log, emptied, as the two outputs of the server.
    pub(super) fn open_log(&self) -> Result<[File; 2], String> {
        File::create(self.log())
            .and_then(|log| Ok([log.try_clone()?, log]))
            .map_err(|error| format!("{} wasn't created: {error}", self.log().display()))
    }

    /// The last lines of the log.
    pub(super) fn log_tail(&self) -> String {
        let log = std::fs::read(self.log()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// Lets the server be stopped and the directory be removed, without waiting for it.
    pub(super) fn release(&mut self) {
        self.watchdog.release();
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        self.watchdog.finish();
        // The watchdog has done this, unless somebody killed it.
        if let Err(error) = std::fs::remove_dir_all(&self.path)
            && error.kind() != ErrorKind::NotFound
        {
            let directory = self.path.display();
            eprintln!("xtask: warning: {directory} couldn't be removed: {error}; remove it by hand");
        }
    }
}

/// A directory that didn't exist before, so that nobody can have prepared it for us.
fn fresh(name: &str) -> Result<PathBuf, String> {
    let mut attempt = 0;
    loop {
        let directory = Path::new(PARENT).join(format!("hunter-{name}-{}-{attempt}", std::process::id()));
        match std::fs::create_dir(&directory) {
            Ok(()) => return Ok(directory),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < 100 => attempt += 1,
            Err(error) => {
                let directory = directory.display();
                return Err(format!("{directory} for the throwaway server couldn't be created: {error}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Directory, Stop};

    #[test]
    fn what_is_dropped_is_stopped_and_gone() {
        let directory = Directory::create("test", &Stop { pid_file: "pid", signals: "TERM KILL" }).unwrap();
        let path = directory.path().to_owned();
        let mut server = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        std::fs::create_dir(directory.data()).unwrap();
        std::fs::write(directory.data().join("pid"), server.id().to_string()).unwrap();
        // Its parent has to collect it, or it would look alive.
        let collecting = std::thread::spawn(move || server.wait().unwrap());
        drop(directory);
        assert!(!collecting.join().unwrap().success());
        assert!(!path.exists());
    }
}
