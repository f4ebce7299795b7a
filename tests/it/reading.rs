//! Scripts of keys, and what the status row, the state or the screen must show after them.

use crate::stage::{Stage, parse};
use onrecord::config::KeyBinding;
use onrecord::language::{Analysis, Engine, Language};
use onrecord::reader::keys::key::Key;
use onrecord::reader::keys::keymap::Keymap;
use onrecord::reader::state::document::Focus;
use onrecord::reader::update;
use onrecord::reader::update::effect::Effect;
use std::sync::Arc;

/// Presses `keys` on a wide screen and compares the last row with `expected`.
#[track_caller]
fn check(keys: &str, expected: &str) {
    let text = Stage::new(120, 16).keys(keys).text();
    let status = text.lines().last().unwrap_or_default();
    assert!(status.contains(expected), "{keys}: {status:?} lacks {expected:?}");
}

#[test]
fn quotations() {
    check("][", "quotation 1/7 · Ilse Brandvold, mixed, sure");
    check("]", "quotation 2/7 · Ilse Brandvold, direct, sure");
    check("]]", "quotation 3/7 · Marek Hollender, mixed, sure");
    check("]][", "quotation 2/7");
    check("nN", "quotation 1/7");
    check("]>", "quotation 7/7 · Ilse Brandvold");
    check("]>>", "No more quotations by Ilse Brandvold");
    check("]><", "quotation 2/7");
    check("!", "quotation 4/7 · speaker uncertain (a senior official?), indirect thought");
    check("!!", "quotation 5/7 · speaker unknown, direct");
    check("vv]", "direct");
    check("]]]])", "No person is selected: the speaker here is unknown");
    check("]]]]s", "No person is selected: the speaker here is unknown");
    check("][*", "Ilse Brandvold · 3 quotations · 4 mentions");
    check("][)", "Mention 2 of 4 of Ilse Brandvold");
    check("][(", "Mention 1 of 4 of Ilse Brandvold");
    check("][))", "Mention 3 of 4 of Ilse Brandvold");
    check("][)))(", "Mention 3 of 4 of Ilse Brandvold");
}

#[test]
fn places() {
    check("", "¶1–");
    check("G", "100%");
    check("Gg", "¶1–");
    check("}}", "¶3–");
    check("}}{", "¶2–");
    check(":9<Enter>", "¶");
    check(":99<Enter>", "No ¶99: the text has 10");
    check(":400%<Enter>", "not a percentage");
    check(":nobody<Enter>", "Nobody here is called “nobody”");
    check(":sund<Enter>", "Petra Sund · 1 quotation · 1 mention");
    check("GH", "¶1–");
    check("GHL", "100%");
    check("L", "No later jump");
    check("/vote<Enter>", "/vote · 1/3");
    check("/vote<Enter>nn", "3/3");
    check("/vote<Enter>nnn", "Search wrapped to the top");
    check("/Vote<Enter>", "No match for “Vote”");
    check("/lights left on<Esc>", "¶1–");
    check("Q", "Q does nothing");
}

