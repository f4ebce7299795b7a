//! Mails inside a text: quoted below a line that says who wrote them (`On 3 May 2024, Lena Strand wrote:`), once or
//! several times, or copied with their heads (`From: … Sent: … To: … Subject: …`).

use crate::article::{BlockKind, InlineKind};
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{MAIL_AUXILIARY, MAIL_FIELD, MAIL_LEAD, MAIL_VERB, NAME_PARTICLE, TIME};
use crate::text::Span;
use crate::text::words::WordSet;

/// The longest line that says who wrote a mail, in bytes.
const MAX_LINE: usize = 300;
/// The most lines of a head, and the fewest of its fields beside *From*.
const MAX_HEAD: usize = 9;
const MIN_FIELDS: usize = 2;
/// The most words of a name.
const MAX_WORDS: usize = 5;

/// The writer of a mail, and the verb that names them until it is used as a cue.
#[derive(Clone, Copy)]
struct Writer {
    name: Span,
    verb: Option<Span>,
    /// Whether replies may interrupt the mail. A mail that an article quotes has no replies.
    is_answered: bool,
}

/// The words of mails whose writer is named.
pub(crate) fn find(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    let blocks = input.article.blocks();
    let mut turns: Vec<UnmarkedSpeech> = Vec::new();
    // Indexed by the depth of quoting, the deepest last.
    let mut writers: Vec<Option<Writer>> = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while at < blocks.len() {
        let number = at;
        at += 1;
        let Some(depth) = depth(input, number) else { continue };
        let goes_on = open.take() == Some(depth);
        if let Some((writer, lines)) = head(input, number) {
            at = number + lines;
            set(&mut writers, depth, writer);
            continue;
        }
        if let Some((writer, below)) = attribution_line(input, number) {
            set(&mut writers, below, Some(writer));
            continue;
        }
        let text = input.article.slice(blocks[number].span);
        if is_signature_mark(text) {
            set(&mut writers, depth, None);
            continue;
        }
        // Words that the text itself introduces are not part of the mail.
        let answers = writers.get(1).copied().flatten().is_none_or(|writer| writer.is_answered);
        if depth == 0 && (!answers || text.ends_with(':')) {
            writers.truncate(1);
        }
        let Some(writer) = writers.get_mut(depth).and_then(Option::as_mut) else { continue };
        let range = input.tokens.block(number);
        if range.is_empty() {
            continue;
        }
        let span = input.span(range);
        match turns.last_mut() {
            Some(turn) if goes_on && turn.source == Some(writer.name) => turn.content.push(span),
            _ => turns.push(UnmarkedSpeech {
                source: Some(writer.name),
                cue: writer.verb.take(),
                content: vec![span],
                source_confidence: 0.95,
                confidence: 0.9,
            }),
        }
        open = Some(depth);
    }
    turns
}

/// Sets the writer at depth `depth` of quoting; the writers further down are not known yet.
fn set(writers: &mut Vec<Option<Writer>>, depth: usize, writer: Option<Writer>) {
    writers.resize(depth, None);
    writers.push(writer);
}

/// The depth of quoting of block `number`; `None` if it is not text.
fn depth(input: TokenizedArticle, number: usize) -> Option<usize> {
    match input.article.blocks().get(number)?.kind {
        BlockKind::Quote(depth) => Some(depth.into()),
        kind => kind.is_text().then_some(0),
    }
}

/// Whether `text` ends a mail: what follows is a signature or another mail.
fn is_signature_mark(text: &str) -> bool {
    const LONGEST: usize = 80;
    let bare = text.trim_matches(|c: char| matches!(c, '-' | '_' | ' '));
    let lower = if bare.len() <= LONGEST { bare.to_lowercase() } else { return false };
    bare.is_empty() || lower == "original message" || lower.contains("forwarded message")
}

/// The writer that block `number` names for the mail quoted below it, and how often that is quoted.
fn attribution_line(input: TokenizedArticle, number: usize) -> Option<(Writer, usize)> {
    let block = input.article.blocks().get(number)?;
    let text = input.article.slice(block.span);
    let lead = text.strip_suffix(':').filter(|_| text.len() <= MAX_LINE)?.trim_end();
    let below = (number + 1..input.article.blocks().len()).find_map(|next| depth(input, next))?;
    if below <= depth(input, number)? {
        return None;
    }
    // “Lena Strand wrote”, “Lena Strand wrote on 3 May 2024”, “Lena Strand <lena@tern.example>”
    let verb = words(lead).filter(|(_, word)| MAIL_VERB.contains(word)).last();
    let named = match verb {
        Some((at, _)) => &lead[..at],
        None if lead.ends_with(['>', ']', ')']) && lead.contains('@') => lead,
        None => return None,
    };
    // “… a écrit”, “… ha scritto”
    let auxiliary = named.trim_end().rsplit_once(' ').filter(|(_, word)| MAIL_AUXILIARY.contains(word));
    let named = without_address(auxiliary.map_or(named, |(named, _)| named));
    // “Am 5. März schrieb Lena Strand”
    let behind = verb.and_then(|(at, verb)| {
        let rest = without_address(lead.get(at + verb.len()..)?);
        let from = at + verb.len() + rest.len() - rest.trim_start().len();
        let (start, end) = last_name(rest.trim_start()).filter(|(start, _)| *start == 0)?;
        Some((from + start, from + end))
    });
    let name = behind.or_else(|| last_name(named)).or_else(|| name_in_brackets(lead))?;
    // Web pages have links and emphasis; a text without any may be a mail.
    let is_plain = input.article.inlines().iter().all(|inline| inline.kind == InlineKind::Margin);
    let is_mail = lead.contains('@') || lead.bytes().any(|byte| byte.is_ascii_digit());
    // “Lena Strand writes:” and no more.
    let alone = name.0 == 0 && name.1 == named.len() && verb.is_some_and(|(at, verb)| at + verb.len() == lead.len());
    let start = block.span.start as usize;
    let verb = verb.map(|(at, word)| Span::new(start + at, start + at + word.len()));
    let writer = Writer { name: Span::new(start + name.0, start + name.1), verb, is_answered: is_mail || is_plain };
    (is_mail || alone).then_some((writer, below))
}

