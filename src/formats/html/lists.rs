//! The open lists of a page, with the depth and the number of the current item. Numbers follow `start`, `value` and
//! `reversed` as in HTML.

use crate::article::BlockKind;

/// The greatest depth of lists.
const MAX_DEPTH: usize = 9;

/// The open lists and items, outermost first.
#[derive(Default)]
pub(super) struct OpenLists {
    lists: Vec<OpenList>,
    items: Vec<ListMarker>,
    seen: u32,
}

struct OpenList {
    id: u32,
    numbers: Option<Numbers>,
}

/// The numbering of an ordered list.
struct Numbers {
    next: i32,
    step: i32,
    items: i32,
    /// The blocks numbered down from zero, because the number of items is only known at the end.
    from_zero: Vec<usize>,
    /// Whether items are still numbered down from zero.
    is_from_zero: bool,
}

/// The marker before the next block of an item.
#[derive(Clone, Copy)]
enum ListMarker {
    Bullet,
    Number(i32),
    /// A number counted down from zero in the list at this index.
    FromZero(i32, usize),
    /// No marker: the item has begun.
    Nothing,
}

impl OpenLists {
    /// Begins the list element `name`.
    pub fn enter<'e>(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<&'e str>) {
        self.seen += 1;
        let is_bare = |style: &str| {
            let style = style.to_ascii_lowercase().replace(' ', "");
            style.contains("list-style:none") || style.contains("list-style-type:none")
        };
        let numbers = (name == "ol" && !attribute("style").is_some_and(is_bare)).then(|| {
            let start = attribute("start").and_then(integer);
            let reversed = attribute("reversed").is_some();
            let is_from_zero = reversed && start.is_none();
            let next = if is_from_zero { 0 } else { start.unwrap_or(1) };
            Numbers { next, step: if reversed { -1 } else { 1 }, items: 0, from_zero: Vec::new(), is_from_zero }
        });
        self.lists.push(OpenList { id: self.seen, numbers });
    }

    /// Ends a list. Returns the blocks whose numbers must be raised, and by how much.
    pub fn leave(&mut self) -> (Vec<usize>, i32) {
        let numbers = self.lists.pop().and_then(|list| list.numbers);
        numbers.map_or((Vec::new(), 0), |numbers| (numbers.from_zero, numbers.items))
    }

    /// Begins an item.
    pub fn enter_item<'e>(&mut self, attribute: &dyn Fn(&str) -> Option<&'e str>) {
        let place = self.lists.len().saturating_sub(1);
        let mark = self.lists.last_mut().and_then(|list| list.numbers.as_mut()).map_or(ListMarker::Bullet, |numbers| {
            if let Some(value) = attribute("value").and_then(integer) {
                (numbers.next, numbers.is_from_zero) = (value, false);
            }
            let number = numbers.next;
            numbers.next = number.saturating_add(numbers.step);
            numbers.items = numbers.items.saturating_add(1);
            if numbers.is_from_zero { ListMarker::FromZero(number, place) } else { ListMarker::Number(number) }
        });
        self.items.push(mark);
    }

    /// Ends the innermost item.
    pub fn leave_item(&mut self) {
        self.items.pop();
    }

    /// Whether an item is open.
    pub fn in_item(&self) -> bool {
        !self.items.is_empty()
    }

    /// The number of the outermost list on the page; 0 outside of items.
    pub fn outermost(&self) -> u32 {
        self.lists.first().filter(|_| self.in_item()).map_or(0, |list| list.id)
    }

    /// The kind of block `block`, which ends here and has no other kind. Returns `None` outside of items.
    pub fn kind(&mut self, block: usize) -> Option<BlockKind> {
        let mark = std::mem::replace(self.items.last_mut()?, ListMarker::Nothing);
        let depth = self.lists.len().clamp(1, MAX_DEPTH) as u8;
        Some(match mark {
            ListMarker::Bullet => BlockKind::Item(depth),
            ListMarker::Nothing => BlockKind::Continuation(depth),
            ListMarker::Number(number) => BlockKind::Numbered { depth, number },
            ListMarker::FromZero(number, place) => {
                let numbers = self.lists.get_mut(place).and_then(|list| list.numbers.as_mut());
                numbers.into_iter().for_each(|numbers| numbers.from_zero.push(block));
                BlockKind::Numbered { depth, number }
            }
        })
    }
}

/// The number that an attribute begins with, as HTML parses it.
fn integer(value: &str) -> Option<i32> {
    let value = value.trim_start();
    let unsigned = value.strip_prefix(['-', '+']).unwrap_or(value);
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    value.get(..value.len() - unsigned.len() + digits)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::page_blocks;

    /// Formats the blocks of a page with their markers.
    fn check(page: &str, expected: &str) {
        use crate::article::BlockKind;
        let walked = page_blocks(page, &[]);
        let shown = walked.blocks.iter().map(|found| {
            let mark = match found.kind {
                BlockKind::Item(depth) => "*".repeat(depth.into()),
                BlockKind::Numbered { depth, number } => format!("{}{number}.", " ".repeat(usize::from(depth) - 1)),
                BlockKind::Continuation(depth) => " ".repeat(depth.into()),
                _ => "-".into(),
            };
            format!("{mark}{}", found.span.of(&walked.text))
        });
        assert_eq!(shown.collect::<Vec<_>>().join("|"), expected, "{page}");
    }

    #[test]
    fn items_are_numbered_as_by_browsers() {
        for (page, expected) in [
            ("<ol><li>a<li>b</ol><ol><li>c</ol>", "1.a|2.b|1.c"),
            ("<ol start=' 9th'><li>a<li value=20>b<li value=x>c</ol>", "9.a|20.b|21.c"),
            ("<ol start=-1><li>a<li>b</ol><ol start=99999999999><li>c</ol>", "-1.a|0.b|1.c"),
            ("<ol start=2147483647><li>a<li>b</ol>", "2147483647.a|2147483647.b"),
            ("<ol reversed><li>a<li>b<li>c</ol>", "3.a|2.b|1.c"),
            ("<ol reversed start=10><li>a<li>b</ol>", "10.a|9.b"),
            ("<ol reversed><li>a<li value=7>b<li>c</ol>", "3.a|7.b|6.c"),
            ("<ol reversed><li>a<ol reversed><li>b<li>c</ol><li>d</ol>", "2.a| 2.b| 1.c|1.d"),
            ("<ol style='list-style: none'><li>a</ol>", "*a"),
            ("<li>a", "*a"),
        ] {
            check(page, expected);
        }
    }

    #[test]
    fn an_item_has_one_marker() {
        for (page, expected) in [
            ("<ol><li><p>a<p>b<li>c<br>d</ol>", "1.a| b|2.c| d"),
            ("<ol><li><h3>a</h3><p>b<p>c</ol>", "-a|1.b| c"),
            ("<ol><li>a<ul><li>b<li>c</ul>d<li>e</ol>", "1.a|**b|**c| d|2.e"),
            ("<ul><li value=3><p>a<p>b<ol><li>c</ol></ul>", "*a| b| 1.c"),
            ("<ol><li hidden>a<li><li>b</ol>", "2.b"),
        ] {
            check(page, expected);
        }
    }
}