#[test]
fn counts() {
    check("3]", "quotation 4/7");
    check("][2]", "quotation 3/7");
    check("]]2[", "quotation 1/7");
    check("99]", "quotation 7/7");
    check("99]]", "No more quotations");
    check("2!", "quotation 5/7");
    check("][2)", "Mention 3 of 4 of Ilse Brandvold");
    check("][99)", "Mention 4 of 4 of Ilse Brandvold");
    check("][99)2(", "Mention 2 of 4 of Ilse Brandvold");
    check("3}", "¶4–");
    check("99}", "100%");
    check("3}2{", "¶2–");
    check("4G", "¶4–");
    check("4g", "¶4–");
    check("99G", "No ¶99: the text has 10");
    check("3G5GG3H", "¶1–");
    check("GH9H", "No earlier jump");
    check("/vote<Enter>2n", "3/3");
    check("/vote<Enter>3n", "Search wrapped to the top");
    check("/vote<Enter>2N", "Search wrapped to the bottom");
    check("2-", "Text width: 59 columns");
    check("2<Tab>", "Enter go there");
    check("2<Tab>1<Tab>", "Tab people");
    check("<C-n>9<C-n>", "There is only one source");
    // A command that cannot be repeated ignores a count, and Esc drops it.
    check("][5i", "other quotations");
    check("3<Esc>]", "quotation 2/7");
    check("][3<Esc>", "quotation 1/7");
    check("0G", "No ¶0: the text has 10");
    check("0]", "quotation 2/7");
    check("0<Tab>", "Enter go there");
    check("<Tab>G0G<Tab>", "quotation 3/7");
    check("5Q", "Q does nothing");
    check("5Q]", "quotation 2/7");
    for (keys, count) in [("1", "1"), ("120", "120"), ("99999999999999999999", "9999"), ("?12", "12"), ("][i3", "3")] {
        for columns in [40, 60, 120] {
            let text = Stage::new(columns, 16).keys(keys).text();
            assert!(text.trim_end().ends_with(&format!("  {count}")), "{keys}: {text}");
        }
        assert_eq!(Stage::new(120, 16).keys(keys).keys("<Esc>").app.input.count, None, "{keys}");
    }
    let rows = |keys: &str| Stage::new(120, 16).keys(keys).app.document.viewport.anchor();
    assert_eq!((rows("5j"), rows("12j2k"), rows("2 ")), (rows("jjjjj"), rows("jjjjjjjjjj"), rows("  ")));
}

#[test]
fn a_digit_with_a_command_of_its_own_begins_no_count() {
    let change = KeyBinding { action: "focus-people".into(), keys: vec!["2".into()], line: 1 };
    let mut stage = Stage::new(120, 16);
    stage.app.input.keymap = Arc::new(Keymap::new(&[change]).0);
    assert_eq!(stage.keys("2").app.document.focus, Focus::People);
    assert_eq!(stage.keys("12").app.input.count, Some(12));
}

#[test]
fn answers_are_shown_whole_on_a_small_screen() {
    for (keys, columns, says) in [
        ("V", 60, " y copies · e makes it a quotation · "),
        ("V", 60, " { } paragraph · o other end"),
        ("][ew", 60, "Enter saves · Esc cancels"),
        ("e", 60, "Correct: s speaker · k kind · w words · r rename · m merge · p mention"),
        ("y", 60, "Copy: y quotation · a with speaker and source · l locator · m Markdown"),
        ("e", 80, "Correct: s speaker · k kind · w words · r rename · m merge · p mention"),
        ("f", 40, "No links on the screen"),
        (":a name that nobody here has ever been called<Enter>", 60, "“a name that nobody here has ever been called”"),
        (":a name that nobody here has ever been called, nor will be", 60, "been called, nor will be"),
        ("][Veand a name that goes on for longer than the row does", 60, "for longer than the row does  → new person"),
        ("][", 60, "? help"),
    ] {
        let text = Stage::new(columns, 18).keys(keys).text();
        let rows: Vec<&str> = text.lines().map(str::trim).collect();
        let (foot, whole) = (rows[rows.len() - 4..].join(" "), rows[rows.len() - 4..].concat());
        // At the end of a row nothing divides what it says from the next.
        let (foot, says) = (foot.replace(" ·", ""), says.trim_end_matches([' ', '·']).replace(" ·", ""));
        assert!(foot.contains(&says) || whole.contains(&says), "{keys}: {foot:?} lacks {says:?}");
    }
}

#[test]
fn matches_go_on_from_what_is_on_the_screen() {
    let mut stage = Stage::new(60, 12);
    for (keys, says) in [
        ("/vote<Enter>", " 1/3"),
        ("Gn", "Search wrapped to the top"),
        ("GN", " 3/3"),
        ("gn", " 1/3"),
        ("gN", "Search wrapped to the bottom"),
    ] {
        let text = stage.keys(keys).text();
        let status = text.lines().last().unwrap_or_default();
        assert!(status.contains(says), "{keys}: {status:?} lacks {says:?}");
    }
}

