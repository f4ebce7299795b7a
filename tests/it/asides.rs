//! Parts beside the text: tables, code, lists of keys, captions, credits, alternative texts, lines about the
//! author. It is shown, and hardly any of it is anybody's words.

use crate::pages::read;
use onrecord::article::{Article, BlockKind, InlineKind, plain};
use onrecord::language::{Language, analyse};
use onrecord::record;

const LEAD: &str = "<p>The lock keepers met on Friday to choose a new chair, and the meeting went on until dark.</p>\
                    <p>“The gates are rotten,” said Bram Teller, who has kept the lower lock for thirty years.</p>";
const CLOSE: &str = "<p>Nell Cobley said that the gates would be mended in the spring, once the ice had gone.</p>";

/// The page with `body` between two paragraphs before it and one after it.
fn page(body: &str) -> Article {
    read(&format!(
        "<!doctype html><html lang=en><head><title>The lower lock</title></head><body><article><h1>The lower lock</h1>\
         {LEAD}{body}{CLOSE}</article></body></html>"
    ))
}

/// Asserts that of `article` these people said these words, “NAME: words” each, and nobody else is among the people.
fn check(article: &Article, expected: &[&str], people: &[&str]) {
    let analysis = analyse(article);
    let said: Vec<String> = analysis
        .quotations
        .iter()
        .map(|quotation| {
            let words: Vec<&str> = quotation.content.iter().map(|&piece| article.slice(piece)).collect();
            let name = quotation.speaker.map_or("?", |speaker| analysis.people[speaker].name.as_str());
            format!("{name}: {}", words.join(" … "))
        })
        .collect();
    assert_eq!(said, expected, "{}", article.text());
    let names: Vec<&str> = analysis.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, people, "{}", article.text());
    assert_eq!(analysis.language, Language::ENGLISH, "{}", article.text());
}

/// The same of the page with `body`, which adds nobody and no words of anybody.
fn check_silent(body: &str) {
    let article = page(body);
    check(
        &article,
        &[
            "Bram Teller: “The gates are rotten,”",
            "Nell Cobley: the gates would be mended in the spring, once the ice had gone",
        ],
        &["Bram Teller", "Nell Cobley"],
    );
}

#[test]
fn preformatted_lines_have_no_speakers() {
    for text in [
        "06:40 said \"open\" said Lock Man\n   level   low",
        "Usage: sluice [OPTIONS]\n\n  -o   opens, said the manual\n  -c   “close,” says auto",
        "   06:40   said the keeper \"open\"",
        "gate     state\nlower    “stuck,” said Hob\nupper    open",
        "INFO lower gate said \"stuck\"\nWARN upper gate said \"open\"",
    ] {
        for element in ["pre", "listing", "xmp"] {
            let page = page(&format!("<{element}>{text}</{element}>"));
            let kept: Vec<&str> = page
                .blocks()
                .iter()
                .filter(|block| block.kind == BlockKind::Code)
                .map(|block| page.slice(block.span))
                .collect();
            let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(kept, lines, "{element}");
            check_silent(&format!("<{element}>{text}</{element}>"));
        }
    }
}

#[test]
fn prose_with_its_own_line_ends_is_text() {
    let texts = [
        "Dear all,\n\nThe lower gate has given way again. Hob Lister said that\nit could not be mended before the thaw.\n\nYours\nNell",
        "ADA: The gate is stuck.\nHOB: It was stuck last year.\nADA: Then mend it.\nHOB: With what?\n",
    ];
    for text in texts {
        let page = page(&format!("<pre>{text}</pre>"));
        assert!(page.blocks().iter().all(|block| block.kind != BlockKind::Code), "{text}");
    }
}

