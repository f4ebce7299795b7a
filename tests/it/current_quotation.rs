//! The current quotation: which one it is, what the screen says of it, how it is copied, and what does not move it.

use crate::stage::{Stage, analysis, article, parse};
use onrecord::article::plain;
use onrecord::language::{Analysis, Kind, analyse};
use onrecord::reader::update::{self, effect::Effect};
use onrecord::text::Span;
use ratatui::style::{Color, Modifier};
use std::sync::Arc;

/// The reader with an analysis that was changed.
fn reader(columns: u16, change: impl Fn(&mut Analysis)) -> Stage {
    let mut found = analysis();
    change(&mut found);
    Stage::of(article(), columns, 24).analysed(found)
}

/// The span of some words of the article.
fn span(words: &str) -> Span {
    let at = article().text().find(words).unwrap();
    Span::new(at, at + words.len())
}

#[test]
fn the_lower_confidence_decides() {
    for (quotation, speaker, word, share) in
        [(0.97, 0.93, "sure", 93), (0.72, 0.93, "likely", 72), (0.97, 0.72, "likely", 72), (0.6, 0.93, "perhaps", 60)]
    {
        let change = |found: &mut Analysis| {
            found.quotations[1].confidence = quotation;
            found.quotations[1].speaker_confidence = speaker;
        };
        let status = reader(120, change).keys("]").text();
        assert!(status.contains(&format!("Ilse Brandvold, direct, {word}")), "{status}");
        let evidence = reader(120, change).keys("]i").text();
        assert!(evidence.contains(&format!("Ilse Brandvold · {word}, {share}%")), "{evidence}");
    }
    let steps = reader(200, |found| found.quotations[1].confidence = 0.72).keys("]il").text();
    assert!(steps.contains("a quotation: 72% sure · the speaker: 93% sure"), "{steps}");
}

#[test]
fn the_first_selection_is_something_said() {
    for (cue, first) in [("said", "quotation 1/7"), ("resigned", "quotation 2/7"), ("wrote", "quotation 1/7")] {
        let stage = reader(120, |found| {
            found.quotations[0].kind = Kind::Indirect;
            found.quotations[0].cue = Some(span(cue));
        });
        assert!(stage.text().contains(first), "{cue}: {}", stage.text());
    }
}

#[test]
fn neither_a_caption_nor_the_headline_is_the_first_selection() {
    let page = "<!doctype html><title>The lock</title><article><h1>The lock</h1><figure><img src=p.png><figcaption>“Mind the step,” \
                said Hob Lister at the lower gate.</figcaption></figure><p>“The gates are rotten,” said Bram Teller, who has kept the \
                lower lock for thirty years.</p></article>";
    let article = crate::pages::read(page);
    let found = analyse(&article);
    assert_eq!(found.quotations.len(), 2);
    let stage = Stage::of(article, 120, 24).analysed(found);
    assert!(stage.text().contains("quotation 2/2"), "{}", stage.text());
    let text = "Lock will close, mayor says\n\nBy Karin Osgood\n\n\"We stay,\" said Nell Cobley on Friday at the lock, where she had \
                come with her crew of keepers.\n\n\"It is cold,\" said Nell Cobley.\n";
    let article = plain::article(text.to_owned());
    let mut found = analyse(&article);
    found.quotations.retain(|quotation| quotation.kind == Kind::Direct);
    found.quotations[0].content = vec![Span::new(0, 15)];
    let stage = Stage::of(article, 120, 24).analysed(found);
    assert!(stage.text().contains("quotation 2/2"), "{}", stage.text());
}

/// The row under it, which stands for several, is not on the screen.
#[test]
fn in_the_evidence_commands_are_about_the_quotation_that_it_explains() {
    for keys in ["<Tab>h", "<Tab>G"] {
        let mut stage = Stage::new(120, 40);
        let text = stage.keys(keys).keys("x").text();
        assert!(text.contains("This row has") || text.contains("Nobody is quoted on this row"), "{keys}: {text}");
        let explained = stage.keys("<F9>i").app.current();
        let all = stage.app.document.record.quotations().len();
        stage.keys("x");
        assert!(explained.is_some(), "{keys}");
        assert_eq!(stage.app.document.record.quotations().len(), all - 1, "{keys}: {}", stage.text());
    }
}