/// A page of two links and a screen between them.
fn linked() -> Stage {
    let page = format!(
        "<html><body><article><h1>Links</h1><p>The council published its budget on Tuesday, says <a \
         href='https://example.org/mayor'>the mayor</a> of it.</p>{}<p>The <a href='https://example.org/end'>end</a> came \
         late in the evening, and nobody had seen it come.</p></article></body></html>",
        "<p>The fog came in at noon, and nobody had seen it come.</p>".repeat(30)
    );
    let article = onrecord::formats::article(page.into(), &onrecord::formats::Hint::default()).unwrap();
    let (people, quotations) = (Vec::new(), Vec::new());
    Stage::of(article, 120, 16).analysed(Analysis {
        language: Language::ENGLISH,
        engine: Engine::Fast,
        people,
        quotations,
    })
}

#[test]
fn links_are_stepped_to_and_opened_either_way() {
    let (browser, here) = ("https://example.org/mayor".to_owned(), "https://example.org/end".to_owned());
    for (keys, says) in [
        (".", "link to https://example.org/mayor"),
        ("..", "link to https://example.org/end"),
        ("...", "No more links"),
        ("..,", "link to https://example.org/mayor"),
        (",,", "No earlier links"),
        (".<Esc>", "¶1–"),
        (".<Enter>", "o in the browser · O here · https://example.org/mayor"),
        (".<Enter><Esc>", "link to https://example.org/mayor"),
        (".G", "100%"),
        ("..H", "¶1–"),
    ] {
        let text = linked().keys(keys).text();
        let status = text.lines().last().unwrap_or_default();
        assert!(status.contains(says), "{keys}: {status:?} lacks {says:?}");
    }
    for (before, last, effect) in
        [(".<Enter>", "o", Effect::Open(browser)), ("..<Enter>", "O", Effect::Add(here)), ("f", "9", Effect::Draw)]
    {
        let mut stage = linked();
        stage.keys(before);
        let pressed = update::press(&mut stage.app, parse(last)[0]);
        assert_eq!(pressed, effect, "{before}{last}");
    }
}

/// A page read from a file beside others, with links to places on it and to files.
fn local_page() -> Stage {
    let page = format!(
        "<html><body><article><h1>Harbor</h1><p>Of the sound that was heard on Monday by everybody in the harbor we say more \
         <a href='#horn'>below</a>; what the council had to say is on <a href='other.html#top'>the other page</a> and its \
         numbers are in <a href='../up%20here.txt'>a text</a>. There is <a href='#nowhere'>nothing</a> to be seen of it from \
         <a href='https://bay.example/'>the bay</a>, as those who were there tell us.</p>{}<h2 id='horn'>The horn</h2>{}</article></body></html>",
        "<p>The fog came in at noon, and nobody had seen it come.</p>".repeat(20),
        "<p>The horn was heard all night, and nobody had slept.</p>".repeat(20)
    );
    let hint = onrecord::formats::Hint { base: Some("file:///home/ada/news/page.html".into()), ..Default::default() };
    let article = onrecord::formats::article(page.into(), &hint).unwrap();
    Stage::of(article, 120, 16)
}

