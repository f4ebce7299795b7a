//! Plain texts of many kinds, divided into blocks; and properties for any string.

use onrecord::article::{Article, BlockKind, plain};
use proptest::prelude::*;

/// Each block as a letter for its kind and its words on one line.
fn shape(article: &Article) -> String {
    let mut shape = String::new();
    for block in article.blocks() {
        let kind = match block.kind {
            BlockKind::Headline => "T".to_owned(),
            BlockKind::Byline => "B".to_owned(),
            BlockKind::Heading(level) => format!("H{level}"),
            BlockKind::Paragraph => "P".to_owned(),
            BlockKind::Item(depth) => format!("I{depth}"),
            BlockKind::Numbered { depth, number } => format!("I{depth}:{number}"),
            BlockKind::Continuation(depth) => format!("F{depth}"),
            BlockKind::Quote(depth) => format!("Q{depth}"),
            BlockKind::Table | BlockKind::Code | BlockKind::Caption | BlockKind::Alternative => "+".to_owned(),
            BlockKind::Boilerplate => "-".to_owned(),
        };
        let words: Vec<&str> = article.slice(block.span).split_whitespace().collect();
        shape += &format!("{kind} {}\n", words.join(" "));
    }
    shape
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let expected: String = expected.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(shape(&plain::article(text.to_owned())), expected);
}

#[test]
fn a_paragraph_of_several_sentences_is_not_a_headline() {
    check(
        "Le maire a parlé mardi. « Nous avons attendu », a dit Marie Dupont. Paul Martin a répondu : « Non. »\n\nIl pleut.\n",
        "P Le maire a parlé mardi. « Nous avons attendu », a dit Marie Dupont. Paul Martin a répondu : « Non. »
         P Il pleut.",
    );
}

#[test]
fn blank_lines_between_paragraphs_of_one_line() {
    check(
        "The ferry is late again\n\nBy Ana de la Cruz\n\nSALTBY (Wire) — The ferry was late on Monday.\n\n“It is late,” said the captain.\n",
        "T The ferry is late again
         B By Ana de la Cruz
         P SALTBY (Wire) — The ferry was late on Monday.
         P “It is late,” said the captain.",
    );
}

#[test]
fn each_line_a_paragraph() {
    check(
        "SALTBY — The ferry was late on Monday, as it had been on every other day of a week that nobody on the island will forget.\n\
         “It is late,” said the captain.\n\
         No one disagreed.\n\
         Passengers who had waited since the early morning were told that the crew was looking for the key to the engine room.\n\
         Follow",
        "P SALTBY — The ferry was late on Monday, as it had been on every other day of a week that nobody on the island will forget.
         P “It is late,” said the captain.
         P No one disagreed.
         P Passengers who had waited since the early morning were told that the crew was looking for the key to the engine room.
         - Follow",
    );
}

#[test]
fn hard_wrapped_with_verse_lists_and_mail() {
    check(
        "\
The ferry was late on Monday, as it had been on every other day of a week
that nobody on the island will forget, and the captain said that he would
not be the one to explain it.

“It is late,” he said. “What
more is there?”

  O long is the road and longer the sea,
    And nobody rows it home;
  The stones they will not answer me,
    And the gulls have bones of foam.

He had with him:
- a lamp
- a bag of the kind that is carried by people who do not mean to stay for
  long in a place
1. The first of the two letters.
2. The second.

> You never said
> that it was late.
-----
",
        "P The ferry was late on Monday, as it had been on every other day of a week that nobody on the island will forget, and the captain said that he would not be the one to explain it.
         P “It is late,” he said. “What more is there?”
         P O long is the road and longer the sea,
         P And nobody rows it home;
         P The stones they will not answer me,
         P And the gulls have bones of foam.
         P He had with him:
         I1 - a lamp
         I1 - a bag of the kind that is carried by people who do not mean to stay for long in a place
         I1 1. The first of the two letters.
         I1 2. The second.
         Q1 > You never said
         Q1 > that it was late.
         - -----",
    );
}

#[test]
fn books_with_indented_paragraphs() {
    check(
        "\
CHAPTER I.

  The road to the sea was long, and nobody who had walked it would say so
to a stranger. There were stones in it, and they were the same stones that
had been there before.
  “You will want boots,” said the carter, who had come down from the hill
that morning with his dog.
  “I have boots.”
  “Then you will want other boots.”
  She laughed. It was the first time that she had laughed since the bells
of the town had been rung for her father.
",
        "T CHAPTER I.
         P The road to the sea was long, and nobody who had walked it would say so to a stranger. There were stones in it, and they were the same stones that had been there before.
         P “You will want boots,” said the carter, who had come down from the hill that morning with his dog.
         P “I have boots.”
         P “Then you will want other boots.”
         P She laughed. It was the first time that she had laughed since the bells of the town had been rung for her father.",
    );
}

