//! [`EventQueue`]: the events in order. Keys that need the whole text wait until it is there.

use crate::reader::event::Event;
use crate::reader::state::app::App;
use crate::reader::state::document::progress::Phase;
use crate::reader::state::input::mode::Mode;
use crate::reader::update;
use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

/// The events of the loop.
pub struct EventQueue {
    /// The channel of events.
    pub events: Receiver<Event>,
    /// An event that has been received but not handled: its meaning depends on the effects of those before it.
    incoming: Option<Event>,
    /// Events that wait for the text of source `early_for`.
    early: VecDeque<Event>,
    early_for: usize,
}

impl EventQueue {
    /// A queue of the events from `events`.
    pub fn new(events: Receiver<Event>) -> EventQueue {
        EventQueue { events, incoming: None, early: VecDeque::new(), early_for: 0 }
    }

    /// Waits for the next event. `None` when there will never be one.
    pub fn wait(&mut self, app: &App) -> Option<Event> {
        self.next(app, |events| events.recv().ok())
    }

    /// The next event, if there is one.
    pub fn ready(&mut self, app: &App) -> Option<Event> {
        self.next(app, |events| events.try_recv().ok())
    }

    /// Whether another event has come.
    pub fn has_more(&mut self) -> bool {
        if self.incoming.is_none() {
            self.incoming = self.events.try_recv().ok();
        }
        self.incoming.is_some()
    }

    fn next(&mut self, app: &App, receive: impl Fn(&Receiver<Event>) -> Option<Event>) -> Option<Event> {
        let begun = app.document.progress.full_length.is_some();
        let is_empty = !begun && app.document.progress.phase == Phase::Loading;
        // Keys meant for a text that never arrives are not for another.
        if app.sources.shown() != self.early_for || app.document.progress.phase == Phase::NotOpened {
            self.early.clear();
            self.early_for = app.sources.shown();
        }
        // A prompt, a question or a list takes keys at once, whatever is loading.
        let reads = matches!(app.mode, Mode::Normal) && !app.main_view.is_library();
        if !begun
            && !is_empty
            && let Some(event) = self.early.pop_front()
        {
            return Some(event);
        }
        loop {
            let event = match self.incoming.take() {
                Some(event) => event,
                None => receive(&self.events)?,
            };
            let early = match &event {
                Event::Key(_) if !reads => false,
                // On an empty screen they would be lost, and the restored position would win. Keys behind them must not
                // overtake them.
                Event::Key(key) if is_empty && self.early.is_empty() => update::moves(app, *key),
                Event::Key(key) if is_empty => !update::ends(app, *key),
                _ if !begun => false,
                // A letter behind a waiting key may be typed text; with Ctrl it cannot be.
                Event::Key(key) if !self.early.is_empty() => !(key.ctrl && update::ends(app, *key)),
                Event::Key(key) => !update::ends(app, *key) && !update::stays_near(app, *key),
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
    use crate::reader::keys::key::Key;
    use crate::reader::state::geometry::Size;
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    #[test]
    fn keys_about_the_whole_text_wait_for_it() {
        let article = Arc::new(plain::article("“It is a heron,” said Ada Quill.\n\n".repeat(500)));
        let mut app = App::reading(article, "a test".into(), Size { columns: 80, rows: 24 });
        let (to, events) = channel();
        let mut queue = EventQueue::new(events);
        for key in "jj /q".chars().map(Key::char).chain([Key::ctrl('c')]) {
            to.send(Event::Key(key)).unwrap();
        }
        to.send(Event::Wheel(3, 3)).unwrap();
        to.send(Event::Dark(true)).unwrap();
        let mut all = |app: &App| {
            let ready = std::iter::from_fn(|| queue.ready(app));
            ready
                .map(|event| if let Event::Key(key) = event { key.to_string() } else { format!("{event:?}") })
                .collect()
        };
        app.document.progress.full_length = Some(1_000_000);
        let at_once: Vec<String> = all(&app);
        assert_eq!(at_once, ["j", "j", "Space", "Ctrl-c", "Dark(true)"]);
        app.document.progress.full_length = None;
        let later: Vec<String> = all(&app);
        assert_eq!(later, ["/", "q", "Wheel(3, 3)"]);
    }

    #[test]
    fn typing_while_a_text_is_opened_stays_in_order() {
        let mut app = App::new(&[], Default::default(), Arc::default(), Size { columns: 80, rows: 24 });
        (app.main_view, app.document.progress.phase) = (Default::default(), Phase::Loading);
        let (to, events) = channel();
        let mut queue = EventQueue::new(events);
        let typed = |app: &mut App, queue: &mut EventQueue, keys: &str| {
            keys.chars().for_each(|c| to.send(Event::Key(Key::char(c))).unwrap());
            let mut all = String::new();
            while let Some(event) = queue.ready(app) {
                let Event::Key(key) = event else { continue };
                all += &key.to_string();
                update::press(app, key);
            }
            all
        };
        assert_eq!(typed(&mut app, &mut queue, "/abdjgk"), "/abdjgk");
        assert_eq!(app.prompt().map(|prompt| prompt.input.value()), Some("abdjgk"));
        app.mode = Mode::Normal;
        // Motions wait for the text, and so do the keys typed after them.
        assert_eq!(typed(&mut app, &mut queue, "jjmx"), "");
        let article = Arc::new(plain::article("“It is a heron,” said Ada Quill.\n\n".repeat(500)));
        app.document = App::reading(article.clone(), "a test".into(), Size { columns: 80, rows: 24 }).document;
        assert_eq!(typed(&mut app, &mut queue, ""), "jjmx");
        // Unless it never arrives.
        app.document.progress.phase = Phase::Loading;
        assert_eq!(typed(&mut app, &mut queue, "jx"), "");
        app.document.progress.phase = Phase::NotOpened;
        assert_eq!(typed(&mut app, &mut queue, ""), "");
        app.document.progress.phase = Phase::Done;
        assert_eq!(typed(&mut app, &mut queue, ""), "");
    }
}
