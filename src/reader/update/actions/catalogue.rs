//! The catalogue: opening it, going from list to list and from row to row, narrowing a list, and opening the target of
//! a row.

use crate::library::ArticleOrder;
use crate::reader::keys::action::Action;
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::catalogue::{CatalogueList, CataloguePage, CatalogueRow, CatalogueTarget, CatalogueView};
use crate::reader::state::input::mode::{Mode, PendingCommand, PromptKind};
use crate::reader::state::main_view::MainView;
use crate::reader::update::actions::open_prompt;
use crate::reader::update::actions::{motion, sources};
use crate::reader::update::effect::{Effect, PeopleChange};
use crate::source::Source;

/// The keys that open the catalogue or one of its lists.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    Some(match action {
        Action::Library => open(app, None),
        Action::Articles => open(app, Some(CatalogueView::Articles)),
        Action::People => open(app, Some(CatalogueView::People)),
        Action::Quotations => open(app, Some(CatalogueView::Quotations)),
        Action::Changes => Effect::ListChanges,
        Action::Audit => Effect::Audit,
        _ => return None,
    })
}

/// The rows of a list that fit the screen.
fn height(app: &App) -> usize {
    usize::from(app.geometry.size.rows.saturating_sub(2)).max(1)
}

/// Opens the catalogue, on the list that was there last or on `view`.
fn open(app: &mut App, view: Option<CatalogueView>) -> Effect {
    let was_open = std::mem::replace(&mut app.main_view, MainView::Library).is_library();
    match view {
        Some(view) => {
            app.catalogue.begin_with(view);
        }
        // Articles read meanwhile come first.
        None if !was_open => app.catalogue.refresh(),
        None => {}
    }
    Effect::Draw
}

/// Goes back to the catalogue from an article that was opened in it. False from any other.
pub(in crate::reader::update) fn return_to(app: &mut App) -> bool {
    let shown = app.sources.shown();
    let is_stored = app.sources.get(shown).is_some_and(|entry| matches!(entry.source, Source::Stored(_)));
    let is_from_here = is_stored || app.sources.is_from_library();
    if is_from_here {
        open(app, None);
    }
    is_from_here
}

/// An action while the catalogue is on the screen. `None` for one that holds everywhere.
pub(in crate::reader::update) fn intercept(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let page = height(app);
    let catalogue = &mut app.catalogue;
    catalogue.opens = false;
    // A heading above the first row is a row as well.
    if let Some(row) = motion::row(action, count, catalogue.cursor, page / 2, catalogue.list.rows.len()) {
        catalogue.top = catalogue.first_row(page);
        let is_up = matches!(action, Action::Up | Action::HalfPageUp | Action::PageUp | Action::Top | Action::ScrollUp);
        catalogue.move_cursor_to(row as isize, if is_up { -1 } else { 1 });
        return Some(Effect::Draw);
    }
    match action {
        Action::Follow => return Some(follow(app)),
        Action::Unfold => unfold(app),
        Action::Search => return Some(open_prompt::open(app, PromptKind::Catalogue)),
        Action::Open => return Some(open_prompt::open(app, PromptKind::Open)),
        Action::Reload => catalogue.refresh(),
        Action::Correct => match catalogue.person() {
            Some((person, _)) => app.mode = Mode::Pending(PendingCommand::Person(person)),
            None => app.notice = Some("No person is selected".into()),
        },
        Action::Undo => return Some(Effect::Decide(PeopleChange::Undone)),
        Action::Keep => match catalogue.row().and_then(|row| row.target.as_ref()) {
            Some(CatalogueTarget::Article(..)) => app.mode = Mode::Pending(PendingCommand::ForgetRow),
            _ => app.notice = Some("Only articles can be forgotten".into()),
        },
        Action::Order => reorder(app),
        Action::Library => {}
        Action::Articles => return Some(open(app, Some(CatalogueView::Articles))),
        Action::People => return Some(open(app, Some(CatalogueView::People))),
        Action::Quotations => return Some(open(app, Some(CatalogueView::Quotations))),
        Action::Audit => return Some(open(app, Some(CatalogueView::Audit(None)))),
        Action::OtherPane => {
            let next = match catalogue.page.view {
                CatalogueView::Articles => CatalogueView::People,
                CatalogueView::People => CatalogueView::Quotations,
                _ => CatalogueView::Articles,
            };
            return Some(open(app, Some(next)));
        }
        Action::JumpBack if let Some(source) = earlier(app) => return Some(sources::return_to(app, source)),
        Action::Back | Action::JumpBack | Action::Fold => {
            back(app);
        }
        // To the document at once; without one, back one level.
        Action::Close if app.document.is_open() => app.main_view = MainView::Document,
        Action::Close if !back(app) => return Some(Effect::Quit),
        Action::Close => {}
        Action::Help | Action::Commands | Action::Quit | Action::Suspend | Action::Redraw => return None,
        Action::NextTheme | Action::Mouse => return None,
        _ => {
            let (key, help) = (app.key(action), app.key(Action::Help));
            app.notice = Some(format!("{key} does nothing in the library · {help} shows the keys"));
        }
    }
    Some(Effect::Draw)
}

