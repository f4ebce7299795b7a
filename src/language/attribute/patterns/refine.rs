//! [`refine`]: the attributions of the tagger, repaired and completed by the patterns of speech.

use super::keys::Explanations;
use super::quoted::{clauses, nested, titles, turns};
use super::repairs::{claims, obtained_documents, passives, relative_clauses};
use super::speech_turn::SpeechTurn;
use super::unmarked::{block_speech, correspondence, dialogue, interviews, letters, signatures, written_statements};
use super::unmarked_speech::UnmarkedSpeech;
use super::{bylines, labels, source_mention};
use crate::article::BlockKind;
use crate::language::attribute::attribution::{Attribution, Kind, SpeechAct};
use crate::language::lexical::word_classes::{
    ANONYMOUS, BEFORE_ANONYMITY, EXAMINED, IDENTIFIED, KNOWN, NAMING, OATH, PURPOSE_PREPOSITION, QUOTATIVE,
};
use crate::language::lexical::{TokenizedArticle, WordShape};
use crate::text::Span;
use crate::text::words::WordClass;
use rustc_hash::FxHashSet;

/// The decision on an attribution of the tagger.
#[derive(Clone, Copy, PartialEq)]
enum Refinement {
    Kept,
    /// Turns replace its quoted words.
    Replaced,
    /// Its quoted words are not speech.
    Rejected,
}

/// Whether the cue of `found` is a surname: “Ann *Said* left”. In a headline, verbs are capitalised too.
fn is_surname(input: TokenizedArticle, found: &Attribution) -> bool {
    let Some(cue) = found.cue.map(|cue| input.tokens.within(cue)).filter(|cue| cue.len() == 1) else { return false };
    let at = cue.start;
    let block = input.tokens.block(input.block(at));
    let lower = |at: usize| input.shape(at) == WordShape::Lower;
    let named = at.checked_sub(1).is_some_and(|before| input.shape(before) == WordShape::Capital);
    input.shape(at) == WordShape::Capital
        && !input.opens_sentence(at)
        && named
        && block.clone().filter(|&at| lower(at)).count() * 2 > block.filter(|&at| input.is_word(at)).count()
}

/// Repairs and completes `found`, the attributions of the tagger, by the patterns of speech. Sorted by their first
/// span, outer quotations before inner ones.
pub fn refine(input: TokenizedArticle, found: Vec<Attribution>) -> Vec<Attribution> {
    let article = input.article;
    let explanations = Explanations::of(article);
    let found: Vec<Attribution> = found
        .into_iter()
        .map(|found| obtained_documents::repaired(input, source_mention::completed(input, found)))
        .map(|found| claims::repaired(input, relative_clauses::repaired(input, found)))
        .filter_map(|found| passives::repaired(input, found))
        .filter(|found| !is_by_key(input, found) && !titles::only_titles(input, found) && !is_surname(input, found))
        .filter(|found| !explanations.explains_key(input, found))
        .collect();
    let mut speech: Vec<Attribution> = unmarked_speech(input).into_iter().map(Attribution::from).collect();
    let mut spoken = vec![false; article.blocks().len()];
    for piece in speech.iter().flat_map(|turn| &turn.content) {
        if let Some(spoken) = article.block_at(piece.start as usize).and_then(|block| spoken.get_mut(block)) {
            *spoken = true;
        }
    }
    let (mut turns, rejected) = turns::find(input, &found, &spoken);
    bylines::sign(input, &mut turns);
    let mut decisions = vec![Refinement::Kept; found.len()];
    rejected.into_iter().for_each(|tagged| decisions[tagged] = Refinement::Rejected);
    turns.iter().flat_map(|turn| &turn.tagged).for_each(|&tagged| decisions[tagged] = Refinement::Replaced);
    speech.extend(quoted_speech(input, turns, &found));
    let inner = nested::find(input, &speech);
    let kept = found.into_iter().zip(decisions).filter_map(|(attribution, decision)| match decision {
        Refinement::Kept if is_paraphrase_aside(input, &attribution) || is_number(input, &attribution) => None,
        Refinement::Kept if asks_for_anonymity(input, &attribution) || crosses_cells(input, &attribution) => None,
        Refinement::Kept if is_oath(input, &attribution) => None,
        Refinement::Kept => Some(attribution),
        _ => clauses::remaining(input, &attribution, decision == Refinement::Rejected),
    });
    let mut all = without_overlaps(input, &speech, &inner, kept.collect());
    all.extend(speech.into_iter().chain(inner).filter(|found| !explanations.explains_key(input, found)));
    all.retain(|found| !speaks_from_outside(input, found));
    order(&mut all);
    all
}

