//! Where two JSON values differ, in words.
//!
//! Responsible for reading well when a comparison fails: one line per differing place, with its path. Equality itself
//! is that of the whole values.

use serde_json::Value;

/// The values must be equal.
#[track_caller]
pub(crate) fn assert_same(when: &str, expected: &Value, found: &Value) {
    if expected != found {
        let lines = differences(expected, found);
        panic!("{when}: {} differences\n{}", lines.len(), lines.join("\n"));
    }
}

/// One line per differing place, in the order of the first value.
pub(crate) fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", Some(expected), Some(found), &mut lines);
    lines
}

fn compare(path: &str, expected: Option<&Value>, found: Option<&Value>, lines: &mut Vec<String>) {
    if expected == found {
        return;
    }
    let (Some(left), Some(right)) = (expected, found) else {
        return lines.push(line(path, expected, found));
    };
    let (Some(left_parts), Some(right_parts)) = (parts(left), parts(right)) else {
        return lines.push(line(path, expected, found));
    };
    for (key, part) in &left_parts {
        compare(&format!("{path}/{key}"), Some(part), value_of(&right_parts, key), lines);
    }
    for (key, part) in &right_parts {
        if value_of(&left_parts, key).is_none() {
            compare(&format!("{path}/{key}"), None, Some(part), lines);
        }
    }
    let order = |of: &[(String, &Value)], other: &[(String, &Value)]| -> Vec<String> {
        of.iter().map(|(key, _)| key).filter(|key| value_of(other, key).is_some()).cloned().collect()
    };
    let (left, right) = (order(&left_parts, &right_parts), order(&right_parts, &left_parts));
    if left != right {
        lines.push(format!("{path}: expected in the order {left:?}, found {right:?}"));
    }
}

fn value_of<'a>(parts: &[(String, &'a Value)], key: &str) -> Option<&'a Value> {
    parts.iter().find(|(name, _)| name == key).map(|(_, value)| *value)
}

/// The parts of a value by key: an object's, or an array's by the names of its elements where they have any.
fn parts(value: &Value) -> Option<Vec<(String, &Value)>> {
    match value {
        Value::Object(object) => Some(object.iter().map(|(key, value)| (key.clone(), value)).collect()),
        Value::Array(array) => {
            let name = |value: &Value| value.get("name").and_then(Value::as_str).map(str::to_owned);
            let named: Option<Vec<_>> = array.iter().map(|value| Some((name(value)?, value))).collect();
            Some(named.unwrap_or_else(|| array.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect()))
        }
        _ => None,
    }
}

fn line(path: &str, expected: Option<&Value>, found: Option<&Value>) -> String {
    let shown = |value: Option<&Value>| value.map_or("nothing".to_owned(), ToString::to_string);
    format!("{path}: expected {}, found {}", shown(expected), shown(found))
}
