//! The event loop: wait for an event, handle all that have arrived, draw once.

use crate::config::{ColourDepth, Settings, ThemeName};
use crate::reader::event::{Event, Signal};
use crate::reader::keys::action::Action;
use crate::reader::keys::key::Key;
use crate::reader::keys::keymap::Keymap;
use crate::reader::runtime::effects::{self, Exported};
use crate::reader::runtime::event_queue::EventQueue;
use crate::reader::runtime::opening::SHORT_BYTES;
use crate::reader::runtime::pending_write::UnsavedChanges;
use crate::reader::runtime::persistence::{Open, Persistence};
use crate::reader::runtime::session::Session;
use crate::reader::state::document::progress::Phase;
use crate::reader::state::link_hints;
use crate::reader::terminal::input;
use crate::reader::terminal::output::Terminal;
use crate::reader::update;
use crate::reader::update::effect::Effect;
use crate::reader::view::{self, Theme};
use crate::source::{self, Source};
use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

/// The time the first source may take before the screen shows that it is loading.
const LOADING_DELAY: Duration = Duration::from_millis(30);

/// The time that a text of up to [`SHORT_BYTES`] bytes has to be analysed before it is first drawn.
const ANALYSIS_GRACE: Duration = Duration::from_millis(3);

/// The wait for a reply of the terminal at the end, if it was asked less than [`REPLY_EXPECTED`] ago.
const REPLY_TIMEOUT: Duration = Duration::from_millis(40);
const REPLY_EXPECTED: Duration = Duration::from_secs(1);

/// The most events handled before a frame is drawn, so that a flood of them cannot freeze the screen.
const MAX_EVENTS: usize = 64;

/// The end of a run of the reader.
pub struct ReaderOutcome {
    /// Sources that could not be opened.
    pub failures: Vec<source::Error>,
    /// Whether there was anything to read.
    pub anything_read: bool,
    /// Whether one of the sources could not be opened.
    pub any_unread: bool,
    /// The changes that could not be stored, and why.
    pub unsaved: Option<UnsavedChanges>,
    /// Why the reader ended unasked: the terminal cannot be read or written to.
    pub broken: Option<io::Error>,
}

/// The options of a run.
pub struct Options {
    /// Opens the library, while the text is being loaded.
    pub library: Open,
    pub settings: Settings,
    pub keymap: Keymap,
    /// The first message of the status line.
    pub notice: Option<String>,
}

/// Shows `sources`, starting with the first that can be opened, until the user quits; without sources the library, or
/// the sample if that is empty. If none can be opened the terminal is never entered.
///
/// # Errors
/// If the terminal cannot be entered.
pub fn run(sources: &[Source], options: Options) -> io::Result<ReaderOutcome> {
    let Options { library, settings, keymap, notice } = options;
    let (to, events) = mpsc::channel();
    let mut persistence = Persistence::new(library);
    // Without a source the library is opened, or the sample where nothing is stored.
    let sample = [Source::Sample];
    let sources: &[Source] = match sources {
        [] if persistence.has_articles() => &[],
        [] => &sample,
        sources => sources,
    };
    let mut session = Session::new(sources, persistence, settings, keymap, Terminal::size(), to.clone());
    session.open(0);
    session.open_library();
    session.request_list();
    let mut queue = EventQueue::new(events);
    wait_for_text(&mut session, &queue.events);
    if session.is_over() {
        let failures = session.into_failures();
        return Ok(ReaderOutcome { failures, anything_read: false, any_unread: true, unsaved: None, broken: None });
    }
    let notices: Vec<String> = session.library_error().into_iter().chain(notice).collect();
    if !notices.is_empty() {
        session.notify(&notices.join(" · "));
    }
    input::read_signals(to.clone())?;
    let mut terminal = Terminal::enter()?;
    update::resize(&mut session.app, Terminal::size());
    if session.app.preferences.mouse {
        terminal.mouse(true)?;
    }
    let ended = run_loop(&mut session, &mut terminal, to, &mut queue);
    // The place is stored even if the terminal is gone.
    session.end();
    session.leave();
    // Any wait for the library happens after leaving the terminal, where a signal can end it.
    drop(terminal);
    let unsaved =
        session.finish_writes(|| queue.events.try_iter().any(|event| matches!(event, Event::Signal(Signal::End))));
    let anything_read = session.anything_open() || session.app.catalogue.is_start;
    let any_unread = session.has_unread();
    Ok(ReaderOutcome { failures: session.into_failures(), anything_read, any_unread, unsaved, broken: ended.err() })
}