#[test]
fn links_of_a_local_page_lead_to_places_and_neighbouring_files() {
    for (keys, says) in [
        (".", "link to ¶22"),
        ("..", "link to /home/ada/news/other.html"),
        ("...", "link to /home/ada/up here.txt"),
        ("....", "link to https://bay.example/"),
        (".....", "No more links"),
        (".<Enter>", "¶22–"),
        (".<Enter>H", "link to ¶22"),
        ("fa", "¶22–"),
        ("fA", "¶22–"),
        ("..<Enter>", "o in the browser · O here · /home/ada/news/other.html"),
    ] {
        let text = local_page().keys(keys).text();
        let status = text.lines().last().unwrap_or_default();
        assert!(status.contains(says), "{keys}: {status:?} lacks {says:?}");
    }
    for (keys, effect) in [
        ("..<Enter>O", Effect::Add("/home/ada/news/other.html".into())),
        ("..<Enter>o", Effect::Open("file:///home/ada/news/other.html#top".into())),
        ("fD", Effect::Add("/home/ada/up here.txt".into())),
    ] {
        let mut stage = local_page();
        let effects = parse(keys).into_iter().map(|key| update::press(&mut stage.app, key));
        assert_eq!(effects.last(), Some(effect), "{keys}");
    }
    // A page of the web names no files, whatever it says of itself.
    let page = "<html><head><base href='file:///etc/'></head><body><p>Of the many things that there are we have seen <a \
                href='passwd'>one</a>, <a href='file:///etc/passwd'>another</a> and <a href='https://bay.example/'>a third</a>, as far \
                as anybody can tell.</p></body></html>";
    for url in [None, Some("https://bay.example/a".to_owned())] {
        let hint = onrecord::formats::Hint { url, ..Default::default() };
        let article = onrecord::formats::article(page.into(), &hint).unwrap();
        let files = article.inlines().iter().filter(|inline| format!("{inline:?}").contains("file:")).count();
        assert_eq!((files, article.inlines().is_empty()), (0, false), "{:?}", article.inlines());
    }
}

#[test]
fn link_letters_do_not_cover_text() {
    let page = "<html><body><article><h1>Links</h1><p>The council published its budget on Tuesday, says the mayor, who had \
                seen it come.</p><p>(<a href='https://example.org/1'>bracketed</a>)/<a href='https://example.org/2'>slashed</a>\
                —<a href='https://example.org/3'>dashed</a> and <a href='https://example.org/4'>plain</a> words are \
                what was said of it then, as far as anybody knows.</p><p><a href='https://example.org/5'>First</a> of all the row \
                has a margin, and the letter stands there.</p></article></body></html>";
    let article = || onrecord::formats::article(page.into(), &onrecord::formats::Hint::default()).unwrap();
    let mut stage = Stage::of(article(), 80, 16);
    let text = stage.keys("f").text();
    assert!(text.contains("(abracketed)/sslashed—ddashed andfplain"), "{text}");
    assert!(text.contains("jFirst of all the row"), "{text}");
}

#[test]
fn the_evidence_is_two_lines_and_its_steps_fold_out() {
    let mut stage = Stage::new(120, 24);
    let folded = ["Ilse Brandvold · sure, 93%", "→ Prime Minister Ilse", "Brandvold ¶4", "▸ step by step · l unfolds"];
    let unfolded = ["▾ step by step · h folds", "she ── said (cue)", "the subject of the clause", "97% sure"];
    for (keys, shown, hidden) in [("]i", folded, unfolded), ("l", unfolded, ["▸ step"; 4]), ("h", folded, unfolded)] {
        let text = stage.keys(keys).text();
        assert!(shown.iter().all(|words| text.contains(words)), "{keys}\n{text}");
        assert!(!hidden.iter().any(|words| text.contains(words)), "{keys}\n{text}");
    }
    assert!(!stage.keys("h").text().contains("Why this speaker"));
}

#[test]
fn letters_distinguish_speakers_without_colours() {
    use onrecord::config::ThemeName;
    let has_letter = |mut stage: Stage| stage.keys("][").text().contains("▶B┇");
    assert!(has_letter(Stage::new(120, 24)));
    assert!(has_letter(Stage::new(60, 18).monochrome()));
    assert!(has_letter(Stage::new(50, 18)));
    assert!(!has_letter(Stage::new(120, 24).theme(ThemeName::Dark)));
    // The pointer leaves the doubt in sight.
    for columns in [50, 60, 120] {
        let text = Stage::new(columns, 24).keys("!").text();
        assert!(text.contains("▶?∙"), "{text}");
    }
}

