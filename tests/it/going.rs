//! Places gone to by number and share, links by letter, and what is selected and copied there.

use crate::stage::{Stage, parse};
use onrecord::article::plain;
use onrecord::language::{Analysis, Engine, Language};
use onrecord::reader::update;
use onrecord::reader::update::effect::Effect;

#[test]
fn jumping_to_a_share_shows_that_share() {
    let text: String = (1..=300).map(|nth| format!("Paragraph {nth} of the long list.\n\n")).collect();
    for share in [10, 40, 55, 99, 100] {
        let mut stage = Stage::of(plain::article(text.clone()), 100, 24);
        let text = stage.keys(&format!(":{share}%<Enter>")).text();
        let status = text.lines().last().unwrap_or_default();
        assert!(status.contains(&format!("· {share}%")), "{share}: {status}");
    }
}

/// Presses `keys` where nobody is quoted, and compares the last row with `expected`.
#[track_caller]
fn check(keys: &str, expected: &str) {
    let text = Stage::of(plain::article("The horn stays.\n\nThe quay is closed.".into()), 120, 20).keys(keys).text();
    let status = text.lines().last().unwrap_or_default();
    assert!(status.contains(expected), "{keys}: {status:?} lacks {expected:?}");
}

#[test]
fn impossible_commands_are_refused_at_once() {
    check("y", "No quotation here to copy · V selects text");
    check("e", "Nothing here to correct · V makes a quotation");
    check("m ", "A mark is a letter or a digit, not a space");
    check("?/zzzz", "no match");
    check("?/zzzz<Enter>", "No match for “zzzz”");
    check(":99999999999999999999999<Enter>", "No ¶99999999999999999999999: the text has 2");
    check(":¶99<Enter>", "No ¶99: the text has 2");
    check(":100%<Enter>", "100%");
    check("G:0%<Enter>", "¶1–");
}

#[test]
fn all_letters_of_a_link_are_shown_where_there_is_room() {
    let link = |nth: usize| {
        format!("<p>Row {nth} of the list <a href='https://example.org/{nth}'>leads on</a> (see there).</p>")
    };
    let rows: String = (0..22).map(link).collect();
    let page = format!("<html><body><article><h1>Links of the harbour</h1>{rows}</article></body></html>");
    let article = onrecord::formats::article(page.into(), &onrecord::formats::Hint::default()).unwrap();
    let mut stage = Stage::of(article, 90, 60);
    let text = stage.keys("f").text();
    for words in
        ["Row 0 of the listaaleads on (see there).", "Row 1 of the listasleads on", "Row 21 of the listssleads on"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let text = stage.keys("s").text();
    assert!(text.contains("Row 21 of the listsleads on") && text.contains("Row 0 of the list leads on"), "{text}");
}

#[test]
fn a_selection_begins_at_the_paragraph_jumped_to() {
    let mut stage = Stage::new(120, 40);
    assert!(stage.text().contains("quotation 1/7"));
    let before = stage.styled();
    let text = stage.keys("6G").text();
    assert!(text.contains("¶6, as far up as the text goes · V selects from there"), "{text}");
    // Its number stands out, also once the notice is gone.
    assert_ne!(stage.keys("<F9>").keys("kj").styled(), before);
    assert_eq!(select(&mut stage, "Vy"), "The");
    // A place gone to after it counts.
    assert_eq!(select(&mut stage, "][Vy").split(' ').next(), Some("she"));
}

/// The text that the last of `keys` copies.
#[track_caller]
fn select(stage: &mut Stage, keys: &str) -> String {
    let effects: Vec<Effect> = parse(keys).into_iter().map(|key| update::press(&mut stage.app, key)).collect();
    let Some(Effect::Copy(words, _)) = effects.last() else { panic!("{keys}: {effects:?}") };
    words.clone()
}

#[test]
fn selections_keep_paragraphs_and_lines_of_code() {
    let page = "<html><body><article><h1>The lamp of the harbour</h1><p>The keeper published what turns the lamp.</p>\
                <pre><code>def turn(lamp):\n    # slowly\n\n    return lamp</code></pre><ul><li>One way</li><li>Another \
                way</li></ul><table><tr><th>Lamp</th><th>Hours</th></tr><tr><td>Old</td><td>12</td></tr></table>\
                </article></body></html>";
    let article = onrecord::formats::article(page.into(), &onrecord::formats::Hint::default()).unwrap();
    let nobody =
        Analysis { language: Language::ENGLISH, engine: Engine::Fast, people: Vec::new(), quotations: Vec::new() };
    let mut stage = Stage::of(article, 120, 40).analysed(nobody);
    assert_eq!(
        select(&mut stage, "V}}}}}}}}}}}}y"),
        "The keeper published what turns the lamp.\n\ndef turn(lamp):\n    # slowly\n\n    \
         return lamp\n\nOne way\nAnother way\n\nLamp | Hours\nOld | 12"
    );
}