/// Handles events before the first frame: until the text has arrived, of a long one the beginning, and of a short one
/// the analysis too if it is quick.
fn wait_for_text(session: &mut Session, events: &Receiver<Event>) {
    let mut end = Instant::now() + LOADING_DELAY;
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        handle(session, event);
        if session.app.catalogue.is_start && session.app.catalogue.is_answered() {
            return;
        }
        let document = &session.app.document;
        let is_short = document.article.text().len() <= SHORT_BYTES;
        match document.progress.phase {
            _ if session.is_over() => return,
            _ if session.app.catalogue.is_start => {}
            Phase::Loading if document.progress.full_length.is_none() => {}
            Phase::Done => return,
            _ if is_short => end = Instant::now() + ANALYSIS_GRACE,
            _ => return,
        }
    }
}

fn run_loop(
    session: &mut Session,
    terminal: &mut Terminal,
    to: Sender<Event>,
    queue: &mut EventQueue,
) -> io::Result<()> {
    let depth = ColourDepth::from_env();
    let mut asked = None;
    let mut keyboard = Some(to);
    while !session.is_over() {
        session.schedule_retry();
        update::catch_up(&mut session.app);
        session.request_list();
        let app = &mut session.app;
        let theme = Theme::named(app.preferences.theme.of_background(app.dark), depth);
        // The links of a document behind the library are not on the screen.
        let links = (!app.main_view.is_library()).then(|| link_hints::links(&app.document));
        terminal.draw(links.into_iter().flatten(), |frame| view::draw(frame, app, &theme))?;
        // Work that can wait starts after the first frame.
        if let Some(to) = keyboard.take() {
            input::read_keys(to)?;
        }
        session.analyse_due();
        // Asked once, after the first frame: a terminal that never answers costs nothing.
        if session.app.preferences.theme == ThemeName::Auto && depth > ColourDepth::Sixteen && asked.is_none() {
            terminal.ask_background()?;
            asked = Some(Instant::now());
        }
        let mut next = queue.wait(&session.app);
        if next.is_none() {
            return Ok(());
        }
        let mut taken = 0;
        while let Some(event) = next {
            taken += 1;
            session.app.input.more_waits = taken < MAX_EVENTS && queue.has_more();
            if let Event::InputLost(error) = event {
                return Err(io::Error::new(error.kind(), format!("the terminal cannot be read: {error}")));
            }
            let is_urgent = is_urgent(&event);
            let effect = match printed(session, terminal, &event) {
                Some(effect) => effect,
                None => handle(session, event),
            };
            if !carry_out(session, terminal, effect)? {
                if is_urgent {
                    session.end_at_once();
                    return Ok(());
                }
                if asked.is_some_and(|asked| asked.elapsed() < REPLY_EXPECTED) && session.app.dark.is_none() {
                    wait_for_answer(&queue.events);
                }
                return Ok(());
            }
            // The meaning of the next event may depend on the effect of this one.
            next = if taken < MAX_EVENTS { queue.ready(&session.app) } else { None };
        }
    }
    Ok(())
}

/// Whether an event ends the reader at once: a signal, or the key that stands for one.
fn is_urgent(event: &Event) -> bool {
    matches!(event, Event::Signal(Signal::End)) || matches!(event, Event::Key(key) if *key == Key::ctrl('c'))
}

/// The effect of an event while a printed page is shown: a key or a click only returns to the reader, unless it quits.
/// `None` for other events, and if no page is shown.
fn printed(session: &Session, terminal: &Terminal, event: &Event) -> Option<Effect> {
    if !terminal.is_printed() {
        return None;
    }
    match event {
        Event::Key(key) if session.app.input.keymap.action_of(*key) == Some(Action::Quit) => Some(Effect::Quit),
        Event::Key(_) | Event::Paste(_) | Event::Click(..) | Event::Wheel(..) => Some(Effect::Resume),
        _ => None,
    }
}

/// A reply that arrives after the end would be typed into the shell.
fn wait_for_answer(events: &Receiver<Event>) {
    let end = Instant::now() + REPLY_TIMEOUT;
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if matches!(event, Event::Dark(_) | Event::InputLost(_)) {
            return;
        }
    }
}

