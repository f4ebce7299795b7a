//! *Q* and *A*: who asks and who answers, according to an introduction, `BY MR. LIND:` or the swearing in of a witness.

use super::candidate::LabelCandidate;
use super::interviewee::Interview;
use super::speaker_list::SpeakerList;
use crate::article::label::{Label, LabelStyle};
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{BEFORE_WITNESS, NAME_PARTICLE, OATH, TESTIMONY_OF};
use crate::text::Span;

/// The most paragraphs from the name of a witness to the oath: lines that were not joined.
const MAX_OATH: usize = 3;

/// The speakers behind *Q* and *A* at the current position.
pub(super) struct QuestionAnswer {
    asks: Option<Span>,
    answers: Option<Span>,
    /// Whether the witness was called by name.
    sworn: bool,
    /// The paragraphs right before that have no label.
    before: Vec<Span>,
}

impl QuestionAnswer {
    /// Reads the text before the first label, which is in block `first` of `blocks`.
    pub(super) fn of(
        input: TokenizedArticle,
        blocks: &[usize],
        first: usize,
        kept: &[&LabelCandidate],
        speaker_list: &SpeakerList,
    ) -> QuestionAnswer {
        let mut letters =
            QuestionAnswer { asks: speaker_list.asks, answers: speaker_list.answers, sworn: false, before: Vec::new() };
        let introduction = blocks.get(..first).unwrap_or(&[]);
        for block in introduction.iter().filter_map(|&block| input.article.blocks().get(block)) {
            letters.read(input, block.span);
        }
        let witness = kept.iter().find(|candidate| candidate.key == "the witness");
        letters.answers = letters.answers.or_else(|| witness.and_then(|candidate| spelled(input, candidate)));
        letters.answers = letters.answers.or_else(|| witness.map(|candidate| candidate.span(&candidate.label.name)));
        if letters.answers.is_none() && letters.asks.is_none() && !kept.iter().any(|candidate| asks_next(candidate)) {
            let interview = Interview::introduced(input, introduction);
            (letters.answers, letters.asks) = (interview.answers, interview.asks);
        }
        letters
    }

    /// Reads `LUCIA FERRO, having been duly sworn` and `EXAMINATION BY MR. LIND`. Returns whether the paragraph is one
    /// of these.
    pub(super) fn read(&mut self, input: TokenizedArticle, span: Span) -> bool {
        const LONGEST: usize = 300;
        let text = input.article.slice(span);
        if text.len() > LONGEST {
            return false;
        }
        if self.before.len() >= MAX_OATH {
            self.before.remove(0);
        }
        self.before.push(span);
        let lower = text.to_lowercase();
        if OATH.iter().any(|oath| lower.contains(oath)) {
            // The name may be on a line of its own above.
            let name = self.before.iter().rev().find_map(|&span| witness(input, span));
            self.before.clear();
            if let Some(name) = name {
                (self.answers, self.sworn) = (Some(name), true);
            }
            return name.is_some();
        }
        // “DEPOSITION OF MARGARET DUNN”
        let of = TESTIMONY_OF.iter().filter_map(|of| Some(lower.find(of)? + of.len())).min();
        if let Some(of) = of.filter(|_| text.len() <= 80 && lower.len() == text.len() && !self.sworn) {
            self.answers =
                name_from(text, of, span.start as usize).filter(|&name| is_called(input, name)).or(self.answers);
        }
        if !lower.contains("examination") || text.len() > 80 {
            return false;
        }
        if let Some(at) = text.find("BY ").or_else(|| text.find("by ")) {
            self.asks = name_from(text, at + 3, span.start as usize).or(self.asks);
        }
        true
    }

