//! Prompts: what they offer while one types, lines called back, names that nobody has, lines longer than the screen.

use crate::stage::{Stage, parse};
use onrecord::article::plain;
use onrecord::language::{Analysis, Engine, Language, Mention, MentionType, Person, PersonKind, Reason};
use onrecord::reader::state::input::candidates::Folder;
use onrecord::reader::update::effect::Effect;
use onrecord::reader::update::{self, paste};
use onrecord::text::Span;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The line of the open prompt after `keys`; `None` where none is open.
fn line(stage: &mut Stage, keys: &str) -> Option<String> {
    stage.keys(keys).app.prompt().map(|prompt| prompt.input.value().to_owned())
}

/// Presses `keys` and compares the line of the prompt, or where `shows` begins with a `!`, the foot of the screen.
#[track_caller]
fn check(keys: &str, shows: &str) {
    let mut stage = Stage::new(120, 20);
    let line = line(&mut stage, keys);
    match shows.strip_prefix('!') {
        Some(words) => {
            let text = stage.text();
            let foot: Vec<&str> = text.lines().rev().take(7).collect();
            assert!(foot.iter().any(|row| row.contains(words)), "{keys}: {foot:#?} lacks {words:?}");
        }
        None => assert_eq!(line.as_deref(), Some(shows), "{keys}"),
    }
}

#[test]
fn earlier_lines_are_recalled() {
    check("/vote<Enter>/lights<Enter>/<Up>", "lights");
    check("/vote<Enter>/lights<Enter>/<Up><Up>", "vote");
    check("/vote<Enter>/lights<Enter>/<Up><Up><Up><Up><Down>", "lights");
    check("/vote<Enter>/lights<Enter>/<Up><Down>", "");
    check("/vote<Enter>/xy<Up><Up><Down><Down>", "xy");
    check("/vote<Enter>/lights<Enter>/vote<Enter>/<Up><Up>", "lights");
    // One that was called back searches at once, and can be changed.
    check("/vote<Enter><Esc>/<Up>", "!1/3");
    check("/vote<Enter><Esc>/<Up>s<Enter>", "!No match for “votes”");
    check("/zzz<Enter>/<Up>", "zzz");
    // Each kind of prompt has lines of its own.
    check("/vote<Enter>:3<Enter>:<Up>", "3");
    check("/vote<Enter>:<Up>", "");
    check(":brand<Enter>:<Up><Up>", "brand");
}

#[test]
fn names_are_offered_while_typing() {
    check(":m", "!  Marek Hollender  ");
    check(":m<Tab>", "Marek Hollender");
    check(":prime<Tab>", "Ilse Brandvold");
    check(":m<C-n><C-n><C-p>", "Marek Hollender");
    check(":m", "!→ Marek Hollender");
    check(":m<Down><Enter>", "!Marek Hollender · 1 quotation");
    check(":m<Tab><BackTab>", "m");
    check(":zzz<Tab>", "zzz");
    check(":12", "12");
    check("][es", "!  Ilse Brandvold  Prime Minister · 3 quotations");
    check("][es<Down>", "Ilse Brandvold");
    check("][es<Up><Up><Down><Down>", "");
    check("][es<Down><Down><Enter>", "!Speaker: Marek Hollender · U undoes");
    check("][esp", "!→ new person · Tab: Petra Sund");
    check("][esp<Tab><Enter>", "!Speaker: Petra Sund · U undoes");
    check("][emi<Enter>", "i");
    check("][em", "!Merge Ilse Brandvold with");
    check("][em<Tab><Enter>", "!Merged Ilse Brandvold with Marek Hollender");
    check("][))epsund<Enter>", "!Mention: Petra Sund");
}

#[test]
fn a_new_person_needs_a_second_enter() {
    check("][esHa<Enter>", "!new person: Ha · Enter again to add");
    check("][esHa<Enter>", "Ha");
    check("][esHa<Enter><Enter>", "!Speaker: Ha (new person)");
    check("][esHa<Enter>x<Enter>", "!new person: Hax · Enter again to add");
    check("][esHa<Enter><Esc>", "!quotation 1/7 · Ilse Brandvold, mixed, sure");
    check("][es?<Enter>", "!Speaker: unknown");
    check("][essund<Enter>", "!Speaker: Petra Sund");
    check("][VeHa<Enter>", "!new person: Ha");
    check("][VeHa<Enter><Enter>", "!Quotation added, speaker: Ha (new person)");
    check("][emnobody<Enter>", "nobody");
    check("][er<C-u>Ha<Enter>", "!Renamed to Ha");
}