#[test]
fn enter_leads_to_the_line_in_the_panel() {
    let mut stage = Stage::new(120, 16);
    stage.keys("]]<Enter>");
    assert_eq!(stage.app.document.focus, Focus::People);
    assert!(stage.text().contains("▶ ┇ ¶6"), "{}", stage.text());
    stage.keys("<Esc>");
    assert_eq!(stage.app.document.focus, Focus::Article);
}

#[test]
fn following_a_link_is_a_jump() {
    let mut stage = Stage::new(120, 12);
    let top = stage.app.document.viewport.anchor();
    // The last item but one: speech of nobody known, far down.
    stage.keys("<Tab>Gk<Enter>");
    assert_eq!(stage.app.document.focus, Focus::Article);
    let there = stage.app.document.viewport.anchor();
    assert_ne!(there, top);
    assert_eq!(stage.keys("H").app.document.viewport.anchor(), top);
    assert_eq!(stage.keys("L").app.document.viewport.anchor(), there);
}

#[test]
fn moving_in_the_panel_previews_and_esc_returns() {
    let mut stage = Stage::new(120, 12);
    let top = stage.app.document.viewport.anchor();
    stage.keys("<Tab>jjjj");
    assert_ne!(stage.app.document.viewport.anchor(), top, "it previews:\n{}", stage.text());
    stage.keys("<Esc>");
    assert_eq!(stage.app.document.viewport.anchor(), top);
}

#[test]
fn esc_never_quits_and_q_closes_first() {
    let mut stage = Stage::new(60, 20);
    stage.keys("<Esc><Esc>?");
    assert!(stage.app.overlay().is_some());
    stage.keys("q");
    assert!(stage.app.overlay().is_none());
    stage.keys("<Tab>q");
    assert_eq!(stage.app.document.focus, Focus::Article);
}

#[test]
fn corrections() {
    check("]essund<Enter>", "Speaker: Petra Sund · U undoes");
    check("]essund<Enter>i<Esc>", "quotation 2/7 · Petra Sund, direct, corrected by you");
    check("]essund<Enter>U<Tab><Tab>", "quotation 2/7 · Ilse Brandvold, direct, sure");
    check("]esRolf Aker<Enter><Enter>i<Esc>", "quotation 2/7 · Rolf Aker, direct, corrected by you");
    check("]es?<Enter>i<Esc>", "quotation 2/7 · speaker unknown, direct, corrected by you");
    check("][ek<Tab><Tab>", "Ilse Brandvold, indirect, corrected by you");
    check("][x<Tab><Tab>", "1/6");
    check("][xU<Tab><Tab>", "1/7");
    check("U", "Nothing to undo");
    check("][emmarek<Enter>:brand<Enter>", "Nobody here is called “brand”");
    check("][erIlse B<C-u>Ilse Brandvold-Lind<Enter>*", "Ilse Brandvold-Lind · 3 quotations");
    check("e7", "7 is not a correction · s speaker, k kind");
}

#[test]
fn a_missed_quotation_is_selected_and_named() {
    let mut stage = Stage::new(120, 40);
    stage.keys("/the square<Enter>");
    let before = stage.app.document.record.quotations().len();
    stage.keys("VlleIlse<Enter>");
    assert_eq!(stage.app.document.record.quotations().len(), before + 1, "{}", stage.text());
    stage.keys("U");
    assert_eq!(stage.app.document.record.quotations().len(), before);
}

