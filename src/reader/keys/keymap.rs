//! [`Keymap`]: the bindings of keys to actions, from the key table and the user's changes. A change that would leave a
//! key with two meanings is refused.

use crate::config::{KeyBinding, Problem};
use crate::reader::keys::action::{Action, TABLE};
use crate::reader::keys::key::Key;
use crate::text::printable;
use std::collections::HashMap;

/// The bindings in effect.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// The keys of each action, in the order of the table.
    rows: Vec<(Action, Vec<Key>)>,
    actions: HashMap<Key, Action>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        Keymap::of(TABLE.iter().map(|binding| (binding.action, binding.keys.to_vec())).collect())
    }
}

impl Keymap {
    /// The key table with `changes`. The keys given to an action replace its own; an empty list removes them. Changes
    /// that name an unknown action or key, or that clash, are skipped and reported.
    pub fn new(changes: &[KeyBinding]) -> (Keymap, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut rows = Keymap::default().rows;
        // For each row the line of its change, unless that was refused.
        let mut changed: Vec<Option<usize>> = vec![None; rows.len()];
        for change in changes {
            match changed_row(&rows, change) {
                Ok((row, keys)) => {
                    rows[row].1 = keys;
                    changed[row] = Some(change.line);
                }
                Err(reason) => problems.push(Problem { line: change.line, reason }),
            }
        }
        // Refusing a change restores the default keys of the action, which may clash with another change in turn.
        while let Some((row, line, reason)) = clash(&rows, &changed) {
            rows[row].1 = TABLE[row].keys.to_vec();
            changed[row] = None;
            problems.push(Problem { line, reason });
        }
        problems.sort_by_key(|problem| problem.line);
        (Keymap::of(rows), problems)
    }

    /// The action bound to `key`.
    pub fn action_of(&self, key: Key) -> Option<Action> {
        self.actions.get(&key).copied()
    }

    /// The keys that do `action`.
    pub fn keys_of(&self, action: Action) -> &[Key] {
        self.rows.iter().find(|(of, _)| *of == action).map_or(&[], |(_, keys)| keys)
    }

    /// The first key bound to `action`, for display.
    pub fn key_of(&self, action: Action) -> String {
        self.keys_of(action).first().map_or_else(|| "no key".into(), Key::to_string)
    }

    /// The table `[keys]` of the configuration, which makes this keymap; with `comment` each line commented out.
    pub fn write(&self, comment: bool) -> String {
        let mark = if comment { "# " } else { "" };
        let mut out = String::from(
            "# A key or a list of keys for each action: \"j\", \"Ctrl-d\", \"Alt-Left\", \"PgDn\", \"F1\"\n[keys]\n",
        );
        for ((action, keys), binding) in self.rows.iter().zip(TABLE) {
            let keys: Vec<String> = keys.iter().map(|key| toml::Value::from(key.to_string()).to_string()).collect();
            out += &format!("{mark}{} = [{}]  # {}\n", action.name(), keys.join(", "), binding.does);
        }
        out
    }

    fn of(rows: Vec<(Action, Vec<Key>)>) -> Keymap {
        let actions = rows.iter().flat_map(|(action, keys)| keys.iter().map(|key| (*key, *action))).collect();
        Keymap { rows, actions }
    }
}