/// A reader with the prompt after `keys` and the names of the folder that it asks for.
fn in_folder(keys: &str, names: &[&str]) -> Stage {
    let mut stage = Stage::new(120, 20);
    let mut asked = None;
    for key in parse(keys) {
        if let Effect::ListFolder(folder) = update::press(&mut stage.app, key) {
            asked = Some(folder);
        }
    }
    let names = names.iter().map(|&name| name.to_owned()).collect();
    if let Some(folder) = asked {
        update::listed(&mut stage.app, Folder::new(folder, names));
        update::catch_up(&mut stage.app);
    }
    stage
}

#[test]
fn paths_are_completed() {
    let names = ["ferry.txt", "ferries/", "horn.txt", ".hidden", "bell\u{1b}[2J.txt"];
    for (typed, then, expected) in [
        ("O", "f<Tab>", "ferr"),
        ("O", "f<Tab><Tab>", "ferries/"),
        ("O", "f<Tab><Tab><Tab>", "ferry.txt"),
        ("O", "f<Tab><Tab><Tab><Tab>", "ferr"),
        ("O", "H<Tab>", "H"),
        ("O", "h<Tab>", "horn.txt"),
        ("O", "h<Down>", "horn.txt"),
        ("O", "b<Tab>", "b"),
        ("O~/in/", "ferr<BackTab>", "~/in/ferry.txt"),
        ("O$HOME/", "h<Tab>", "$HOME/horn.txt"),
        ("Ohttps://bay.example/", "<Tab>", "https://bay.example/"),
        ("E<C-u>out/", "h<Tab>", "out/horn.txt"),
        // Enter goes into a folder rather than opens it.
        ("O", "f<Tab><Tab><Enter>", "ferries/"),
    ] {
        let mut stage = in_folder(typed, &names);
        assert_eq!(line(&mut stage, then).as_deref(), Some(expected), "{typed}{then}");
    }
    let mut stage = in_folder("O", &names);
    assert!(stage.text().contains("\n  ferries/"), "{}", stage.text());
    stage.keys("f<Tab><Tab>");
    assert_eq!(update::press(&mut stage.app, "Enter".parse().unwrap()), Effect::ListFolder("ferries/".into()));
    update::listed(&mut stage.app, Folder::new("ferries/".into(), vec!["one.txt".into()]));
    update::catch_up(&mut stage.app);
    stage.keys("o<Tab>");
    assert_eq!(update::press(&mut stage.app, "Enter".parse().unwrap()), Effect::Add("ferries/one.txt".into()));
    // Recently opened sources are offered before those of the library.
    stage.app.input.histories.recent_sources = vec!["/home/ada/bell.txt".into(), "ferries/one.txt".into()];
    assert_eq!(line(&mut stage, "O<Tab>").as_deref(), Some("ferries/one.txt"));
    assert_eq!(line(&mut stage, "<Tab>").as_deref(), Some("/home/ada/bell.txt"));
    assert_eq!(line(&mut stage, "<C-u>bell<Tab>").as_deref(), Some("/home/ada/bell.txt"));
    // Names that come late, for a folder that is no longer typed, are nobody's.
    update::listed(&mut stage.app, Folder::new("ferries/".into(), vec!["two.txt".into()]));
    update::catch_up(&mut stage.app);
    assert!(!stage.text().contains("two.txt"));
}

#[test]
fn long_lines_wrap_and_the_cursor_is_on_the_screen() {
    let long = "a long line that goes on and on ".repeat(40);
    for (columns, rows) in [(40, 12), (60, 18), (80, 24), (200, 50)] {
        for keys in ["/", ":", "O", "&", "E", "?/", ";", "#/", "][es"] {
            let mut stage = Stage::new(columns, rows);
            stage.keys(keys);
            paste(&mut stage.app, &long);
            let text = stage.text();
            let foot = text.lines().last().unwrap_or_default();
            assert!(foot.contains("full") || foot.contains("on an"), "{keys}: {text}");
            stage.keys("<Home>");
            let head = stage.text();
            assert!(head.contains("a long line that goes on"), "{keys}: {head}");
        }
    }
    let narrow = Stage::new(60, 18).keys("E/home/ada/articles/of/the/harbour/quotations").text();
    let rows: Vec<&str> = narrow.lines().rev().take(2).collect();
    assert!(rows[1].starts_with(" Export to (.json .md .html .csv .txt …): /home/ada/artic"), "{narrow}");
    assert!(rows[0].ends_with("harbour/quotations"), "{narrow}");
}