#[test]
fn hints_name_the_keys_that_are_bound() {
    use onrecord::config::KeyBinding;
    use onrecord::reader::keys::keymap::Keymap;
    use onrecord::reader::update::effect::Effect;
    use onrecord::reader::update::press;
    let change =
        |line: usize, action: &str, key: &str| KeyBinding { action: action.into(), keys: vec![key.into()], line };
    let changes = [
        change(1, "copy", "c"),
        change(2, "next-quotation", "w"),
        change(3, "undo", "Q"),
        change(4, "go-to-mark", "@"),
        change(5, "select", "F3"),
        change(6, "unfold", "F4"),
    ];
    let (keymap, problems) = Keymap::new(&changes);
    assert_eq!(problems, []);
    let mut stage = Stage::new(140, 20);
    stage.app.input.keymap = std::sync::Arc::new(keymap);
    let status = |stage: &Stage| stage.text().lines().last().unwrap_or_default().to_owned();
    assert!(status(&stage).contains("w next"), "{}", status(&stage));
    stage.keys("wc");
    assert!(
        matches!(press(&mut stage.app, Key::char('c')), Effect::Copy(_, what) if what.starts_with("Copied (OSC 52), "))
    );
    stage.keys("x");
    assert!(status(&stage).contains("Q undoes"), "{}", status(&stage));
    stage.keys("G@");
    assert!(status(&stage).contains("@ goes back"), "{}", status(&stage));
    stage.keys("@");
    assert!(status(&stage).contains("¶1–"), "{}", status(&stage));
    press(&mut stage.app, "F3".parse().unwrap());
    assert!(status(&stage).contains("h F4 words"), "{}", status(&stage));
}

#[test]
fn an_analysis_can_be_cancelled() {
    use onrecord::reader::keys::key::{Code, Key};
    use onrecord::reader::update::effect::Effect;
    use onrecord::reader::update::press;
    let mut stage = Stage::of(crate::stage::article(), 120, 20);
    assert_eq!(press(&mut stage.app, Key::plain(Code::Esc)), Effect::StopAnalysis);
    let mut stage = Stage::new(120, 20);
    assert_eq!(press(&mut stage.app, Key::plain(Code::Esc)), Effect::Draw);
}

#[test]
fn searching() {
    check("/<C-r>v.te<Enter>", "/v.te · 1/3");
    check("/v.te<Enter>", "No match for “v.te”");
    check("/<C-r>(", "regex /(  unclosed group");
    check("/<C-r>(<Enter>", "“(” is not a regular expression: unclosed group");
    check("/<C-r><C-r>v.te", "no match");
    check("/", "Ctrl-r regex");
}

#[test]
fn a_long_quotation_is_read_whole_in_the_panel() {
    let mut stage = Stage::new(100, 16);
    // The fold keys open nothing.
    stage.keys("]<Enter>l");
    assert!(stage.app.overlay().is_none());
    stage.keys("i");
    let text = stage.text();
    assert!(text.contains("indispensable, and that") && text.contains("“We will vote.”"), "{text}");
    stage.keys("h");
    assert!(stage.app.overlay().is_none());
}

#[test]
fn the_third_quotation_of_the_main_speaker_is_copied_with_eight_keys() {
    for size in [(60, 18), (80, 24), (120, 32), (200, 50)] {
        let keys = "<Tab>rgl3jya";
        let mut stage = Stage::new(size.0, size.1);
        let pressed = parse(keys);
        assert!(pressed.len() <= 8);
        let last = pressed.into_iter().map(|key| update::press(&mut stage.app, key)).last();
        let Some(Effect::Copy(copied, _)) = last else { panic!("{keys}: {last:?}\n{}", stage.text()) };
        assert!(copied.starts_with("“I know who pays for the lights,” — Ilse Brandvold, Prime Minister ("), "{copied}");
        assert!(copied.ends_with("¶10)"), "{copied}");
        // The first screen has the first of these keys, the help the others.
        let first = Stage::new(size.0, size.1).text();
        assert!(first.contains("? help"), "{first}");
        let mut help = String::new();
        let mut stage = Stage::new(size.0, size.1);
        stage.keys("?");
        for _ in 0..40 {
            help += &stage.text();
            stage.keys("4j");
        }
        for says in ["switch panes", "sort people by", "unfold a person", "copy: y quotation, a with"] {
            assert!(help.contains(says), "{says}");
        }
    }
}