/// The source from which the catalogue was opened, if the reader came back here from an article opened in the
/// catalogue.
fn earlier(app: &mut App) -> Option<usize> {
    let came_back = app.sources.is_from_library() && !app.catalogue.can_go_back();
    let source = if came_back { app.sources.step(true) } else { None }?;
    app.main_view = MainView::Document;
    Some(source)
}

/// Backs out one level: of a search, of a page, then to the document. False if there is nothing to back out of.
fn back(app: &mut App) -> bool {
    let catalogue = &mut app.catalogue;
    if !catalogue.page.query.is_empty() {
        let page = CataloguePage { query: String::new(), ..catalogue.page.clone() };
        catalogue.turn_to(page);
        return true;
    }
    if catalogue.go_back() {
        return true;
    }
    let is_behind = app.document.is_open();
    if is_behind {
        app.main_view = MainView::Document;
        // The library does not open on a list about one article.
        if matches!(app.catalogue.page.view, CatalogueView::Changes(_) | CatalogueView::Audit(Some(_))) {
            app.catalogue.turn_to(CataloguePage::default());
        }
    }
    is_behind
}

/// Opens the target of the row under the cursor.
fn follow(app: &mut App) -> Effect {
    match app.catalogue.row().and_then(|row| row.target.clone()) {
        Some(CatalogueTarget::Article(key, place)) => Effect::OpenStored(key, place.map(Box::new)),
        Some(CatalogueTarget::Person(other, name)) => {
            if let CatalogueView::SameAs(person, _) = app.catalogue.page.view {
                app.mode = Mode::Normal;
                app.catalogue.go_back();
                return Effect::Decide(PeopleChange::Same(person, other));
            }
            app.catalogue.go_into(CatalogueView::Person(other, name));
            Effect::Draw
        }
        Some(CatalogueTarget::Doubts) => {
            app.catalogue.go_into(CatalogueView::Doubts);
            Effect::Draw
        }
        Some(CatalogueTarget::Doubt(one, other)) => {
            app.mode = Mode::Pending(PendingCommand::Doubt(one, other));
            Effect::Draw
        }
        Some(CatalogueTarget::Feed(address)) => Effect::Add(address),
        None => Effect::Draw,
    }
}

/// Completes the key of a correction with its letter, for a person of the library.
pub(in crate::reader::update) fn correct(app: &mut App, person: i64, letter: char) -> Effect {
    let article = match app.catalogue.row() {
        Some(CatalogueRow { target: Some(CatalogueTarget::Article(key, _)), quoted: Some(_), .. }) => Some(key.clone()),
        _ => None,
    };
    match (letter, article) {
        ('r', _) => return open_prompt::open(app, PromptKind::Rename(person)),
        ('m', _) => {
            let name = app.catalogue.person().map(|(_, name)| name.to_owned()).unwrap_or_default();
            app.catalogue.go_into(CatalogueView::SameAs(person, name));
            return open_prompt::open(app, PromptKind::Catalogue);
        }
        ('s', Some(key)) => return Effect::Decide(PeopleChange::Split(person, key)),
        ('s', None) => app.notice = Some("Go to one of the person’s quotations first: Enter opens their page".into()),
        _ => {
            app.notice = Some(format!(
                "{} {letter} is not a correction · r rename, m merge, s separate",
                app.key(Action::Correct)
            ))
        }
    }
    Effect::Draw
}

/// Decides by a letter whether two people are one.
pub(in crate::reader::update) fn decide(app: &mut App, one: i64, other: i64, letter: char) -> Effect {
    Effect::Decide(match letter.to_ascii_lowercase() {
        'y' => PeopleChange::Same(one, other),
        'n' => PeopleChange::Different(one, other),
        'd' => PeopleChange::Undecided(one, other),
        _ => {
            app.notice = Some("Still undecided · y same, n different, d later".into());
            return Effect::Draw;
        }
    })
}

/// Reports a decision about people in the words `said`. If two people were `joined`, their numbers are given, first the
/// one that is gone.
pub fn decided(app: &mut App, said: String, joined: Option<(i64, i64)>) {
    if let Some((gone, remaining)) = joined {
        app.catalogue.replace_person(gone, remaining);
    }
    app.notice = Some(said);
    app.catalogue.refresh();
}