/// Not even where no other is on the screen; a key goes to it.
#[test]
fn a_caption_alone_is_not_selected_either() {
    let walked =
        "<p>The crew walked along the lower bank to the second gate, and came back by the road in the rain.</p>"
            .repeat(30);
    let page = format!(
        "<!doctype html><title>The lock</title><article><h1>The lock</h1><figure><img src=p.png><figcaption>“Mind the step,” said Hob \
         Lister at the lower gate.</figcaption></figure>{walked}<p>“The gates are rotten,” said Bram Teller, who has kept the lower \
         lock for thirty years.</p></article>"
    );
    let article = crate::pages::read(&page);
    let found = analyse(&article);
    assert_eq!(found.quotations.len(), 2);
    let mut stage = Stage::of(article, 80, 24).analysed(found);
    assert_eq!(stage.app.current(), None, "{}", stage.text());
    assert_eq!(stage.keys("]").app.current(), Some(0));
    assert_eq!(stage.keys("]").app.current(), Some(1));
}

#[test]
fn neither_escape_nor_an_export_moves_it() {
    for keys in
        ["]<Esc>", "]]]<Esc><Esc>", "]*<Esc><Esc>", "!<Esc>", "]]E<C-u>x.vtt<Enter>", "]]E<Esc>", "]]is<Esc><Esc>"]
    {
        let before = parse(keys).iter().take_while(|key| matches!(key.to_string().as_str(), "]" | "!")).count();
        let mut stage = Stage::new(120, 24);
        stage.keys(&keys[..before]);
        let current = stage.app.current();
        assert_eq!(stage.keys(&keys[before..]).app.current(), current, "{keys}");
    }
}

/// A reader of this many quotations, a line each with an empty one between, all by one person.
fn lines(count: usize, columns: u16, rows: u16) -> Stage {
    let text: String = (0..count).map(|n| format!("“The gate {n} was locked all day,” said Ada Bell.\n\n")).collect();
    let article = plain::article(text);
    let found = analyse(&article);
    assert_eq!(found.quotations.len(), count);
    Stage::of(article, columns, rows).analysed(found)
}

#[test]
fn the_keys_reach_every_quotation_and_mention_at_any_height() {
    for rows in 12..30 {
        for (columns, key) in [(80, "]"), (120, "]"), (80, ">"), (80, "n")] {
            let mut stage = lines(30, columns, rows);
            for number in 2..=30 {
                stage.keys(key);
                assert_eq!(stage.app.current(), Some(number - 1), "{columns}×{rows}, {key}");
            }
        }
        let mut stage = lines(30, 80, rows);
        for number in 1..30 {
            stage.keys(")");
            let (_, index) = stage.app.document.selection.mention.unwrap();
            let mention = stage.app.document.record.people()[0].mentions[index].span;
            assert!(stage.app.document.viewport.shows(mention), "{rows} rows, mention {number}");
        }
    }
}

#[test]
fn without_quotations_the_keys_say_so() {
    for (keys, says) in
        [("]", "No quotations in this text"), ("[", "No quotations in this text"), ("*", "No quotation here")]
    {
        let nothing =
            reader(100, |found| (found.quotations, found.people) = (Vec::new(), Vec::new())).keys(keys).text();
        assert!(nothing.contains(says), "{keys}: {nothing}");
    }
}

#[test]
fn a_reload_keeps_it() {
    for (keys, change) in [("]]", ""), ("]]]", "A line more.\n"), ("]", "Two lines\n\nmore.\n")] {
        let mut stage = lines(30, 100, 24);
        stage.keys(keys);
        let said = |stage: &Stage| {
            let quotation = &stage.app.document.record.quotations()[stage.app.current().unwrap()];
            stage.app.document.article.slice(quotation.extent()).to_owned()
        };
        let before = said(&stage);
        let article = plain::article(format!("{change}\n{}", stage.app.document.article.text()));
        // A second one may come before the first is analysed.
        update::actions::sources::opened(&mut stage.app, 0, Arc::new(article.clone()));
        update::actions::sources::opened(&mut stage.app, 0, Arc::new(article.clone()));
        let stage = stage.analysed(analyse(&article));
        assert_eq!(said(&stage), before, "{keys}");
        assert!(stage.app.document.selection.quotation.is_some(), "{keys}");
    }
}