/// The words of `text`, each with the byte at which it starts.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(char::is_whitespace).map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// `text` without addresses and remarks in brackets at its end.
fn without_address(text: &str) -> &str {
    let mut text = text.trim_end();
    loop {
        let open = match text.chars().next_back() {
            Some('>') => '<',
            Some(')') => '(',
            Some(']') => '[',
            _ => return text,
        };
        match text.rfind(open) {
            Some(at) => text = text[..at].trim_end(),
            None => return text,
        }
    }
}

/// The name behind an address, in bytes: “lena@tern.example (Lena Strand)”.
fn name_in_brackets(text: &str) -> Option<(usize, usize)> {
    let open = text.rfind('(')?;
    let end = open + text[open..].find(')')?;
    let (start, name_end) = last_name(&text[open + 1..end])?;
    let is_whole = start == 0 && open + 1 + name_end == end && text[..open].contains('@');
    is_whole.then_some((open + 1, end))
}

/// The name that `text` ends with, in bytes: words with capitals that are not part of a date.
fn last_name(text: &str) -> Option<(usize, usize)> {
    let (mut start, end) = (None, text.trim_end_matches(['"', '\'', ',']).len());
    let all: Vec<(usize, &str)> = words(&text[..end]).filter(|(_, word)| !word.is_empty()).collect();
    for (number, &(at, word)) in all.iter().rev().take(MAX_WORDS).enumerate() {
        let bare = word.trim_matches(['"', '\'']);
        let is_date = bare.bytes().any(|byte| byte.is_ascii_digit())
            || TIME.contains(bare.trim_end_matches('.').to_lowercase().as_str())
            || bare.len() > 1 && bare.len() <= 3 && bare == bare.to_uppercase() && !bare.contains('.');
        if number > 0 && word.ends_with([',', ':', ';']) || is_date {
            break;
        }
        if bare.starts_with(char::is_uppercase) && !(at == 0 && MAIL_LEAD.has(bare)) {
            start = Some(at + word.find(bare).unwrap_or(0));
        } else if !NAME_PARTICLE.contains(bare) {
            break;
        }
    }
    start.map(|start| (start, end))
}

/// The writer of the mail whose head begins at block `number`, if it gives more than an address, and the blocks of the
/// head.
fn head(input: TokenizedArticle, number: usize) -> Option<(Option<Writer>, usize)> {
    let blocks = input.article.blocks();
    let first = blocks.get(number)?;
    let text = input.article.slice(first.span);
    let opening = field(text).filter(|field| field.key.eq_ignore_ascii_case("from"))?;
    let mut fields: Vec<String> = Vec::new();
    let mut lines = 0;
    for block in blocks[number..].iter().take(MAX_HEAD) {
        let text = input.article.slice(block.span);
        if field(text).is_none() || lines > 0 && block.kind != first.kind {
            break;
        }
        lines += 1;
        fields
            .extend(starts(text).into_iter().map(|at| field(&text[at..]).map_or("", |field| field.key).to_lowercase()));
    }
    fields.sort_unstable();
    fields.dedup();
    if fields.len() <= MIN_FIELDS {
        return None;
    }
    let end = starts(text).get(1).copied().unwrap_or(text.len());
    let value = text.get(opening.value..end)?;
    let value = value.split(['<', '[', '(', '\n']).next().unwrap_or("");
    // “Strand, Lena”
    let name =
        value.split(',').next().unwrap_or("").trim_matches(|c: char| matches!(c, ' ' | '"' | '\'' | '*' | '\u{a0}'));
    let start = first.span.start as usize + opening.value + value.find(name).unwrap_or(0);
    let is_name = name.starts_with(char::is_uppercase) && !name.contains('@');
    Some((is_name.then(|| Writer { name: Span::new(start, start + name.len()), verb: None, is_answered: true }), lines))
}

/// A field of a head.
struct HeaderField<'t> {
    key: &'t str,
    /// The byte at which its value begins.
    value: usize,
}

/// The field that `text` begins with.
fn field(text: &str) -> Option<HeaderField<'_>> {
    let (key, _) = text.split_once(':')?;
    let bare = key.trim_matches(['*', '_', ' ', '\u{a0}']);
    MAIL_FIELD.has(bare).then(|| {
        let after = &text[key.len() + 1..];
        let value = text.len() - after.trim_start_matches(['*', '_', ' ', '\u{a0}', '\t']).len();
        HeaderField { key: bare, value }
    })
}

/// The bytes of `text` at which fields begin: several may be on one line.
fn starts(text: &str) -> Vec<usize> {
    let words = text.split_inclusive([' ', '\n', '\u{a0}']);
    let mut at = 0;
    let mut found = Vec::new();
    for word in words {
        if word.contains(':') && field(word).is_some() {
            found.push(at);
        }
        at += word.len();
    }
    found
}
