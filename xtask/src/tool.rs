//! Small questions to the operating system that std has no answer to.
//!
//! Responsible for finding programs on `PATH` and for asking helper programs one-line questions. They're asked
//! as processes (`id`, `pg_config`) because `unsafe` calls of the C library are forbidden in this workspace.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where `PATH` has this program, if anywhere.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.is_file())
}

/// What a program answers on its standard output, trimmed; nothing if it's missing, fails, or stays silent.
pub(crate) fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// Whether we run as root.
pub(crate) fn is_root() -> bool {
    answer("id", &["-u"]).as_deref() == Some("0")
}

/// Runs a command to its end and keeps quiet about it unless it fails; then the error has all it printed.
pub(crate) fn run_quietly(command: &mut Command) -> Result<(), String> {
    let line = format!("{command:?}");
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| format!("{line} didn't start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let printed =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Err(format!("{line} failed ({}):\n{}", output.status, printed.trim_end()))
}

/// A word quoted for a POSIX shell, left bare where it needs no quotes.
pub(crate) fn shell_quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=@,+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::{answer, on_path, shell_quoted};

    #[test]
    fn quoting_survives_a_shell() {
        for word in ["plain/path-1.0", "with space", "it's", "", "$HOME;`x`"] {
            let script = format!("printf '<%s>' {}", shell_quoted(word));
            assert_eq!(answer("sh", &["-c", &script]), Some(format!("<{word}>")));
        }
        assert_eq!(
            shell_quoted("postgres://postgres@127.0.0.1:1/postgres"),
            "postgres://postgres@127.0.0.1:1/postgres"
        );
    }

    #[test]
    fn a_missing_program_is_no_answer() {
        assert!(on_path("hunter-has-no-such-program").is_none());
        assert!(answer("hunter-has-no-such-program", &[]).is_none());
        assert!(answer("false", &[]).is_none());
    }
}