#[test]
fn long_quotations_have_two_rows_in_the_panel_where_all_of_it_fits() {
    let row = "¶4   “Nobody in this government";
    for (rows, second) in [(40, true), (12, false)] {
        let mut stage = Stage::new(120, rows);
        let text = stage.text();
        let at = text.lines().position(|line| line.contains(row)).unwrap_or_else(|| panic!("{text}"));
        let below = text.lines().nth(at + 1).unwrap_or_default();
        assert_eq!(below.contains("indispensable, and that"), second, "{text}");
        // The cursor walks quotations, not rows, and a click on either row means the quotation.
        stage.keys("<Tab>gjl3j");
        assert!(stage.text().contains("quotation 7/7"), "{}", stage.text());
        let inner = stage.app.geometry.panel.inner();
        let y = stage.text().lines().position(|line| line.contains(row)).unwrap_or_default() as u16;
        if second {
            update::click(&mut stage.app, inner.x + 12, y + 1);
            assert!(stage.text().contains("quotation 2/7"), "{}", stage.text());
        }
    }
}

#[test]
fn links_by_letter() {
    use onrecord::article::{Article, Block, BlockKind, Inline, InlineKind, Meta};
    use onrecord::reader::update::effect::Effect;
    use onrecord::reader::update::press;
    use onrecord::text::Span;
    let open = |links: usize, keys: &str| {
        let text = "link ".repeat(links);
        let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }];
        let link = |nth: usize| Inline {
            kind: InlineKind::Link(format!("https://example.org/{nth}").into()),
            span: Span::new(nth * 5, nth * 5 + 4),
        };
        let article = Article::new(text, blocks, Meta::default()).with_inlines((0..links).map(link).collect());
        let mut stage = Stage::of(article, 120, 40);
        keys.chars().map(|key| press(&mut stage.app, Key::char(key))).last().unwrap()
    };
    assert_eq!(open(3, "fs"), Effect::Open("https://example.org/1".into()));
    assert_eq!(open(3, "fS"), Effect::Add("https://example.org/1".into()));
    assert_eq!(open(30, "fsa"), Effect::Open("https://example.org/20".into()));
    assert_eq!(open(30, "fSA"), Effect::Add("https://example.org/20".into()));
    assert_eq!(open(30, "fsq"), Effect::Draw);
    assert_eq!(open(3, "fq"), Effect::Draw);
}

#[test]
fn copying() {
    use onrecord::reader::update::effect::Effect;
    use onrecord::reader::update::press;
    let copied = |keys: &str| {
        let mut stage = Stage::new(120, 40);
        let (last, first) = keys.split_at(keys.len() - 1);
        stage.keys(last);
        press(&mut stage.app, onrecord::reader::keys::key::Key::char(first.chars().next().unwrap()))
    };
    for (keys, words, what) in [
        (
            "]yy",
            "“Nobody in this government is indispensable, and that includes me,” […] “We will vote.”",
            "Copied (OSC 52), 13 words",
        ),
        ("][yl", "¶4", "Copied ¶4 (OSC 52)"),
        (
            "]]ya",
            "it rested on “growth nobody has seen since the canal was dug.” — Marek Hollender, finance minister \
             (“Coalition wobbles as finance minister quits”, Northern Wire, a test, ¶6)",
            "Copied with speaker and source (OSC 52), 27 words",
        ),
        (
            "]]ym",
            "> it rested on “growth nobody has seen since the canal was dug.”\n>\n> — Marek Hollender, finance minister, \
             Coalition wobbles as finance minister quits, ¶6\n",
            "Copied as Markdown (OSC 52), 23 words",
        ),
    ] {
        assert_eq!(copied(keys), Effect::Copy(words.into(), what.into()), "{keys}");
    }
}