    /// The start of the words after the label `opening` in the block `text`, and their speaker, if it follows from the
    /// letter. Returns `None` if nothing is said: `BY MR. LIND:` only names the next examiner.
    pub(super) fn of_label(&mut self, candidate: &LabelCandidate, text: &str) -> Option<(usize, Option<Span>)> {
        let label = &candidate.label;
        if asks_next(candidate) {
            let name = text.get(label.name.clone()).unwrap_or("");
            self.asks = name_from(name, 3, candidate.start + label.name.start);
            let inner = Label::parse(&text[label.body..])
                .filter(|inner| inner.style == LabelStyle::Letter || inner.name.len() == 1);
            let inner = inner.filter(|_| text[label.body..].starts_with(['Q', 'A']))?;
            let asked = text[label.body..].starts_with('Q');
            return Some((label.body + inner.body, if asked { self.asks } else { self.answers }));
        }
        match candidate.letter() {
            Some('Q') => {
                if !label.aside.is_empty() {
                    self.asks = Some(candidate.span(&label.aside));
                }
                Some((label.body, self.asks))
            }
            Some(_) => Some((label.body, self.answers)),
            None if self.sworn && candidate.key == "the witness" => Some((label.body, self.answers)),
            None => Some((label.body, None)),
        }
    }
}

/// The name that a witness spells for the record: “THE WITNESS: Bo Holt, H-O-L-T.”
fn spelled(input: TokenizedArticle, witness: &LabelCandidate) -> Option<Span> {
    let start = witness.start + witness.label.body;
    let block = input.article.block_at(start).and_then(|block| input.article.blocks().get(block))?;
    let text = input.article.slice(Span::new(start, (block.span.end as usize).max(start)));
    let (name, rest) = text.split_once(',')?;
    let letters = rest.trim().trim_end_matches('.').split('-');
    let spells = letters.clone().count() > 2 && letters.clone().all(|letter| letter.chars().count() == 1);
    let capitals = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    (spells && capitals && !name.is_empty() && name.len() <= 60).then(|| Span::new(start, start + name.len()))
}

/// The name at the start of the paragraph `span`: in capitals, or before words about a witness: “Whereupon, Margaret
/// Dunn, called as a witness”, “Margaret Dunn was called as a witness”.
fn witness(input: TokenizedArticle, span: Span) -> Option<Span> {
    let text = input.article.slice(span);
    let words = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let words = std::iter::successors(Some(words), |words| after_lead(words)).last().unwrap_or(words);
    let end = words.find([',', '\n']).into_iter().chain(words.find(" was ")).min().unwrap_or(words.len());
    let name = words[..end].trim_end();
    let told = words[end..].contains("witness") || OATH.iter().any(|oath| words[end..].contains(oath));
    let start = words.as_ptr() as usize - text.as_ptr() as usize + span.start as usize;
    let name = Span::new(start, start + name.len());
    (is_called(input, name) && (told || !input.article.slice(name).contains(char::is_lowercase))).then_some(name)
}

/// `words` without a phrase that may precede the name of a witness.
fn after_lead(words: &str) -> Option<&str> {
    BEFORE_WITNESS.iter().find_map(|lead| {
        let (head, rest) = words.split_at_checked(lead.len())?;
        head.eq_ignore_ascii_case(lead).then_some(rest)
    })
}

/// Whether `name` is several words with capitals.
fn is_called(input: TokenizedArticle, name: Span) -> bool {
    let words = input.article.slice(name);
    let capital = |word: &str| word.starts_with(char::is_uppercase) || NAME_PARTICLE.contains(word);
    name.len() <= 60 && (2..=5).contains(&words.split_whitespace().count()) && words.split_whitespace().all(capital)
}

/// Whether the label is `BY MR. LIND:`.
pub(super) fn asks_next(candidate: &LabelCandidate) -> bool {
    candidate.key.starts_with("by ") && candidate.label.style == LabelStyle::Colon
}

/// The name in `text` from byte `from` on, up to a colon, comma, bracket or line break. `text` starts at byte `start`
/// of the article.
fn name_from(text: &str, from: usize, start: usize) -> Option<Span> {
    let rest = text.get(from..)?;
    let name = rest.split([':', '\n', '(', ',']).next().unwrap_or("").trim_end_matches(['.', ' ']);
    (!name.trim().is_empty()).then(|| Span::new(start + from, start + from + name.len()))
}