/// The turns without quotation marks, by all patterns.
fn unmarked_speech(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    let labelled = labels::find(input);
    let shares = |turn: &UnmarkedSpeech, others: &[UnmarkedSpeech]| {
        others.iter().any(|other| other.content.iter().any(|piece| turn.content.contains(piece)))
    };
    let mut mails = correspondence::find(input);
    mails.retain(|turn| !shares(turn, &labelled));
    let interview = if labelled.is_empty() && mails.is_empty() { interviews::find(input) } else { Vec::new() };
    let mut introduced =
        if labelled.is_empty() && interview.is_empty() { block_speech::introduced(input) } else { Vec::new() };
    let mut signed = signatures::find(input);
    signed.extend(written_statements::find(input));
    signed.extend(letters::find(input));
    // A signature is better evidence than the sentence before.
    let signs = |by: &UnmarkedSpeech, turn: &UnmarkedSpeech| {
        // A sentence about the quotation above does not introduce the one below.
        by.content.first() == turn.content.first() || by.source.is_some() && by.source == turn.source
    };
    introduced.retain(|turn| !signed.iter().any(|by| signs(by, turn)) && !shares(turn, &mails));
    signed.retain(|turn| !shares(turn, &labelled) && !shares(turn, &interview) && !shares(turn, &mails));
    labelled
        .into_iter()
        .chain(mails)
        .chain(interview)
        .chain(dialogue::find(input))
        .chain(signed)
        .chain(introduced)
        .collect()
}

/// The turns of quoted speech as attributions, with the clauses of the tagger's attributions `found` that belong to
/// them.
fn quoted_speech(input: TokenizedArticle, turns: Vec<SpeechTurn>, found: &[Attribution]) -> Vec<Attribution> {
    // The tagger may have joined two turns: its clauses go with the first.
    let mut joined = FxHashSet::default();
    let attribution = |turn: SpeechTurn| {
        let runs: Vec<Span> =
            turn.runs.iter().filter_map(|&run| input.quotation_marks.runs.get(run)).map(|run| run.span).collect();
        let tagged = turn.tagged.iter().filter_map(|&tagged| found.get(tagged));
        let mut content: Vec<Span> = tagged.flat_map(|tagged| clauses::joining(input, &turn, &runs, tagged)).collect();
        content.retain(|clause| joined.insert(clause.start));
        let kind = if content.is_empty() { Kind::Direct } else { Kind::Mixed };
        content.extend(runs);
        content.sort_by_key(|piece| piece.start);
        Attribution {
            kind,
            act: SpeechAct::Said,
            content,
            cue: turn.cue,
            source: turn.source,
            confidence: turn.confidence,
            source_confidence: if turn.source.is_some() { turn.source_confidence } else { 0.0 },
            inside: None,
        }
    };
    turns.into_iter().map(attribution).collect()
}

/// The caption in which the attribution begins.
fn caption(input: TokenizedArticle, attribution: &Attribution) -> Option<Span> {
    let block = input.article.block_at(attribution.content.first()?.start as usize)?;
    input.article.blocks().get(block).filter(|block| block.kind == BlockKind::Caption).map(|block| block.span)
}

/// Whether the attribution is a paraphrase in a caption or a cell of a table, where only quotation marks show speech.
fn is_paraphrase_aside(input: TokenizedArticle, attribution: &Attribution) -> bool {
    let first = attribution.content.first().filter(|_| attribution.kind == Kind::Indirect);
    let block = first.and_then(|first| input.article.block_at(first.start as usize));
    let kind = block.and_then(|block| input.article.blocks().get(block)).map(|block| block.kind);
    matches!(kind, Some(BlockKind::Caption | BlockKind::Table))
}

/// Whether the words are in a caption but their source is not: speech does not continue from the article into a
/// caption.
fn speaks_from_outside(input: TokenizedArticle, attribution: &Attribution) -> bool {
    let caption = caption(input, attribution);
    caption.is_some_and(|caption| attribution.source.is_none_or(|source| !caption.contains(source)))
}

