//! What another process is at, in one line: `in progress: step 2 of 3, statement 4 of 9, 12 s`.

use serde_json::{Value, json};

use crate::runner::Running;
use crate::status::Status;

/// In one line. Of a step that goes statement by statement the record tells the statement.
pub(super) fn line(running: &Running, status: &Status) -> String {
    let by = match &running.holder.user {
        Some(user) => format!("server process {} of {user}", running.holder.pid),
        None => format!("server process {}", running.holder.pid),
    };
    let Some(step) = &running.step else {
        return format!("in progress: {by} holds the guard and is between two steps");
    };
    let at = match status {
        Status::InProgress { revision, at, .. } if revision.as_str() == step.revision => at.as_ref(),
        _ => None,
    };
    let parts = [
        step.number.map(|(number, of)| format!("step {number} of {of}")),
        at.map(|at| format!("statement {} of {}", at.number, at.of)),
        running.seconds.map(|seconds| format!("{seconds} s")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let far = if parts.is_empty() { String::new() } else { parts.join(", ") + ": " };
    let what = match &*step.direction {
        "up" => "upgrade",
        "down" => "downgrade",
        other => other,
    };
    format!("in progress: {far}{what} of {} by {by}", step.revision)
}

pub(super) fn answer(running: &Running) -> Value {
    let step = running.step.as_ref();
    let number = step.and_then(|step| step.number);
    json!({
        "process": running.holder.pid,
        "user": running.holder.user,
        "host": running.holder.host,
        "direction": step.map(|step| &step.direction),
        "revision": step.map(|step| &step.revision),
        "step": number.map(|(number, _)| number),
        "of": number.map(|(_, of)| of),
        "seconds": running.seconds,
    })
}