/// Forgets the article under the cursor.
pub(in crate::reader::update) fn forget(app: &mut App) -> Effect {
    match app.catalogue.row().and_then(|row| row.target.clone()) {
        Some(CatalogueTarget::Article(key, _)) => Effect::ForgetStored(key),
        _ => Effect::Draw,
    }
}

/// Orders the list in another way.
fn reorder(app: &mut App) {
    let page = app.catalogue.page.clone();
    let order = match (&page.view, page.order) {
        (CatalogueView::Articles, ArticleOrder::Stored) if page.query.is_empty() => ArticleOrder::Published,
        (CatalogueView::Articles, ArticleOrder::Published) | (CatalogueView::People, ArticleOrder::Stored) => {
            ArticleOrder::Title
        }
        (CatalogueView::Articles | CatalogueView::People, _) => ArticleOrder::Stored,
        _ => return app.notice = Some("This list is always ordered by date".into()),
    };
    app.notice = Some(match (&page.view, order) {
        (CatalogueView::Articles, ArticleOrder::Stored) => "Articles by date read, half-read ones first".into(),
        (CatalogueView::Articles, ArticleOrder::Published) => "Articles by date".into(),
        (CatalogueView::Articles, ArticleOrder::Title) => "Articles by title".into(),
        (_, ArticleOrder::Stored) => "People by the number of quotations".into(),
        _ => "People by name".into(),
    });
    app.catalogue.turn_to(CataloguePage { order, ..page });
}

/// Lists who else reports the words under the cursor.
fn unfold(app: &mut App) {
    match app.catalogue.row().and_then(|row| row.quoted.clone()) {
        Some(words) => app.catalogue.go_into(CatalogueView::Reports(words)),
        None => app.notice = Some("Go to a quotation to see who else reports it".into()),
    }
}

/// A key while a list is narrowed: moves the cursor. False for any other key.
pub(in crate::reader::update) fn moved(app: &mut App, key: Key) -> bool {
    let is_narrowed = matches!(&app.mode, Mode::Prompt(prompt) if prompt.kind == PromptKind::Catalogue);
    let page = height(app) as isize / 2;
    let by = match (key.code, key.ctrl) {
        _ if !is_narrowed => return false,
        (Code::Down | Code::Tab, _) | (Code::Char('n'), true) => 1,
        (Code::Up | Code::BackTab, _) | (Code::Char('p'), true) => -1,
        (Code::PageDown, _) => page,
        (Code::PageUp, _) => -page,
        _ => return false,
    };
    step(app, by);
    true
}

/// Moves the cursor by `by` rows.
fn step(app: &mut App, by: isize) {
    let page = height(app);
    let catalogue = &mut app.catalogue;
    catalogue.top = catalogue.first_row(page);
    catalogue.move_cursor_to(catalogue.cursor as isize + by, by);
}

/// The mouse wheel: moves the cursor by `by` rows. False if the catalogue is not on the screen.
pub(in crate::reader::update) fn scroll(app: &mut App, by: isize) -> bool {
    let is_on_screen = app.main_view.is_library() && matches!(app.mode, Mode::Normal | Mode::Prompt(_));
    if is_on_screen {
        step(app, by);
    }
    is_on_screen
}

/// A click in row `y` of the screen: goes to the row there, and opens it where it was under the cursor.
pub(in crate::reader::update) fn click(app: &mut App, y: u16) -> Effect {
    let page = height(app);
    let row = usize::from(y).checked_sub(1).filter(|&row| row < page).and_then(|row| app.catalogue.row_at(row, page));
    match row {
        Some(row) if row == app.catalogue.cursor => follow(app),
        Some(row) => {
            app.catalogue.top = app.catalogue.first_row(page);
            app.catalogue.move_cursor_to(row as isize, 1);
            Effect::Draw
        }
        None => Effect::Draw,
    }
}

/// Narrows the list to the line that is typed.
pub(in crate::reader::update) fn narrow(app: &mut App, typed: &str) {
    if app.catalogue.page.query != typed {
        let page = CataloguePage { query: typed.to_owned(), ..app.catalogue.page.clone() };
        app.catalogue.turn_to(page);
    }
}

/// Enter in the line that narrows the list: opens the row under the cursor, or notes that for when the list arrives.
pub(in crate::reader::update) fn accept(app: &mut App) -> Effect {
    if app.catalogue.is_answered() {
        return follow(app);
    }
    app.catalogue.opens = true;
    Effect::Draw
}

/// Takes the list for request `number`, and opens the row that was waiting for it.
pub fn listed(app: &mut App, number: u64, list: CatalogueList) -> Effect {
    app.catalogue.take(number, list);
    let is_due = app.catalogue.is_answered() && std::mem::take(&mut app.catalogue.opens);
    if is_due { follow(app) } else { Effect::Draw }
}