#[test]
fn lists_of_keys_have_no_speakers() {
    for body in [
        "<dl><dt>s</dt><dd>“spotlight,” says the menu</dd></dl>",
        "<dl><dt>auto</dt><dd>says that it quits</dd></dl>",
        "<dl><dt>q</dt><dd>quits, said the help</dd><dt>Space</dt><dd>“next,” says the screen</dd></dl>",
        "<table><tr><th>Key</th><th>does</th></tr><tr><td>q</td><td>“quit,” says auto</td></tr></table>",
        "<table><tr><td>:quit</td><td>“quit,” says auto</td></tr><tr><td>Ctrl-x</td><td>said to cut</td></tr></table>",
        "<ul><li><kbd>e</kbd> edit, said the author</li><li><kbd>x</kbd> “remove,” says auto</li></ul>",
        "<p>Press <kbd>x</kbd> to remove. “Remove,” says auto.</p>",
    ] {
        check_silent(body);
    }
}

#[test]
fn keys_of_a_plain_text_have_no_speakers() {
    let text = "Keys of the lock\n\n\"We will mend it,\" said Nell Cobley at noon.\n\n  x    \"remove,\" says auto\n  \
                q    \"quit,\" says the menu\n  --md FILE   the file said to be md\n\n\"Done,\" said Nell Cobley.\n";
    check(
        &plain::article(text.to_owned()),
        &["Nell Cobley: \"We will mend it,\"", "Nell Cobley: \"Done,\""],
        &["Nell Cobley"],
    );
}

#[test]
fn named_people_speak_in_a_list_too() {
    let body = "<dl><dt>s</dt><dd>“I never use it,” says Hob Lister</dd><dt>Edith Farrow</dt><dd>Nor do I.</dd></dl>";
    let article = page(body);
    let analysis = analyse(&article);
    assert!(analysis.people.iter().any(|person| person.name == "Hob Lister"), "{:?}", analysis.people);
}

#[test]
fn tables_affect_neither_language_nor_people() {
    let rows = |row: &str, count: usize| format!("<table><tr><th>Wer<th>Wo<th>Nr</tr>{}</table>", row.repeat(count));
    check_silent(&rows("<tr><td>Jürgen Krämer<td>Köln am Rhein<td>4</tr>", 12));
    check_silent(&rows("<tr><td>Montréal-Nord<td>Parti de la rivière<td>31</tr>", 14));
    let cells: String = (0..60)
        .map(|row| format!("<tr>{}</tr>", (0..40).map(|column| format!("<td>r{row}c{column}")).collect::<String>()))
        .collect();
    check_silent(&format!("<table>{cells}</table>"));
    // Code, keys and captions have none either.
    check_silent(&format!("<ul>{}</ul>", "<li>Straße</li><li>der Fähre</li><li>zum Ufer</li>".repeat(20)));
}

#[test]
fn headings_of_tables_say_nothing_and_cells_only_in_quotation_marks() {
    let table = |head: &str, cell: &str| {
        format!("<table><tr><th>Gate<th>{head}</tr><tr><td>Upper<td>{cell}</tr><tr><td>Lower<td>none</tr></table>")
    };
    for head in ["Who says so", "“Too late,” says Hob Lister", "What Hob Lister told the board"] {
        check_silent(&table(head, "Monday"));
    }
    check_silent(&table("When", "Teller said so"));
    check_silent(&table("When", "Teller says it is open"));
    let said = page(&table("Who says so", "“Mind the step,” says Hob Lister."));
    check(
        &said,
        &[
            "Bram Teller: “The gates are rotten,”",
            "Hob Lister: “Mind the step,”",
            "Nell Cobley: the gates would be mended in the spring, once the ice had gone",
        ],
        &["Bram Teller", "Hob Lister", "Nell Cobley"],
    );
}

#[test]
fn captions_do_not_count_and_come_last() {
    let picture = "<figure><img src=p.png><figcaption>“Mind the step,” said Hob Lister.</figcaption></figure>";
    let article = read(&format!("<!doctype html><article><h1>The lower lock</h1>{picture}{LEAD}{CLOSE}</article>"));
    let record = record::build(&article, analyse(&article), &[]);
    let counted = |id: usize| (record.people()[id].name.as_str(), record.quotations_of(id).len(), record.words_of(id));
    let counted: Vec<_> = record.speakers().map(counted).collect();
    assert_eq!(counted, [("Bram Teller", 1, 4), ("Nell Cobley", 1, 13), ("Hob Lister", 1, 0)]);
}