/// Whether the source of the attribution is a key: `Pros: …`, `Host: "localhost"`, which is not speech.
fn is_by_key(input: TokenizedArticle, attribution: &Attribution) -> bool {
    let Some(source) = attribution.source else { return false };
    let range = input.tokens.within(source);
    let start = input.tokens.block(input.block(range.start)).start;
    // “Notes to editors: …” is addressed to editors.
    if input.text(range.end) == ":"
        && range.start > start
        && range.start - start <= 3
        && input.is(range.start - 1, &PURPOSE_PREPOSITION)
    {
        return true;
    }
    let opens = start == range.start;
    opens && input.text(range.end) == ":" && labels::is_key(input.article.slice(source))
}

/// Whether a paraphrase is part of the lines on how a witness was sworn in: “having been first duly sworn, was examined
/// and testified as follows:”.
fn is_oath(input: TokenizedArticle, attribution: &Attribution) -> bool {
    const LONGEST: usize = 400;
    let Some(first) = attribution.content.first().filter(|_| attribution.kind != Kind::Direct) else { return false };
    let block = input.article.block_at(first.start as usize).and_then(|block| input.article.blocks().get(block));
    let text = block.map_or("", |block| input.article.slice(block.span));
    let lower = if text.len() <= LONGEST { text.to_lowercase() } else { return false };
    let holds = |class: &WordClass| class.iter().any(|told| lower.contains(told));
    holds(&OATH) && holds(&EXAMINED)
}

/// Whether a paraphrase spans several cells of a table, as no utterance does.
fn crosses_cells(input: TokenizedArticle, attribution: &Attribution) -> bool {
    let crosses = |piece: &Span| input.article.words_in(*piece).len() > 1;
    attribution.kind != Kind::Direct && attribution.content.iter().any(crosses)
}

/// Whether the attribution is the condition on which a source spoke (“who asked not to be named because …”): that is
/// about the report, not part of it.
fn asks_for_anonymity(input: TokenizedArticle, attribution: &Attribution) -> bool {
    let Some(&first) = attribution.content.first().filter(|_| attribution.kind == Kind::Indirect) else { return false };
    let opening = |at: &usize| BEFORE_ANONYMITY.contains(input.text(*at));
    let asked: Vec<usize> = input.tokens.within(first).take_while(opening).collect();
    let next = asked.last().map_or(input.tokens.within(first).start, |last| last + 1);
    let rejected = asked.iter().any(|&at| input.text(at) == "not");
    input.is(next, &ANONYMOUS) || rejected && input.is(next, &IDENTIFIED)
}

/// Whether the attribution is a paraphrase without a letter: the time of a turn (“0:00”).
fn is_number(input: TokenizedArticle, attribution: &Attribution) -> bool {
    let letters = |piece: &Span| input.article.slice(*piece).contains(char::is_alphabetic);
    attribution.kind == Kind::Indirect && !attribution.content.iter().any(letters)
}

/// The least number of words of a clause reported within a turn: shorter ones are mostly errors.
const MIN_REPORTED_WORDS: usize = 3;

