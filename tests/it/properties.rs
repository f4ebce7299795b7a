//! Properties for any text, width and sequence of keys.

use crate::stage::Stage;
use onrecord::article::{Article, Block, BlockKind, Meta};
use onrecord::layout::{Layout, Row, wrap};
use onrecord::reader::keys::key::{Code, Key};
use onrecord::reader::state::geometry::Size;
use onrecord::reader::update;
use onrecord::text::{Span, graphemes, shown, width};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Letters, marks, white space, wide and combining characters, emoji sequences, control characters.
const AWKWARD: &str = "[ a-zé世界🙂\u{301}\u{200d}👩‍👧“”’—.,\\-\t\n\u{1b}\u{7f}\u{9b}\u{202e}\u{ad}\u{a0}ｶﾞ\r]{0,300}";

/// An article with a block for each line of `text`.
fn article(text: &str) -> Article {
    let mut at = 0;
    let mut blocks = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let start = at + line.len() - line.trim_start().len();
        let number = BlockKind::Numbered { depth: 1, number: i32::MIN };
        let kind =
            [BlockKind::Paragraph, BlockKind::Item(2), BlockKind::Quote(1), BlockKind::Boilerplate, number][index % 5];
        blocks.push(Block { kind, span: Span::new(start, start + line.trim().len()) });
        at += line.len() + 1;
    }
    Article::new(text.into(), blocks, Meta::default())
}

fn rows(article: &Article, layout: &mut Layout) -> Vec<Row> {
    let mut all: Vec<Row> = layout.row_at(article, 0).into_iter().collect();
    while let Some(row) = all.last().and_then(|&last| layout.after(article, last)) {
        all.push(row);
    }
    all
}

/// `words` with each soft line break, and the white space around it, as the one column that it takes.
fn soft(words: &str) -> String {
    let white = |c: char| shown(c) == ' ' || c.is_whitespace();
    let lines = words.split('\n').map(|line| line.trim_matches(white)).filter(|line| !line.is_empty());
    if words.contains('\n') { lines.collect::<Vec<_>>().join(" ") } else { words.to_owned() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wrapping_loses_nothing_and_never_exceeds_the_width(text in AWKWARD, columns in 1usize..60) {
        let rows = wrap(&text, Span::new(0, text.len()), columns);
        let mut at = 0;
        for row in rows {
            let between = &text[at..row.start as usize];
            prop_assert!(between.chars().all(|c| shown(c) == ' ' || c.is_whitespace()), "lost {between:?}");
            let words = &soft(row.of(&text));
            let solid = graphemes(words).filter(|&(_, _, wide)| wide > 0).count();
            prop_assert!(width(words) <= columns || solid == 1, "{words:?} at {columns}");
            at = row.end as usize;
        }
        prop_assert!(text[at..].chars().all(|c| shown(c) == ' ' || c.is_whitespace()), "lost {:?}", &text[at..]);
    }

    #[test]
    fn width_matches_the_drawn_cells(text in AWKWARD) {
        let safe: String = text.chars().map(shown).collect();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 2000, 1));
        let (end, _) = buffer.set_stringn(0, 0, &safe, 2000, Style::new());
        prop_assert_eq!(usize::from(end), width(&safe));
        prop_assert_eq!(width(&text), width(&safe));
    }

    #[test]
    fn places_and_rows_round_trip(text in AWKWARD, columns in 4usize..60) {
        let article = article(&text);
        let mut layout = Layout::new(columns);
        for row in rows(&article, &mut layout).into_iter().filter(|row| !row.blank) {
            for (offset, grapheme, wide) in graphemes(article.slice(row.span)) {
                let at = row.span.start as usize + offset;
                prop_assert_eq!(layout.row_at(&article, at), Some(row), "{:?} at {}", grapheme, at);
                if wide > 0 {
                    prop_assert_eq!(layout.byte_at(&article, row, layout.column_of(&article, row, at)), at);
                }
            }
        }
    }

    #[test]
    fn moving_down_and_up_returns(text in AWKWARD, columns in 4usize..60) {
        let article = article(&text);
        let mut layout = Layout::new(columns);
        let all = rows(&article, &mut layout);
        for pair in all.windows(2) {
            prop_assert_eq!(layout.before(&article, pair[1]), Some(pair[0]));
        }
    }

    #[test]
    fn table_lines_are_stepped_through_like_rows(
        cells in prop::collection::vec(prop::collection::vec(AWKWARD, 1..6), 1..6),
        columns in 4usize..60,
    ) {
        let rows_of_cells: Vec<String> = cells.iter().map(|row| row.join(" | ")).collect();
        let mut text = String::new();
        let mut blocks = Vec::new();
        for row in rows_of_cells.iter().map(|row| row.trim()).filter(|row| !row.is_empty()) {
            blocks.push(Block { kind: BlockKind::Table, span: Span::new(text.len(), text.len() + row.len()) });
            text += row;
            text.push('\n');
        }
        let article = Article::new(text, blocks, Meta::default());
        let mut layout = Layout::new(columns);
        let all = rows(&article, &mut layout);
        for pair in all.windows(2) {
            prop_assert_eq!(layout.before(&article, pair[1]), Some(pair[0]));
        }
        for row in all.into_iter().filter(|row| !row.blank) {
            for segment in layout.segments(&article, row) {
                prop_assert!(segment.column < columns || layout.overflow(&article, row).is_some());
                prop_assert_eq!(layout.row_at(&article, segment.span.start as usize), Some(row));
                let place = layout.byte_at(&article, row, layout.column_of(&article, row, segment.span.start as usize));
                prop_assert!((segment.span.start as usize..=segment.span.end as usize).contains(&place));
            }
        }
    }

    #[test]
    fn random_keys_and_sizes_keep_the_anchor_on_the_screen(steps in prop::collection::vec(step(), 1..80)) {
        let mut stage = Stage::new(100, 24);
        for step in steps {
            match step {
                Step::Press(key) => {
                    update::press(&mut stage.app, key);
                }
                Step::Paste(text) => {
                    update::paste(&mut stage.app, &text);
                }
                Step::Resize(columns, rows) => {
                    let before = stage.app.document.viewport.anchor();
                    update::resize(&mut stage.app, Size { columns, rows });
                    prop_assert_eq!(stage.app.document.viewport.anchor(), before);
                }
            }
            let anchor = stage.app.document.viewport.anchor();
            prop_assert!(stage.app.document.viewport.row_of(anchor.at).is_some_and(|row| row <= 1), "{anchor:?}");
            prop_assert!(stage.app.document.viewport.rows().len() <= stage.app.geometry.rows());
            stage.draw();
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Press(Key),
    Paste(String),
    Resize(u16, u16),
}

fn step() -> impl Strategy<Value = Step> {
    let bound = onrecord::reader::keys::action::TABLE.iter().flat_map(|binding| binding.keys.iter().copied());
    let mut keys: Vec<Key> = bound.collect();
    keys.extend([
        Key::char('x'),
        Key::char('é'),
        Key::char('7'),
        Key::plain(Code::Backspace),
        Key::ctrl('u'),
        Key::plain(Code::Delete),
    ]);
    prop_oneof![
        20 => prop::sample::select(keys).prop_map(Step::Press),
        1 => "[a-z0-9%¶\n\u{1b} ]{0,12}".prop_map(Step::Paste),
        2 => (1u16..180, 1u16..50).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
    ]
}