#[test]
fn the_cost_of_typing_into_a_prompt_is_linear() {
    for prompt in ["/", "/<C-r>", "&", ":", "?/"] {
        let mut stage = Stage::new(120, 40);
        stage.keys(prompt);
        stage.app.input.more_waits = true;
        for _ in 0..30_000 {
            stage.keys("(");
        }
        update::catch_up(&mut stage.app);
        let typed = stage.app.prompt().map(|prompt| prompt.input.value().len());
        assert_eq!(typed, Some(1000), "{prompt}");
        assert!(stage.text().contains("  full"), "{prompt}");
        // Nor does a paste exceed it, or add control characters.
        update::paste(&mut stage.app, &"more ".repeat(1000));
        stage.keys("<C-u>");
        update::paste(&mut stage.app, "a\u{202e}\u{9b}b\u{7}c\nd");
        let typed = stage.app.prompt().map(|prompt| prompt.input.value().to_owned());
        assert_eq!(typed.as_deref(), Some("abc"), "{prompt}");
    }
}

/// Keys for the walk of [`commands_are_about_the_current_quotation`]: all ways to move a cursor, and the commands.
const WALK: [&str; 22] = [
    "j", "k", "J", "K", "h", "l", "]", "[", ">", "<", ")", "*", "<Tab>", "<Enter>", "<Esc>", "v", "r", "G", "g", "yy",
    "x", "ek",
];

#[test]
fn commands_are_about_the_current_quotation() {
    use onrecord::reader::state::document::citation::{CitationFormat, cite};
    use onrecord::reader::update::effect::{Change, Effect};
    use onrecord::record::{Correction, anchor_of};
    let mut seed = 7u64;
    let mut commands = 0;
    for columns in [70, 120] {
        let mut stage = Stage::new(columns, 20);
        for step in 0..4000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let keys = WALK[(seed >> 33) as usize % WALK.len()];
            let current = stage.app.current();
            let said = current.map(|id| {
                (
                    cite(&stage.app.document, id, CitationFormat::Words),
                    anchor_of(&stage.app.document.article, &stage.app.document.record.quotations()[id]),
                )
            });
            let last = parse(keys).into_iter().map(|key| update::press(&mut stage.app, key)).last();
            let (words, place) = said.unzip();
            match last {
                Some(Effect::Copy(copied, _)) => assert_eq!(Some(copied), words, "{step}: {keys}"),
                Some(Effect::Save(Change::Corrected(
                    Correction::Dismissed { quotation } | Correction::Kind { quotation, .. },
                ))) => {
                    assert_eq!(Some(quotation), place, "{step}: {keys}");
                    commands += 1;
                    update::press(&mut stage.app, Key::char('U'));
                }
                _ => {}
            }
        }
    }
    assert!(commands > 50, "{commands} corrections were made");
}

#[test]
fn a_row_for_several_quotations_is_not_dismissed() {
    let mut stage = Stage::new(120, 24);
    stage.keys("<Tab>h");
    assert!(stage.app.stands_for() > 1, "{}", stage.text());
    stage.keys("x");
    assert!(stage.text().contains("This row has"), "{}", stage.text());
    assert!(stage.app.document.analysis.corrections.is_empty());
    stage.keys("ljx");
    assert_eq!(stage.app.document.analysis.corrections.len(), 1, "{}", stage.text());
    stage.keys("Gx");
    assert!(stage.text().contains("Nobody is quoted on this row"), "{}", stage.text());
}

#[test]
fn a_cancelled_filter_leaves_no_trace() {
    let mut stage = Stage::new(120, 16);
    stage.keys("]]");
    let (selection, place) = (stage.app.document.selection, stage.app.document.viewport.anchor());
    stage.keys("&sund<Esc>");
    assert_eq!((stage.app.document.selection, stage.app.document.focus), (selection, Focus::Article));
    assert_eq!(stage.app.document.viewport.anchor(), place);
}

#[test]
fn after_a_dismissal_the_next_quotation_is_current() {
    let mut stage = Stage::new(120, 30);
    stage.keys("]");
    let third = stage.app.document.record.quotations()[2].content.clone();
    stage.keys("x");
    let current = stage.app.current().unwrap();
    assert_eq!(stage.app.document.record.quotations()[current].content, third);
}