#[test]
fn alternative_texts_and_credits_have_no_speech() {
    for body in [
        "<img src=p.png alt='“Mind the gate,” said Alt Hob at noon'>",
        "<p><img src=p.png alt='“Mind the gate,” said Alt Hob at noon'></p>",
        "<p class=credit>Photograph: Hob Lister said to Orwick News</p>",
        "<p><small>Photograph: Hob Lister/Orwick News</small></p>",
        "<figure><img src=p.png><figcaption>Hob Lister said the gate was open. Photograph: Edith Farrow</figcaption></figure>",
    ] {
        check_silent(body);
        let shown = page(body);
        let is_aside = |kind| matches!(kind, BlockKind::Caption | BlockKind::Alternative);
        assert!(shown.blocks().iter().any(|block| is_aside(block.kind)), "{body}");
    }
}

#[test]
fn a_picture_in_running_words_that_is_a_link_can_be_followed() {
    let link = "<a href='https://two.example/b'><img alt='Logo of the Lock Times' src=l.png></a>";
    let body = format!("<p>The keepers wrote to the {link} paper, which is read in every lock of the valley.</p>");
    check_silent(&body);
    let shown = page(&body);
    let at = shown.blocks().iter().position(|block| block.kind == BlockKind::Alternative).unwrap();
    let [text, picture] = [at - 1, at].map(|at| shown.blocks()[at].span);
    assert_eq!(
        [text, picture].map(|span| shown.slice(span)),
        ["The keepers wrote to the paper, which is read in every lock of the valley.", "Logo of the Lock Times"]
    );
    let link = InlineKind::Link("https://two.example/b".into());
    assert!(shown.inlines().iter().any(|inline| inline.kind == link && inline.span == picture));
}

#[test]
fn captions_quote_only_people_they_name() {
    let caption = |words: &str| format!("<figure><img src=p.png><figcaption>{words}</figcaption></figure>");
    let named = page(&caption("The gate. “Mind the step,” said Hob Lister. Photo: Edith Farrow"));
    check(
        &named,
        &[
            "Bram Teller: “The gates are rotten,”",
            "Hob Lister: “Mind the step,”",
            "Nell Cobley: the gates would be mended in the spring, once the ice had gone",
        ],
        &["Bram Teller", "Hob Lister", "Nell Cobley"],
    );
    check_silent(&caption("The gate on Friday. “Mind the step and the water below it.”"));
}

#[test]
fn the_author_is_not_the_person_in_the_headline() {
    for headline in ["Mayor says the lock will close", "Lock will close, mayor says", "‘We stay,’ says mayor"] {
        let text = format!(
            "{headline}\n\nBy Karin Osgood\n\n\"We stay,\" said Nell Cobley on Friday at the lock, where she had come with her \
             crew of keepers.\n"
        );
        let article = plain::article(text);
        let analysis = analyse(&article);
        let said = |name: &str| {
            let is_called = |id: usize| analysis.people[id].name == name;
            analysis.quotations.iter().filter(|quotation| quotation.speaker.is_some_and(is_called)).count()
        };
        assert_eq!((said("Karin Osgood"), said("Nell Cobley")), (0, 1), "{headline}");
        assert!(analysis.people.iter().any(|person| person.name == "Karin Osgood"), "{headline}");
    }
}

/// The fast model reads a long text in pieces, each with what is around it.
#[test]
fn a_quotation_before_a_line_as_long_as_a_batch_is_found_once() {
    let long = "The boat went by the lower gate. ".repeat(2_500);
    let text = format!("Bram Teller said the line was long.\n\n{long}\n\n“That is long,” said Nell Cobley.");
    let article = plain::article(text);
    assert_eq!(article.blocks().len(), 3);
    check(
        &article,
        &["Bram Teller: the line was long", "Nell Cobley: “That is long,”"],
        &["Bram Teller", "Nell Cobley"],
    );
}