/// Removes from `kept`, attributions of the tagger, the parts that `speech` and its nested quotations `inner` cover
/// better. A clause that runs into a turn ends before it, and one that crosses the edge of a turn is dropped. In a turn
/// without marks only what a verb of speech reports is kept.
fn without_overlaps(
    input: TokenizedArticle,
    speech: &[Attribution],
    inner: &[Attribution],
    kept: Vec<Attribution>,
) -> Vec<Attribution> {
    let mut pieces: Vec<(Span, bool)> = Vec::new();
    for turn in speech {
        pieces.extend(turn.content.iter().map(|&span| (span, starts_marked(input, span))));
    }
    pieces.sort_by_key(|(piece, _)| (piece.start, piece.end));
    let mut nested: Vec<Span> = inner.iter().flat_map(|a| a.content.iter().copied()).collect();
    nested.sort_by_key(|span| span.start);
    let double = |attribution: &Attribution| {
        attribution.content.iter().any(|span| {
            let first = nested.partition_point(|inner| inner.end <= span.start);
            nested.get(first).is_some_and(|inner| inner.start < span.end)
        })
    };
    let mut all = Vec::with_capacity(kept.len());
    let bare = |turn: &&Attribution| turn.content.first().is_some_and(|&span| !starts_marked(input, span));
    let mut cues: Vec<Span> = speech.iter().filter(bare).filter_map(|turn| turn.cue).collect();
    cues.sort_by_key(|cue| cue.start);
    for mut attribution in kept {
        // The clause that names the speaker of a turn was used already.
        let reports_turn = attribution.cue.is_some_and(|cue| {
            let first = cues.partition_point(|other| other.end <= cue.start);
            cues.get(first).is_some_and(|other| other.start < cue.end)
        });
        if reports_turn && attribution.kind != Kind::Direct {
            continue;
        }
        attribution.content = within_turn(input, &pieces, &attribution);
        let mut content = Vec::with_capacity(attribution.content.len());
        let mut unmarked = false;
        for &span in &attribution.content {
            let first = pieces.partition_point(|(piece, _)| piece.end <= span.start);
            match pieces.get(first).filter(|(piece, _)| piece.start < span.end) {
                None => content.push(span),
                Some((piece, marked)) if piece.contains(span) && *piece != span => {
                    unmarked |= !marked;
                    content.push(span);
                }
                Some((piece, _)) if span.start < piece.start => content.extend(before(input, span, *piece)),
                Some(_) => {}
            }
        }
        let cut = content.len() < attribution.content.len() || content != attribution.content;
        attribution.content = content;
        if cut && attribution.kind != Kind::Direct {
            let marked =
                attribution.content.iter().flat_map(|&span| input.tokens.within(span)).any(|at| input.is_quoted(at));
            attribution.kind = if marked { Kind::Mixed } else { Kind::Indirect };
        }
        let words =
            || attribution.content.iter().map(|&span| input.count_words(input.tokens.within(span))).sum::<usize>();
        let cue = |class: &WordClass| {
            attribution.cue.is_some_and(|cue| input.tokens.within(cue).any(|at| input.is(at, class)))
        };
        // “means ‘danger to life’”: the words are named, not spoken.
        let called = attribution.cue.is_none() || cue(&KNOWN);
        let of_nobody = attribution.kind != Kind::Direct && attribution.source.is_none() && called;
        let names = attribution
            .content
            .first()
            .is_some_and(|span| input.tokens.within(*span).next().is_some_and(|first| input.is(first, &NAMING)));
        if of_nobody || names || cue(&NAMING) && !cue(&QUOTATIVE) || double(&attribution) {
            continue;
        }
        let reports = cue(&QUOTATIVE);
        if !unmarked || attribution.source.is_some() && reports && words() >= MIN_REPORTED_WORDS {
            all.push(attribution);
        }
    }
    all.retain(|attribution| !attribution.content.is_empty());
    all
}

/// The content that `attribution` may keep within a turn without marks: words of the same turn, after its verb if there
/// are any, and of a piece that opens with a mark only the words inside the marks.
fn within_turn(input: TokenizedArticle, pieces: &[(Span, bool)], attribution: &Attribution) -> Vec<Span> {
    let all = || attribution.content.clone();
    let (Some(cue), Some(source)) = (attribution.cue, attribution.source) else { return all() };
    let place = pieces.partition_point(|(piece, _)| piece.end <= cue.start);
    let Some((turn, false)) = pieces.get(place).filter(|(piece, _)| piece.contains(cue)) else { return all() };
    let of_turn = |span: &&Span| turn.contains(**span);
    let led = source.start < cue.start
        && attribution.content.iter().filter(of_turn).any(|span| span.start >= cue.end)
        && attribution.content.first().is_some_and(|span| span.end <= source.start);
    let kept = attribution.content.iter().filter(of_turn).filter(|span| !led || span.start >= cue.end);
    let marked = |span: Span| {
        let run = input.quotation_marks.runs.partition_point(|run| run.span.start < span.start);
        let run = input.quotation_marks.runs.get(run).filter(|run| run.span.start == span.start && run.closed);
        run.map_or(span, |run| Span { start: span.start, end: run.span.end.min(span.end) })
    };
    kept.map(|&span| marked(span)).collect()
}

/// The part of `span` before the turn `piece`, if it is more than a word or two.
fn before(input: TokenizedArticle, span: Span, piece: Span) -> Option<Span> {
    let mut range = input.tokens.within(Span { start: span.start, end: piece.start });
    while !range.is_empty() && !input.text(range.end - 1).starts_with(char::is_alphanumeric) {
        range.end -= 1;
    }
    let enough = input.count_words(range.clone()) >= MIN_REPORTED_WORDS;
    enough.then(|| Span { start: span.start, end: input.span(range).end })
}

