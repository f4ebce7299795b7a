//! When the better answer replaces the first one, nothing moves, colours stay, and selections, folds and open prompts
//! survive.

use crate::stage::{Stage, analysis};
use onrecord::article::plain;
use onrecord::language::{Analysis, Engine, Kind, Person, PersonKind, Quotation, analyse};
use onrecord::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use onrecord::reader::state::input::mode::{Correcting, PromptKind};
use onrecord::text::Span;

/// An answer of the best model: a new person and a new quotation before the others, a quotation that begins earlier, a
/// person with a longer name.
fn better() -> Analysis {
    let Analysis { language, mut people, mut quotations, .. } = analysis();
    let place = quotations[0].source.unwrap();
    let shift = |id: usize| id + 1;
    for quotation in &mut quotations {
        quotation.speaker = quotation.speaker.map(shift);
    }
    quotations[2].content[0].start -= 5;
    people[0].name = "Marek J. Hollender".into();
    let coalition = Span::new(0, 9);
    let mention = onrecord::language::Mention { span: coalition, ..people[0].mentions[0] };
    people.insert(
        0,
        Person {
            name: "Coalition".into(),
            kind: PersonKind::Group,
            role: None,
            mentions: vec![mention],
            members: Vec::new(),
        },
    );
    let early = Quotation {
        kind: Kind::Indirect,
        content: vec![Span::new(10, 17)],
        cue: None,
        source: Some(coalition),
        speaker: Some(0),
        inside: None,
        ..quotations[0].clone()
    };
    quotations.insert(0, early);
    assert!(place.start > 17);
    Analysis { language, engine: Engine::Best, people, quotations }
}

/// The screen after `keys`, and then with the better answer.
fn check(keys: &str) -> (Stage, Stage) {
    let mut before = Stage::new(100, 24);
    before.keys(keys);
    let mut after = Stage::new(100, 24);
    after.keys(keys);
    let after = after.analysed(better());
    assert_eq!(before.app.document.viewport.anchor(), after.app.document.viewport.anchor());
    let name = |stage: &Stage, id: usize| stage.app.document.record.people()[id].name.clone();
    for (old, new) in [(0, 1), (1, 2), (2, 3), (3, 4)] {
        assert_eq!(
            before.app.document.speaker_style_of(old),
            after.app.document.speaker_style_of(new),
            "{}",
            name(&before, old)
        );
    }
    assert_eq!(after.app.document.speaker_style_of(0).map(|look| look.colour), Some(4));
    assert_eq!(before.app.document.selection.person.map(|id| id + 1), after.app.document.selection.person);
    assert_eq!(before.app.document.selection.quotation.map(|id| id + 1), after.app.document.selection.quotation);
    (before, after)
}

#[test]
fn choices_stay_when_the_analysis_is_replaced() {
    let (_, after) = check("]]*s");
    assert_eq!(
        after.app.document.record.quotations()[after.app.document.selection.quotation.unwrap()].speaker,
        Some(1)
    );
    assert!(after.app.preferences.spotlight);
    let (before, after) = check("3Jdd}");
    let text =
        |stage: &Stage| stage.text().lines().map(|line| line.chars().take(60).collect()).collect::<Vec<String>>();
    let changed = text(&before).iter().zip(text(&after)).filter(|(a, b)| ***a != **b).count();
    // The status row names the answer that is shown.
    assert!(changed <= 1 && !after.text().contains("refining"), "{}", after.text());
}

#[test]
fn unfolded_rows_and_the_cursor_stay() {
    let (before, after) = check("<Tab>jljj");
    let item = |item: PanelItem| match item {
        PanelItem::Speaker(PanelSpeaker::Person(id)) => PanelItem::Speaker(PanelSpeaker::Person(id + 1)),
        PanelItem::Quotation(id) => PanelItem::Quotation(id + 1),
        other => other,
    };
    assert_eq!(before.app.document.panel.cursor.map(item), after.app.document.panel.cursor);
    let unfolded = |stage: &Stage, from: usize| -> Vec<bool> {
        (from..from + 4).map(|id| stage.app.document.panel.is_unfolded(PanelSpeaker::Person(id))).collect()
    };
    assert_eq!(unfolded(&before, 0), unfolded(&after, 1));
    assert!(unfolded(&after, 1).contains(&true));
}

#[test]
fn people_keep_their_rows_in_the_panel() {
    let names: Vec<String> = (0..40)
        .map(|n| {
            format!(
                "Ada {}{}ova",
                ["M", "R", "S", "T"][n / 10],
                ["a", "e", "i", "o", "u", "y", "ol", "en", "ar", "im"][n % 10]
            )
        })
        .collect();
    let text: String = names
        .iter()
        .enumerate()
        .map(|(n, name)| format!("“No{},” said {name}.\n\n", " no".repeat(n * 7 % 11)))
        .collect();
    let article = plain::article(text);
    let first = analyse(&article);
    assert!(first.people.len() > 30);
    let listed = |stage: &Stage| -> Vec<String> {
        let app = &stage.app;
        let name = |item| match item {
            PanelItem::Speaker(PanelSpeaker::Person(id)) => Some(app.document.record.people()[id].name.clone()),
            _ => None,
        };
        app.panel_tree().from(0).filter_map(name).collect()
    };
    for keys in ["", "r", "rr", "rrr"] {
        let mut stage = Stage::of(article.clone(), 100, 24).analysed(first.clone());
        stage.keys(keys);
        let before = listed(&stage);
        // The better answer gives some more words to people, and has fewer of them.
        let mut better = first.clone();
        better.quotations.iter_mut().step_by(3).for_each(|quotation| quotation.content[0].end += 5);
        better.quotations.truncate(30);
        let mut stage = stage.analysed(better);
        let after = listed(&stage);
        let same: Vec<&String> = before.iter().filter(|name| after.contains(name)).collect();
        assert_eq!(after.iter().collect::<Vec<_>>(), same, "{keys}");
        // Asked for anew, the order is that of the better answer.
        stage.keys("rrr");
        assert_eq!(listed(&stage).len(), after.len());
    }
}

#[test]
fn corrections_that_were_begun_go_on() {
    let (_, mut after) = check("]]es");
    let id = after.app.document.selection.quotation.unwrap();
    assert_eq!(after.app.prompt().unwrap().kind, PromptKind::Correct(Correcting::Speaker(id)));
    after.keys("Petra Sund<Enter>");
    assert_eq!(after.app.document.record.quotations()[id].speaker, Some(4));
}
