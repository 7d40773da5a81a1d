//! `cargo xtask server`: a throwaway server for a developer.
//!
//! Responsible for keeping one, and for saying how to use it from another shell, where `cargo test` can then
//! be run again and again without the second or two that starting a server takes.

use super::Server;
use crate::tool;

/// Runs the command until Enter, or until there's no more input.
pub(crate) fn command() -> Result<(), String> {
    let mut server = Server::start()?;
    println!("\n{}\n", server.url());
    println!("For `cargo test` in another shell:\n\n  {}\n", export_line(&server.variables()));
    println!("Press Enter, or Ctrl-C, to stop the server and remove its data.");
    // That input can't be read is as good a reason to stop as any.
    if let Err(error) = std::io::stdin().read_line(&mut String::new()) {
        eprintln!("xtask: warning: can't read the standard input: {error}");
    }
    match server.obituary() {
        Some(obituary) => Err(obituary),
        None => {
            drop(server);
            println!("server stopped, data removed");
            Ok(())
        }
    }
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