#[test]
fn control_characters_never_reach_a_prompt() {
    for keys in ["/", ":", "O", "E", "&", "#/", ";", "][es", "?/"] {
        let mut stage = Stage::new(80, 24);
        stage.keys(keys);
        paste(&mut stage.app, "a\u{1b}]52;c;aGk=\u{7}\u{9b}2J\u{202e}b\u{0}\nsecond line");
        let value = stage.app.prompt().map(|prompt| prompt.input.value().to_owned()).unwrap_or_default();
        assert!(value.ends_with("b") && value.chars().all(|c| onrecord::text::shown(c) == c), "{keys}: {value:?}");
        stage.text();
    }
}

/// An article in which so many people are named.
fn crowd(count: usize) -> Stage {
    let (mut text, mut people) = (String::new(), Vec::new());
    for number in 0..count {
        let name = format!("{}{} Quill", ["Ada", "Bo", "Cato", "Dina"][number % 4], number);
        let start = text.len();
        let _ = write!(text, "{name} came to the harbour. ");
        let mention = Mention {
            span: Span::new(start, start + name.len()),
            mention_type: MentionType::Name,
            antecedent: None,
            reason: Reason::Introduces,
            confidence: 0.9,
        };
        people.push(Person {
            name,
            kind: PersonKind::Person,
            role: None,
            mentions: vec![mention],
            members: Vec::new(),
        });
    }
    let analysis = Analysis { language: Language::ENGLISH, engine: Engine::Fast, people, quotations: Vec::new() };
    Stage::of(plain::article(text), 120, 24).analysed(analysis)
}

#[test]
fn many_candidates_keep_up_with_the_keys() {
    let names: Vec<String> = (0..10_000).map(|number| format!("article {number} of the harbour.txt")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for (mut stage, keys, shows) in [
        (in_folder("O", &names), "article 99<Tab><Down><Backspace><Up>", "article 9"),
        (crowd(500), ":quill<Tab><Down><Backspace><Up>", "Quil"),
        (crowd(500), "&quill", "Quill"),
    ] {
        let mut slowest = Duration::ZERO;
        for key in parse(keys) {
            let start = Instant::now();
            update::press(&mut stage.app, key);
            update::catch_up(&mut stage.app);
            stage.draw();
            slowest = slowest.max(start.elapsed());
        }
        assert!(stage.text().contains(shows), "{keys}: {}", stage.text());
        eprintln!("{keys}: {slowest:?}");
        // A tenth of this where nothing else runs.
        assert!(slowest < Duration::from_millis(160), "{keys}: {slowest:?}");
    }
}

#[test]
fn typing_replaces_a_default_and_keeps_a_refused_name() {
    check("E", "quotations.json");
    check("Ez", "z");
    check("Ez.md", "z.md");
    check("E<Home>my-", "my-quotations.json");
    check("E<Backspace>l", "quotations.jsol");
    check("E<Left>", "quotations.json");
    let mut stage = Stage::new(120, 20);
    stage.keys("E");
    paste(&mut stage.app, "~/pasted.csv");
    assert_eq!(line(&mut stage, "").as_deref(), Some("~/pasted.csv"));
    // A name that is there to be mended is not taken away.
    check("][erx", "Ilse Brandvoldx");
    let mut stage = Stage::new(120, 20);
    update::ask_again(&mut stage.app, "zz.foo".into(), "Nothing written: the name must end in .json".into());
    assert!(stage.text().contains("zz.foo  Nothing written: the name must end in .json"), "{}", stage.text());
    assert_eq!(line(&mut stage, "<Backspace><Backspace><Backspace>csv").as_deref(), Some("zz.csv"));
    assert!(!stage.text().contains("Nothing written"), "{}", stage.text());
}
