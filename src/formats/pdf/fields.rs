//! The values of the fields of a form. A viewer draws them if the file has no appearance for them.

use super::strings::decoded;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Point};

/// The most fields of a page, and the longest value, in bytes.
const MAX_FIELDS: usize = 2_000;
const MAX_VALUE: usize = 20_000;
/// The most parents of a field that are asked for its value.
const MAX_DEPTH: usize = 4;
/// The flags of hidden fields, and of passwords.
const HIDDEN: u32 = 1 << 1 | 1 << 5;
const PASSWORD: u32 = 1 << 13;
/// The greatest size of the words, in points.
const MAX_SIZE: f64 = 12.0;

/// The value of a field, its left end and its baseline in points from the top left, and its size.
pub(super) struct FormField {
    pub words: Vec<String>,
    pub left: f32,
    pub base: f32,
    pub size: f32,
}

/// The fields of `page` without an appearance of their own. `transform` leads to points from the top left.
pub(super) fn fields(page: &Page<'_>, transform: Affine) -> Vec<FormField> {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return Vec::new() };
    annotations.iter::<Dict<'_>>().take(MAX_FIELDS).filter_map(|widget| field(&widget, transform)).collect()
}

fn field(widget: &Dict<'_>, transform: Affine) -> Option<FormField> {
    let is_widget = widget.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_ref() == b"Widget");
    let shown = widget.get::<u32>("F").unwrap_or(0) & HIDDEN == 0;
    if !is_widget || !shown || widget.contains_key("AP") || flags(widget) & PASSWORD != 0 {
        return None;
    }
    let area = widget.get::<Rect>("Rect")?;
    let value = value(widget)?;
    let words: Vec<String> = value.split_whitespace().map(str::to_owned).collect();
    let size = ((area.y1 - area.y0) * 0.7).clamp(1.0, MAX_SIZE);
    let place = transform * Point::new(area.x0, area.y0 + size * 0.3);
    let field = FormField { words, left: place.x as f32, base: place.y as f32, size: size as f32 };
    (!field.words.is_empty()).then_some(field)
}

/// The value of the field, its own or inherited from the field it is part of.
fn value(widget: &Dict<'_>) -> Option<String> {
    let mut next = Some(widget.clone());
    for _ in 0..MAX_DEPTH {
        let at = next?;
        if let Some(value) = at.get::<PdfString<'_>>("V") {
            let bytes = value.as_bytes();
            return (bytes.len() <= MAX_VALUE).then(|| decoded(bytes));
        }
        next = at.get::<Dict<'_>>("Parent");
    }
    None
}

fn flags(widget: &Dict<'_>) -> u32 {
    let parent = || widget.get::<Dict<'_>>("Parent").and_then(|parent| parent.get::<u32>("Ff"));
    widget.get::<u32>("Ff").or_else(parent).unwrap_or(0)
}
