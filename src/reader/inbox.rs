//! [`Inbox`]: what happens, in order; but what is typed for the whole of a text waits until that is there.

use super::event::Event;
use super::state::State;
use super::update;
use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

/// The events of the loop.
pub struct Inbox {
    /// Those that nobody has looked at.
    pub events: Receiver<Event>,
    /// What was typed too early.
    early: VecDeque<Event>,
}

impl Inbox {
    /// What comes from `events`.
    pub fn new(events: Receiver<Event>) -> Inbox {
        Inbox { events, early: VecDeque::new() }
    }

    /// Waits for what happens next to `state`. `None` when nothing ever will.
    pub fn wait(&mut self, state: &State) -> Option<Event> {
        self.next(state, |events| events.recv().ok())
    }

    /// What has happened next to `state`, if anything has.
    pub fn ready(&mut self, state: &State) -> Option<Event> {
        self.next(state, |events| events.try_recv().ok())
    }

    fn next(&mut self, state: &State, receive: impl Fn(&Receiver<Event>) -> Option<Event>) -> Option<Event> {
        let begun = state.beginning_of.is_some();
        if !begun && let Some(event) = self.early.pop_front() {
            return Some(event);
        }
        loop {
            let event = receive(&self.events)?;
            let early = begun
                && match &event {
                    // Behind what waits a letter may be one of a word; with Ctrl it is none.
                    Event::Key(key) if !self.early.is_empty() => !(key.ctrl && update::ends(state, *key)),
                    Event::Key(key) => !update::ends(state, *key) && !update::stays_near(state, *key),
                    Event::Paste(_) | Event::Click(..) | Event::Wheel(..) => true,
                    _ => false,
                };
            if !early {
                return Some(event);
            }
            self.early.push_back(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::reader::geometry::Size;
    use crate::reader::key::Key;
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    #[test]
    fn what_is_meant_for_the_whole_text_waits_for_it() {
        let article = Arc::new(plain::article("“It is a heron,” said Ada Quill.\n\n".repeat(500)));
        let mut state = State::new(article, "a test".into(), Size { columns: 80, rows: 24 });
        let (to, events) = channel();
        let mut inbox = Inbox::new(events);
        for key in "jj /q".chars().map(Key::char).chain([Key::ctrl('c')]) {
            to.send(Event::Key(key)).unwrap();
        }
        to.send(Event::Wheel(3, 3)).unwrap();
        to.send(Event::Dark(true)).unwrap();
        let mut all = |state: &State| {
            let ready = std::iter::from_fn(|| inbox.ready(state));
            ready
                .map(|event| if let Event::Key(key) = event { key.to_string() } else { format!("{event:?}") })
                .collect()
        };
        state.beginning_of = Some(1_000_000);
        let at_once: Vec<String> = all(&state);
        assert_eq!(at_once, ["j", "j", "Space", "Ctrl-c", "Dark(true)"]);
        state.beginning_of = None;
        let later: Vec<String> = all(&state);
        assert_eq!(later, ["/", "q", "Wheel(3, 3)"]);
    }
}