fn starts_marked(input: TokenizedArticle, span: Span) -> bool {
    input.article.slice(span).starts_with(crate::text::chars::is_quotation_mark)
}

/// Sorts attributions by position, and sets [`Attribution::inside`] of each.
pub(crate) fn order(all: &mut Vec<Attribution>) {
    all.retain(|attribution| attribution.content.iter().any(|span| !span.is_empty()));
    let place = |a: &Attribution| a.content.first().map_or((0, 0), |span| (span.start, u32::MAX - span.end));
    all.sort_by_key(place);
    // The pieces open at a position: by start, outer before inner.
    let mut pieces: Vec<(Span, usize)> =
        all.iter().enumerate().flat_map(|(number, a)| a.content.iter().map(move |&span| (span, number))).collect();
    pieces.sort_by_key(|(span, number)| (span.start, u32::MAX - span.end, *number));
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut holder = vec![None; all.len()];
    for (span, number) in pieces {
        while open.last().is_some_and(|(outer, _)| outer.end <= span.start) {
            open.pop();
        }
        let outer = open.iter().rev().take(8).find(|(outer, holder)| outer.contains(span) && *holder != number);
        if holder[number].is_none() {
            holder[number] = outer.map(|(_, outer)| *outer);
        }
        open.push((span, number));
    }
    for (attribution, holder) in all.iter_mut().zip(holder) {
        attribution.inside = holder;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::lexical::quotation_marks::QuotationMarks;
    use crate::language::lexical::tokens::Tokens;

    /// Compares what the patterns alone find in `text`: `source: content`, with ` … ` between pieces and `>` before
    /// nested quotations.
    fn check(text: &str, expected: &[&str]) {
        let article = crate::article::plain::article(text.to_owned());
        let tokens = Tokens::of(&article);
        let marks = QuotationMarks::of(&article, &tokens);
        let shown: Vec<String> =
            refine(TokenizedArticle { article: &article, tokens: &tokens, quotation_marks: &marks }, Vec::new())
                .iter()
                .map(|found| {
                    let content: Vec<&str> = found.content.iter().map(|&span| article.slice(span)).collect();
                    let inside = if found.inside.is_some() { ">" } else { "" };
                    let source = found.source.map_or("?", |source| article.slice(source));
                    format!("{inside}{source}: {}", content.join(" … "))
                })
                .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn named_beside() {
        check("“Go,” she said. “Now.”", &["she: “Go,” … “Now.”"]);
        check("“Go,” said Ada Lind, the keeper. She left. “Now.”", &["Ada Lind: “Go,”", "She: “Now.”"]);
        check("“Not one?” Mr. Orme asked.", &["Mr. Orme: “Not one?”"]);
        check("“What?” The man said he was late.", &["?: “What?”"]);
        check("“Eels,” replied counsel.", &["counsel: “Eels,”"]);
        check("“Eels,” deadpanned Orme.", &["Orme: “Eels,”"]);
        check("Ada Lind, a keeper at the Light, has said: “Go home.”", &["Ada Lind: “Go home.”"]);
        check("PM: “On their way.” Orme: “From where?”", &["PM: “On their way.”", "Orme: “From where?”"]);
        check("“Go,” she said, adding: “Now.”", &["she: “Go,”", "she: “Now.”"]);
        check("His advice to the council? “Get a bus.”", &["His: “Get a bus.”"]);
    }

    #[test]
    fn paragraphs() {
        check(
            "“One,” Ada said. “Two.\n\n“Three.\n\n“Four.”\n\nIt rained.",
            &["Ada: “One,” … “Two. … “Three. … “Four.”"],
        );
        check("She described it:\n\n“It was long.”", &["She: “It was long.”"]);
        check(
            "“Who is it?” Ada asked Tom.\n\n“Me.”\n\n“Come in.”\n\n“No.”",
            &["Ada: “Who is it?”", "Tom: “Me.”", "Ada: “Come in.”", "Tom: “No.”"],
        );
    }

    #[test]
    fn quotation_marks_without_speech() {
        for text in [
            "Her film “The Low Note,” opens in May.",
            "He ordered the “special” and a “small” beer.",
            "They call him “Tiny” at work.",
            "The river is “shared” or “common,” according to five people.",
            "Red means “danger to life”.",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn labels() {
        check(
            "ORME: Who was there?\n\nLIND: I was.\n\n(Laughter.)\n\nI saw it.\n\nORME: Thank you.",
            &["ORME: Who was there?", "LIND: I was. … I saw it.", "ORME: Thank you."],
        );
        check(
            "Ada Lind, a keeper, spoke to us.\n\nQ: Why?\n\nA: Because.\n\nQ. And then?\n\nA. Nothing.",
            &["?: Why?", "Ada Lind: Because.", "?: And then?", "Ada Lind: Nothing."],
        );
        check("Note: it rained.\n\nNote: it snowed.\n\nPrice: nine.", &[]);
    }

    #[test]
    fn set_off() {
        check(
            "The clerk resigned. In a letter to Ada Lind he wrote:\n\nI can no longer serve.\n\nHe left.",
            &["he: I can no longer serve."],
        );
        check("The town has three mills, as Ada Lind said:\n\n• One\n\n• Two", &[]);
        check(
            "Ada Lind keeps the light.\n\nHow did you come here?\n\nBy boat. I was young.\n\nAlone?\n\nMy dog came.\n\n\
             We had no money.\n\nAnd now?\n\nI stay.\n\nWhy?\n\nI like it.",
            &[
                "?: How did you come here?",
                "Ada Lind: By boat. I was young.",
                "?: Alone?",
                "Ada Lind: My dog came. … We had no money.",
                "?: And now?",
                "Ada Lind: I stay.",
                "?: Why?",
                "Ada Lind: I like it.",
            ],
        );
        check(
            "The map maker\n\nBy Bo Holt\n\nAda Lind draws maps.\n\nWhy?\n\nI like it.\n\nFor whom?\n\nFor us.\n\nAlone?\n\n\
             No.\n\nSince when?\n\nI began last year.",
            &[
                "?: Why?",
                "Ada Lind: I like it.",
                "?: For whom?",
                "Ada Lind: For us.",
                "?: Alone?",
                "Ada Lind: No.",
                "?: Since when?",
                "Ada Lind: I began last year.",
            ],
        );
        check("Who built it?\n\nNobody knows. The mill is old.\n\nIt rained.\n\nIt stood.", &[]);
    }

    #[test]
    fn dashes() {
        check(
            "—Come in, she said. Sit.\n\n—No, said Tom.\n\n—As you like.",
            &["she: Come in, … Sit.", "Tom: No,", "she: As you like."],
        );
    }

    #[test]
    fn a_name_tagged_as_content() {
        let text = "A clerk known only as Witness B described the vault.";
        let span = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len())).unwrap();
        let found = Attribution {
            kind: Kind::Indirect,
            act: SpeechAct::Said,
            content: vec![span("Witness B"), span("the vault")],
            cue: Some(span("described")),
            source: Some(span("A clerk known")),
            confidence: 0.9,
            source_confidence: 0.9,
            inside: None,
        };
        let article = crate::article::plain::article(text.to_owned());
        let tokens = Tokens::of(&article);
        let marks = QuotationMarks::of(&article, &tokens);
        let found =
            refine(TokenizedArticle { article: &article, tokens: &tokens, quotation_marks: &marks }, vec![found]);
        let [found] = &found[..] else { panic!("{found:?}") };
        assert_eq!(found.source, Some(span("A clerk known only as Witness B")));
        assert_eq!(found.content, [span("the vault")]);
    }

    #[test]
    fn actions_inside_a_quotation_split_it() {
        check(
            "“That was May,” said Ada Lind, “and this” — she raised a hand — “was Sunday.”",
            &["Ada Lind: “That was May,” … “and this” … “was Sunday.”"],
        );
    }

    #[test]
    fn bylines() {
        check("“Radios get wet.” — Ada Lind, keeper", &["Ada Lind: “Radios get wet.”"]);
        check("“Radios get wet.”\n\n— Ada Lind, keeper", &["Ada Lind: “Radios get wet.”"]);
    }

    #[test]
    fn nested() {
        check(
            "“He said to me, ‘Tea?’ And I went,” Orme said.",
            &["Orme: “He said to me, ‘Tea?’ And I went,”", ">He: ‘Tea?’"],
        );
    }
}