/// Handles an event.
fn handle(session: &mut Session, event: Event) -> Effect {
    match event {
        Event::Arriving(job, progress) => session.arriving(job, progress),
        Event::Begun(job, beginning, bytes) => session.begun(job, *beginning, bytes),
        Event::Opened(job, opened) => session.opened(job, *opened),
        Event::Progress(job, share) => session.progress(job, share),
        Event::First(job, answer) => session.first(job, answer),
        Event::Partial(job, answer) => session.partial(job, answer),
        Event::Analysed(job, answer) => session.analysed(job, answer),
        Event::Folder(folder) => update::listed(&mut session.app, folder),
        Event::Dark(dark) => session.app.dark = Some(dark),
        Event::Listed(number, list) => return update::actions::catalogue::listed(&mut session.app, number, *list),
        Event::ArticleLoaded(job, opened) => session.article_loaded(job, *opened),
        Event::Stored { nth, corrections, stored } => session.stored(nth, corrections, stored),
        Event::Decided(decided) => session.decided(decided),
        Event::RetryWrites => session.retry_writes(),
        Event::Signal(Signal::Stop) => return Effect::Suspend,
        Event::Signal(Signal::Continue) => return Effect::Resume,
        Event::Signal(Signal::End) | Event::InputLost(_) => return Effect::Quit,
        Event::Key(key) => return update::press(&mut session.app, key),
        Event::Paste(text) => return update::paste(&mut session.app, &text),
        Event::Click(x, y) => {
            return match view::candidate_at(&session.app, x, y) {
                Some(index) => update::click_candidate(&mut session.app, index),
                None => update::click(&mut session.app, x, y),
            };
        }
        Event::Wheel(x, by) => return update::wheel(&mut session.app, x, by),
        Event::Resize(size) => {
            update::resize(&mut session.app, size);
            return Effect::Redraw;
        }
    }
    if session.is_over() { Effect::Quit } else { Effect::Draw }
}

/// Carries out an effect; false when the reader is to end.
fn carry_out(session: &mut Session, terminal: &mut Terminal, effect: Effect) -> io::Result<bool> {
    match effect {
        Effect::Draw => {}
        Effect::Redraw => terminal.forget()?,
        Effect::Suspend => {
            terminal.suspend()?;
            reenter_terminal(session, terminal)?;
        }
        Effect::Resume => {
            terminal.resume()?;
            reenter_terminal(session, terminal)?;
        }
        Effect::Quit => return Ok(false),
        Effect::Copy(words, description) => {
            let said = effects::copy(&session.app, terminal, &words, &description);
            session.notify(&said);
        }
        Effect::Print => terminal.print(&effects::page(&session.app))?,
        Effect::Open(address) => {
            let said = effects::open(&address);
            session.notify(&said);
        }
        Effect::Export { name, replace } => match effects::export(&session.app, &name, replace) {
            Exported::Written(said) => session.notify(&said),
            Exported::Exists => update::ask_to_replace(&mut session.app, name),
            Exported::Refused(why) => update::ask_again(&mut session.app, name, why),
        },
        Effect::Source(nth) => session.show(nth, Terminal::size()),
        Effect::Add(name) => session.add_named(&name, Terminal::size()),
        Effect::ListFolder(folder) => session.list_folder(folder),
        Effect::Cancel => session.cancel(Terminal::size()),
        Effect::Save(change) => session.save(&change),
        Effect::OpenStored(key, place) => session.open_stored(&key, place.map(|place| *place), Terminal::size()),
        Effect::ListChanges => session.list_changes(),
        Effect::Audit => session.audit(),
        Effect::StoreArticle => session.store_requested(),
        Effect::ForgetArticle => session.forget(),
        Effect::ForgetStored(key) => session.forget_stored(&key),
        Effect::Decide(change) => session.decide(change),
        Effect::Reload => session.reload(),
        Effect::Analyse => session.analyse(),
        Effect::StopAnalysis => session.stop_analysis(),
        Effect::Mouse(on) => terminal.mouse(on)?,
    }
    Ok(true)
}

/// Enters the terminal again after a suspension, in its present size.
fn reenter_terminal(session: &mut Session, terminal: &mut Terminal) -> io::Result<()> {
    update::resize(&mut session.app, Terminal::size());
    if session.app.preferences.mouse {
        terminal.mouse(true)?;
    }
    Ok(())
}