#[test]
fn wrapped_first_and_then_line_by_line() {
    let wrapped = "\
It was the ferry company that wrapped its statement by hand, in the way in
which statements used to be sent, and nobody at the paper took the trouble
to join the lines again before it was printed.
";
    let line = "The paper itself writes every paragraph on a line of its own, however long it becomes in the telling, because that is what its program does.\n“So it is,” the editor said.\nShe would not say more.\n";
    let joined = wrapped.replace('\n', " ");
    let lines: String = line.lines().map(|line| format!("P {line}\n")).collect();
    check(&format!("{wrapped}\n{line}"), &format!("P {}\n{lines}", joined.trim()));
    check(&format!("{line}\n{wrapped}"), &format!("{lines}P {}", joined.trim()));
}

#[test]
fn transcripts_and_dialogue_are_not_boilerplate() {
    check(
        "The hearing resumed after lunch and was held in the smaller of the two rooms that the council keeps for such things.\n\n\
         HOLT: Go on.\n\nREYES: Follow the money.\n\n(Laughter.)\n\n— Who is there?\n\n“No.”\n\nYes.\n\nShare the bread, she said.",
        "P The hearing resumed after lunch and was held in the smaller of the two rooms that the council keeps for such things.
         P HOLT: Go on.
         P REYES: Follow the money.
         P (Laughter.)
         P — Who is there?
         P “No.”
         P Yes.
         P Share the bread, she said.",
    );
}

#[test]
fn scraped_pages() {
    check(
        "Skip to content\nHome › News › Islands\nFerry late again, passengers say\nBY ANA CRUZ\nPublished: 4 May\nShare on FacebookShare on X\n\n\
         SALTBY — The ferry was late on Monday, as it had been on every other day of a week that nobody on the island will forget soon.\n\n\
         Advertisement\n\nWHAT THE CAPTAIN SAID\n\n“It is late,” he said.\n\nMost Read\nBear found in church\nFive soups for spring\n\nSign up for our newsletter\n© 2026 The Tide",
        "- Skip to content
         - Home › News › Islands
         T Ferry late again, passengers say
         B BY ANA CRUZ
         - Published: 4 May
         - Share on FacebookShare on X
         P SALTBY — The ferry was late on Monday, as it had been on every other day of a week that nobody on the island will forget soon.
         - Advertisement
         H2 WHAT THE CAPTAIN SAID
         P “It is late,” he said.
         - Most Read
         - Bear found in church
         - Five soups for spring
         - Sign up for our newsletter
         - © 2026 The Tide",
    );
}

#[test]
fn markdown() {
    check(
        "# The late ferry\n\nIt was late.\n\n## Why\n\n* Nobody knew.\n\n> It happens.\n\n***\n",
        "T # The late ferry
         P It was late.
         H2 ## Why
         I1 * Nobody knew.
         Q1 > It happens.
         - ***",
    );
    assert_eq!(plain::article("# The late ferry\n\nIt was late.".into()).meta.title.as_deref(), Some("The late ferry"));
}

#[test]
fn the_first_paragraph_is_not_a_headline() {
    for text in [
        "The ferry was late on Monday.\n\nNobody minded.",
        "“It is late,” said the captain.\n\nNobody minded.",
        "Dear Sir,\n\nThe ferry is late.",
        "Two roads went down to the harbour,\nand neither of them came back\n\nwith a ferry",
        "Only a line",
        "HOLT: Where were you\n\nREYES: At sea.\n\nHOLT: Go on.",
        "Q. Where were you on Monday?\n\nA. I was at sea, as I have told you all along, with my brother.",
        "(Applause)\n\nThank you. It is good to be here, and it was good to be there.",
    ] {
        let article = plain::article(text.to_owned());
        assert_eq!(article.meta.title, None, "{text}");
        assert!(article.blocks().iter().all(|block| block.kind == BlockKind::Paragraph), "{text}");
    }
}

/// Lines like those that the passes look for, to be mixed.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("Advertisement".to_owned()),
        Just("Most read".to_owned()),
        Just("By Ana Cruz".to_owned()),
        Just("> quoted words".to_owned()),
        Just("Ada Lind wrote:".to_owned()),
        Just("> it was late when the boat came in, and nobody".to_owned()),
        Just(">> éa".to_owned()),
        "[ 1-9][0-9]   [QA]\\. [a-z é]{0,30}",
        Just("# Heading #".to_owned()),
        Just("  - item".to_owned()),
        Just("\u{a0}\u{3000}".to_owned()),
        "[A-Za-z ,.]{60,80}",
        "[ \t]{0,9}[a-z“”’é世 .—-]{0,40}",
        "\\PC{0,30}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn blocks_contain_everything_but_white_space(lines in prop::collection::vec(line(), 0..40)) {
        let text = lines.join("\n");
        let article = plain::article(text.clone());
        prop_assert_eq!(article.given(), &text);
        // All spans are of both texts, and only what stands in margins differs.
        let text = article.text();
        prop_assert_eq!(text.len(), article.given().len());
        prop_assert_eq!(text.chars().count(), article.given().chars().count());
        let mut after = 0;
        for block in article.blocks() {
            let range = block.span.range();
            prop_assert!(range.start >= after && range.start < range.end);
            prop_assert_eq!(text[after..range.start].trim(), "");
            let words = &text[range.clone()];
            prop_assert_eq!(words.trim(), words);
            after = range.end;
        }
        prop_assert_eq!(text[after..].trim(), "");
    }
}
