//! Links to words on a page: the text fragments of the WICG draft (`#:~:text=prefix-,start,end,-suffix`).

use crate::article::Article;
use crate::text::Span;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but letters, digits and these is encoded: `-`, `,` and `&` have a meaning in the fragment.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');
/// Pieces of up to this many words are given whole, of longer ones the first and last words.
const MAX_WHOLE_WORDS: usize = 12;
const END_WORDS: usize = 5;
/// Words given before and after a piece that is short enough to stand elsewhere too.
const CONTEXT_WORDS: usize = 3;
/// The most characters of the words given: in scripts without spaces words are long.
const MAX_CHARS: usize = 100;
/// The length in bytes from which no further piece is added: some programs cut longer addresses.
const LONG: usize = 1500;

/// The address of the pieces of `content` on the page at `address`. A browser shows the first and marks all.
pub(super) fn link(address: &str, article: &Article, content: &[Span]) -> String {
    let address = address.split_once(":~:").map_or(address, |(before, _)| before).trim_end_matches('#');
    let mut link = format!("{address}{}:~:", if address.contains('#') { "" } else { "#" });
    for (nth, &piece) in content.iter().enumerate() {
        if nth > 0 && link.len() > LONG {
            break;
        }
        link += if nth > 0 { "&text=" } else { "text=" };
        link += &directive(article, piece);
    }
    link
}

/// The text directive of one piece.
fn directive(article: &Article, piece: Span) -> String {
    let block = |at: usize| article.block_at(at).and_then(|block| article.blocks().get(block));
    let (Some(first), Some(last)) = (block(piece.start as usize), block((piece.end as usize).saturating_sub(1))) else {
        return String::new();
    };
    let words: Vec<&str> = article.slice(piece).split_whitespace().take(MAX_WHOLE_WORDS + 1).collect();
    let is_short = words.len() <= MAX_WHOLE_WORDS && article.slice(piece).chars().nth(2 * MAX_CHARS).is_none();
    if first.span != last.span || !is_short {
        // The words at either end must not continue into another block.
        let head = article.slice(Span { start: piece.start, end: piece.end.min(first.span.end) });
        let tail = article.slice(Span { start: piece.start.max(last.span.start), end: piece.end });
        return format!("{},{}", encoded(&first_words(head, END_WORDS)), encoded(&last_words(tail, END_WORDS)));
    }
    let before = last_words(article.slice(Span { start: first.span.start, end: piece.start }), CONTEXT_WORDS);
    let after = first_words(article.slice(Span { start: piece.end, end: first.span.end }), CONTEXT_WORDS);
    let mut directive = String::new();
    if !before.is_empty() {
        directive += &format!("{}-,", encoded(&before));
    }
    directive += &encoded(&words.join(" "));
    if !after.is_empty() {
        directive += &format!(",-{}", encoded(&after));
    }
    directive
}

fn encoded(words: &str) -> String {
    utf8_percent_encode(words, ENCODED).to_string()
}

fn first_words(text: &str, count: usize) -> String {
    // Only this much of a long text is searched.
    let end = text.char_indices().nth(2 * MAX_CHARS).map_or(text.len(), |(at, _)| at);
    let words = text[..end].split_whitespace().take(count).collect::<Vec<_>>().join(" ");
    words.chars().take(MAX_CHARS).collect::<String>().trim_end().to_owned()
}

fn last_words(text: &str, count: usize) -> String {
    let start = text.char_indices().rev().nth(2 * MAX_CHARS).map_or(0, |(at, _)| at);
    let mut words: Vec<&str> = text[start..].split_whitespace().rev().take(count).collect();
    words.reverse();
    let words = words.join(" ");
    let skipped = words.chars().count().saturating_sub(MAX_CHARS);
    words.chars().skip(skipped).collect::<String>().trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    /// The link to the pieces `content` of `text`, without the address.
    fn check(address: &str, text: &str, content: &[&str]) -> String {
        let article = plain::article(text.to_owned());
        let find = |words: &&str| text.find(words).map(|at| Span::new(at, at + words.len())).unwrap();
        let content: Vec<Span> = content.iter().map(find).collect();
        link(address, &article, &content)
    }

    #[test]
    fn short_pieces_get_context_and_long_ones_their_ends() {
        let page = "https://bay.example/a";
        assert_eq!(
            check(page, "Then he said: “No-one, ever.” And so on it went.", &["“No-one, ever.”"]),
            "https://bay.example/a#:~:text=Then%20he%20said%3A-,%E2%80%9CNo%2Done%2C%20ever.%E2%80%9D,-And%20so%20on"
        );
        assert_eq!(check(page, "Yes & no", &["Yes & no"]), "https://bay.example/a#:~:text=Yes%20%26%20no");
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        let ends =
            "https://bay.example/a#:~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen";
        assert_eq!(check(page, long, &[long]), ends);
        // A run of words never spans two paragraphs.
        let two = "“One two.\n\n“Three four.”";
        assert_eq!(
            check(page, two, &[two]),
            "https://bay.example/a#:~:text=%E2%80%9COne%20two.,%E2%80%9CThree%20four.%E2%80%9D"
        );
    }

    #[test]
    fn every_piece_has_a_directive_and_fragments_stay() {
        assert_eq!(
            check("https://bay.example/a#top", "“A,” he said. “B.”", &["“A,”", "“B.”"]),
            "https://bay.example/a#top:~:text=%E2%80%9CA%2C%E2%80%9D,-he%20said.%20%E2%80%9CB.%E2%80%9D\
             &text=%E2%80%9CA%2C%E2%80%9D%20he%20said.-,%E2%80%9CB.%E2%80%9D"
        );
        assert_eq!(check("https://bay.example/#:~:text=x", "a b", &["b"]), "https://bay.example/#:~:text=a-,b");
        let unspaced = "世".repeat(900);
        assert!(check("https://bay.example/", &unspaced, &[&unspaced]).len() < 3000);
    }
}