#[test]
fn a_paraphrase_is_copied_as_one() {
    let copied = |keys: &str| {
        let mut stage = reader(120, |found| found.quotations[0].kind = Kind::Indirect);
        parse(keys).into_iter().map(|key| update::press(&mut stage.app, key)).last().unwrap()
    };
    for (keys, words, said) in [
        ("][yy", "as planned", "Copied a paraphrase (OSC 52), 18 words"),
        (
            "][ya",
            "as planned — Ilse Brandvold, Prime Minister, paraphrased (“",
            "Copied a paraphrase with speaker and source",
        ),
        ("][ym", "> — Ilse Brandvold, Prime Minister, paraphrased, Coalition", "Copied a paraphrase as Markdown"),
        ("]ya", "Ilse Brandvold, Prime Minister (“", "Copied with speaker and source"),
    ] {
        let Effect::Copy(text, told) = copied(keys) else { panic!("{keys}") };
        assert!(text.contains(words) && told.starts_with(said), "{keys}: {text} · {told}");
    }
}

#[test]
fn the_key_of_the_help_stays_on_a_small_screen() {
    for columns in [60, 80, 100] {
        for keys in ["", "]", "]]", "!", "!!", "G", "/the<Enter>", "]s"] {
            let text = reader(columns, |_| {}).keys(keys).keys("j").text();
            let status = text.lines().last().unwrap_or_default();
            assert!(status.ends_with("? help"), "{columns} {keys}: {status}");
        }
    }
}

#[test]
fn unknown_speakers_have_their_full_label_in_the_panel() {
    for columns in [100, 120] {
        let text = reader(columns, |found| found.quotations[0].speaker = None).text();
        assert!(text.contains("speaker unknown ?  2"), "{text}");
        assert!(!text.contains("quotatio│") && !text.contains("quotatio┃"), "{text}");
    }
}

#[test]
fn a_link_inside_a_paraphrase_looks_like_a_link() {
    let page = "<html><body><article><h1>Bells</h1><p>Mayor Ada Quill said that the <a href='https://example.org/bell'>new \
                bell</a> would ring at noon, and that nobody would have to wait for it.</p><p>The bell was cast in the \
                town, by people who had never cast one before.</p></article></body></html>";
    let article = onrecord::formats::article(page.into(), &onrecord::formats::Hint::default()).unwrap();
    let at = |words: &str| {
        let at = article.text().find(words).unwrap();
        Span::new(at, at + words.len())
    };
    let mut found = analysis();
    found.people.truncate(1);
    found.people[0].mentions.truncate(1);
    found.people[0].mentions[0].span = at("Ada Quill");
    found.quotations.truncate(1);
    let said = &mut found.quotations[0];
    (said.kind, said.speaker) = (Kind::Indirect, Some(0));
    (said.cue, said.source) = (Some(at("said")), Some(at("Ada Quill")));
    said.content = vec![at("the new bell would ring at noon")];
    let stage = Stage::of(article.clone(), 100, 16).analysed(found);
    let buffer = stage.draw();
    let text = stage.text();
    let y = text.lines().position(|row| row.contains("new bell would")).unwrap() as u16;
    let row = text.lines().nth(usize::from(y)).unwrap();
    let style = |words: &str| {
        let x = onrecord::text::width(&row[..row.find(words).unwrap()]) as u16;
        buffer[(x, y)].style()
    };
    let (link, paraphrase) = (style("bell would"), style("would"));
    assert!(
        paraphrase.add_modifier.contains(Modifier::UNDERLINED) && paraphrase.fg != Some(Color::Reset),
        "{paraphrase:?}"
    );
    assert!(link.add_modifier.contains(Modifier::UNDERLINED) && link.fg == Some(Color::Reset), "{link:?}");
}

#[test]
fn the_evidence_says_whose_a_relative_is() {
    let text =
        "Maeve Tierney runs the pub.\n\nShe closed it on Friday.\n\nHer lawyer told the court that she would pay.";
    let article = plain::article(text.into());
    let found = analyse(&article);
    let mut stage = Stage::of(article, 180, 24).analysed(found);
    let shown = stage.keys("]i").text();
    assert!(shown.contains("Her lawyer told ¶3; Her → Maeve Tierney ¶1"), "{shown}");
    let shown = stage.keys("l").text();
    assert!(shown.contains("Her → She ¶2") && shown.contains("She → Maeve Tierney ¶1"), "{shown}");
}
