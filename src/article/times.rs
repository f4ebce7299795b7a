//! [`Times`]: the time at which words of a recording are spoken.

use serde::{Deserialize, Serialize};

/// The start and the end of words, in milliseconds from the beginning of a recording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    pub start: u32,
    pub end: u32,
}

impl Times {
    /// From the beginning of the first to the end of the last.
    pub fn join(self, other: Times) -> Times {
        Times { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// `00:12:03`: hours, minutes and seconds of a time in milliseconds.
pub fn clock(milliseconds: u32) -> String {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Block, BlockKind, Inline, InlineKind, Meta};
    use crate::text::Span;

    #[test]
    fn words_have_the_times_of_their_cue() {
        let text = "One two three four";
        let block = Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) };
        let timed = |start, end, times: (u32, u32)| Inline {
            kind: InlineKind::Timed(Times { start: times.0, end: times.1 }),
            span: Span::new(start, end),
        };
        let article = Article::new(text.into(), vec![block], Meta::default());
        let article = article.with_inlines(vec![timed(4, 7, (2_000, 3_000)), timed(8, 18, (3_000, 5_500))]);
        let times = |spans: &[(usize, usize)]| {
            let spans: Vec<Span> = spans.iter().map(|&(start, end)| Span::new(start, end)).collect();
            article.times_of(&spans).map(|times| (times.start, times.end))
        };
        assert_eq!(times(&[(4, 6)]), Some((2_000, 3_000)));
        assert_eq!(times(&[(0, 7), (14, 18)]), Some((2_000, 5_500)));
        assert_eq!(times(&[(0, 3)]), None);
        assert_eq!(times(&[]), None);
        assert_eq!(article.timed().count(), 2);
        assert_eq!(
            (clock(0), clock(723_999), clock(360_000_000)),
            ("00:00:00".into(), "00:12:03".into(), "100:00:00".into())
        );
    }
}
