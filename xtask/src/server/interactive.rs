//! `cargo xtask server`: the throwaway servers for a developer.
//!
//! Responsible for keeping them, and for saying how to use them from another shell, where `cargo test` can then
//! be run again and again without the second or two that starting them takes.

use super::Servers;
use crate::tool;

/// Runs the command until Enter, or until there's no more input.
pub(crate) fn command() -> Result<(), String> {
    let mut servers = Servers::start()?;
    println!("\n{}\n", servers.urls().join("\n"));
    println!("For `cargo test` in another shell:\n\n  {}\n", export_line(&servers.variables()));
    println!("Press Enter, or Ctrl-C, to stop the servers and remove their data.");
    // That input can't be read is as good a reason to stop as any.
    if let Err(error) = std::io::stdin().read_line(&mut String::new()) {
        eprintln!("xtask: warning: can't read the standard input: {error}");
    }
    let obituaries = servers.obituaries();
    if !obituaries.is_empty() {
        return Err(obituaries.join("\n"));
    }
    drop(servers);
    println!("servers stopped, data removed");
    Ok(())
}

/// The line that tells a shell's children where the server is.
fn export_line(variables: &[(&str, String)]) -> String {
    let assignments = variables.iter().map(|(name, value)| format!(" {name}={}", tool::shell_quoted(value)));
    format!("export{}", assignments.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::export_line;

    #[test]
    fn the_line_can_be_pasted() {
        let variables = [("URL", "postgres://u@127.0.0.1:1/p".to_owned()), ("BIN", "/my pg/bin".to_owned())];
        assert_eq!(export_line(&variables), "export URL=postgres://u@127.0.0.1:1/p BIN='/my pg/bin'");
    }
}
