//! The user the throwaway server runs as.
//!
//! Responsible for the fact that PostgreSQL refuses to run as root, which is what one is in most containers:
//! then an unprivileged user is picked, and commands are wrapped in whichever tool can switch to it.

use std::path::Path;
use std::process::Command;

use crate::tool;

/// Who runs the server.
pub(in crate::server) enum Account {
    /// We, being nobody special.
    Own,
    /// Another user, because we're root.
    Other { user: &'static str, uid: String, gid: String, switch: Switch },
}

/// The tools that run a command as another user, best first: only `setpriv` becomes the command, the others
/// stay its parent.
#[derive(Clone, Copy)]
pub(in crate::server) enum Switch {
    Setpriv,
    Runuser,
    Su,
}

impl Account {
    /// Picks the account for this machine.
    pub(in crate::server) fn choose() -> Result<Self, String> {
        if !tool::is_root() {
            return Ok(Self::Own);
        }
        let tools = [("setpriv", Switch::Setpriv), ("runuser", Switch::Runuser), ("su", Switch::Su)];
        let Some((_, switch)) = tools.into_iter().find(|(name, _)| tool::on_path(name).is_some()) else {
            return Err(
                "PostgreSQL refuses to run as root, and none of setpriv, runuser, su is on PATH to switch \
                        to another user; install util-linux, or run the command as an ordinary user"
                    .to_owned(),
            );
        };
        // Numbers rather than names: the group of `nobody` is called `nogroup` on some systems.
        let ids = |user| Some((user, tool::answer("id", &["-u", user])?, tool::answer("id", &["-g", user])?));
        let (user, uid, gid) = ids("postgres").or_else(|| ids("nobody")).ok_or(
            "PostgreSQL refuses to run as root, and there's no user `postgres` or `nobody` to switch to; run the \
             command as an ordinary user",
        )?;
        Ok(Self::Other { user, uid, gid, switch })
    }

    /// A command that runs as this account.
    pub(in crate::server) fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let Self::Other { user, uid, gid, switch } = self else {
            let mut command = Command::new(program);
            command.args(arguments);
            return command;
        };
        let mut command = match switch {
            Switch::Setpriv => {
                let mut command = Command::new("setpriv");
                command.args([&format!("--reuid={uid}"), &format!("--regid={gid}"), "--clear-groups", "--"]);
                command
            }
            Switch::Runuser => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]);
                command
            }
            Switch::Su => {
                let program = program.to_string_lossy();
                let words = std::iter::once(&*program).chain(arguments.iter().copied());
                let line = words.map(tool::shell_quoted).collect::<Vec<_>>().join(" ");
                let mut command = Command::new("su");
                // The shell is named because that of `nobody` is usually one that only refuses.
                command.args(["-s", "/bin/sh", user, "-c", &format!("exec {line}")]);
                return command;
            }
        };
        command.arg(program).args(arguments);
        command
    }

    /// Makes a file or directory of ours this account's.
    pub(in crate::server) fn give(&self, path: &Path) -> Result<(), String> {
        match self {
            Self::Own => Ok(()),
            Self::Other { uid, gid, .. } => {
                tool::run_quietly(Command::new("chown").arg(format!("{uid}:{gid}")).arg(path))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Account, Switch};

    fn line(switch: Switch) -> Vec<String> {
        let account = Account::Other { user: "nobody", uid: "65534".into(), gid: "65533".into(), switch };
        let command = account.command(Path::new("/pg bin/initdb"), &["-D", "/d"]);
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        words.map(|word| word.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn each_tool_is_called_its_own_way() {
        assert_eq!(
            line(Switch::Setpriv),
            [
                "setpriv",
                "--reuid=65534",
                "--regid=65533",
                "--clear-groups",
                "--",
                "/pg bin/initdb",
                "-D",
                "/d"
            ]
        );
        assert_eq!(line(Switch::Runuser), ["runuser", "-u", "nobody", "--", "/pg bin/initdb", "-D", "/d"]);
        assert_eq!(line(Switch::Su), ["su", "-s", "/bin/sh", "nobody", "-c", "exec '/pg bin/initdb' -D /d"]);
    }
}