/// The row of `change`, and its keys.
fn changed_row(rows: &[(Action, Vec<Key>)], change: &KeyBinding) -> Result<(usize, Vec<Key>), String> {
    let row = rows.iter().position(|(action, _)| action.name() == change.action);
    let row = row.ok_or_else(|| format!("there is no action `{}`", printable(&change.action)))?;
    let mut keys = Vec::new();
    for name in &change.keys {
        let key: Key = name.parse().map_err(|()| {
            format!("`{}`: \"{}\" is not a key; the default keys apply", printable(&change.action), printable(name))
        })?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if keys.is_empty() && rows[row].0 == Action::Quit {
        return Err("`quit` must have a key; the default keys apply".into());
    }
    Ok((row, keys))
}

/// The first key with two meanings: the row whose change is refused, its line, and why. Of two changes, the later one
/// is refused.
fn clash(rows: &[(Action, Vec<Key>)], changed: &[Option<usize>]) -> Option<(usize, usize, String)> {
    let mut taken: HashMap<Key, usize> = HashMap::new();
    for (row, (_, keys)) in rows.iter().enumerate() {
        for &key in keys {
            let Some(other) = taken.insert(key, row) else { continue };
            let (refused, kept) = if changed[other] > changed[row] { (other, row) } else { (row, other) };
            let line = changed[refused]?;
            let (refused_name, chosen_name) = (rows[refused].0.name(), rows[kept].0.name());
            let reason = format!("`{refused_name}`: {key} is a key of `{chosen_name}`; the default keys apply");
            return Some((refused, line, reason));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(action: &str, keys: &[&str], line: usize) -> KeyBinding {
        KeyBinding { action: action.into(), keys: keys.iter().map(|key| (*key).into()).collect(), line }
    }

    #[track_caller]
    fn check(changes: &[KeyBinding], bound: &[(&str, Option<Action>)], problems: &[&str]) {
        let (keymap, found) = Keymap::new(changes);
        assert_eq!(found.iter().map(Problem::to_string).collect::<Vec<_>>(), problems);
        for (key, action) in bound {
            assert_eq!(keymap.action_of(key.parse().unwrap()), *action, "{key}");
        }
    }

    #[test]
    fn changes_replace_the_default_keys() {
        let (down, up) = (Some(Action::Down), Some(Action::Up));
        check(&[], &[("j", down), ("Down", down), ("Ctrl-c", Some(Action::Quit))], &[]);
        check(&[change("down", &["Alt-x", "F9"], 1)], &[("Alt-x", down), ("F9", down), ("j", None)], &[]);
        check(&[change("down", &["k"], 1), change("up", &["j"], 2)], &[("k", down), ("j", up), ("Down", None)], &[]);
        check(&[change("spotlight", &[], 1)], &[("s", None)], &[]);
    }

    #[test]
    fn clashes_are_refused_with_both_named() {
        let (down, up) = (Some(Action::Down), Some(Action::Up));
        let taken = "line 1: `up`: j is a key of `down`; the default keys apply";
        check(&[change("up", &["j"], 1)], &[("j", down), ("k", up)], &[taken]);
        check(
            &[change("up", &["F9"], 1), change("down", &["F9"], 2)],
            &[("F9", up), ("j", down)],
            &["line 2: `down`: F9 is a key of `up`; the default keys apply"],
        );
        // A refused change restores keys that another change needed.
        check(
            &[change("down", &["G"], 1), change("up", &["j"], 2)],
            &[("j", down), ("k", up), ("G", Some(Action::Bottom))],
            &[
                "line 1: `down`: G is a key of `bottom`; the default keys apply",
                "line 2: `up`: j is a key of `down`; the default keys apply",
            ],
        );
    }

    #[test]
    fn unknown_actions_and_keys_are_reported() {
        check(
            &[change("fly", &["j"], 1), change("up", &["Hyper-j"], 2), change("quit", &[], 3)],
            &[("k", Some(Action::Up)), ("Ctrl-c", Some(Action::Quit))],
            &[
                "line 1: there is no action `fly`",
                "line 2: `up`: \"Hyper-j\" is not a key; the default keys apply",
                "line 3: `quit` must have a key; the default keys apply",
            ],
        );
    }

    #[test]
    fn written_keys_are_read_back() {
        let (settings, problems) = crate::config::parse(&Keymap::default().write(false));
        assert_eq!(problems, []);
        assert_eq!(settings.keys.len(), TABLE.len());
        let (keymap, problems) = Keymap::new(&settings.keys);
        assert_eq!(problems, []);
        assert_eq!(keymap.rows, Keymap::default().rows);
    }
}
