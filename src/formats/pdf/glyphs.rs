//! Collects the glyphs of each page with their positions, as the PDF interpreter draws them, and counts its pictures.

use super::super::guard;
use super::codes;
use super::fields::{self, FormField};
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, interpret_page,
};

/// Font units per em.
const UNITS: f64 = 1000.0;
/// The most glyphs of one page; a newspaper page has some 30,000.
const MAX_ON_PAGE: usize = 300_000;
/// The least weight of a bold font.
const BOLD: u32 = 600;
/// The width of a glyph without metrics, as a share of its size.
const WIDTH: f64 = 0.5;

/// A glyph: its text, its left and right edge and its baseline in points from the top left, and its font size.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub text: GlyphText,
    pub left: f32,
    pub right: f32,
    pub base: f32,
    pub size: f32,
    pub bold: bool,
}

/// The text of a glyph: nearly always one character.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum GlyphText {
    Char(char),
    Several(Box<str>),
}

/// The glyphs of a page. Its size is in points.
#[derive(Debug, Default)]
pub(super) struct PageGlyphs {
    pub width: f32,
    pub height: f32,
    pub glyphs: Vec<Glyph>,
    /// The number of glyphs without a known text.
    pub unknown: usize,
    pub pictures: usize,
}

impl PageGlyphs {
    /// Whether there is a picture and no text.
    pub fn is_picture(&self) -> bool {
        self.glyphs.is_empty() && self.pictures > 0
    }
}

/// Calls `each` with the glyphs of each page of `pdf`: at most `pages` pages and about `glyphs` glyphs.
pub(super) fn each_page(pdf: &Pdf, pages: usize, glyphs: usize, mut each: impl FnMut(PageGlyphs)) {
    let cache = InterpreterCache::new();
    let mut left = glyphs;
    for page in pdf.pages().iter().take(pages) {
        guard::exit_if_cancelled();
        let (width, height) = page.render_dimensions();
        // Fields of forms and notes on the page are drawn as annotations.
        let settings = InterpreterSettings {
            render_content: RenderContent::PAGE | RenderContent::ANNOTATIONS,
            ..InterpreterSettings::default()
        };
        let transform = Affine::new(page.initial_transform(true).as_coeffs());
        let area = Rect::new(0.0, 0.0, width.into(), height.into());
        let mut context = Context::new(transform, area, &cache, pdf.xref(), settings);
        let sheet = PageGlyphs { width, height, ..PageGlyphs::default() };
        let mut collector =
            GlyphCollector { sheet, coded: Vec::new(), marked: Vec::new(), left: left.min(MAX_ON_PAGE) };
        interpret_page(page, &mut context, &mut collector);
        collector.decode();
        fields::fields(page, transform).into_iter().for_each(|field| collector.write(field));
        left = left.saturating_sub(collector.sheet.glyphs.len());
        each(collector.sheet);
        if left == 0 {
            break;
        }
    }
}

/// Collects the drawn glyphs.
struct GlyphCollector {
    sheet: PageGlyphs,
    /// The glyphs without a known text, with the characters that their codes may mean.
    coded: Vec<(usize, char)>,
    /// For each open marked-content section, whether it is an artifact (a running head, a page number).
    marked: Vec<bool>,
    /// Glyphs that may still be collected.
    left: usize,
}

impl GlyphCollector {
    fn take(&mut self, glyph: &Drawn, place: Affine, bold: bool) {
        let origin = place * Point::ZERO;
        let along = (place * Point::new(UNITS, 0.0)) - origin;
        let up = (place * Point::new(0.0, UNITS)) - origin;
        // Vertical text in the margin is not part of the text.
        let level = along.y.abs() < 0.1 * along.x && up.y < 0.0;
        let inside = (0.0..=f64::from(self.sheet.width)).contains(&origin.x)
            && (0.0..=f64::from(self.sheet.height)).contains(&origin.y);
        let size = Vec2::length(up);
        if !level || !inside || !(0.5..2000.0).contains(&size) {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => GlyphText::Char(c),
            Some(BfString::String(text)) => GlyphText::Several(text.into_boxed_str()),
            None => {
                self.sheet.unknown += 1;
                self.coded.extend(codes::character(glyph.char_code()).map(|meant| (self.sheet.glyphs.len(), meant)));
                GlyphText::Char(char::REPLACEMENT_CHARACTER)
            }
        };
        let width = match glyph {
            Drawn::Outline(outline) => outline.advance_width().map_or(WIDTH, |width| f64::from(width) / UNITS),
            Drawn::Type3(_) => WIDTH,
        };
        self.left = self.left.saturating_sub(1);
        self.sheet.glyphs.push(Glyph {
            text,
            left: origin.x as f32,
            right: (origin.x + width.clamp(0.0, 4.0) * along.x) as f32,
            base: origin.y as f32,
            size: size as f32,
            bold,
        });
    }
}

impl GlyphCollector {
    /// Gives glyphs without a known text the characters of their codes, if those are a text.
    fn decode(&mut self) {
        if !codes::is_text(self.coded.iter().map(|(_, character)| *character)) {
            return;
        }
        for (at, character) in self.coded.drain(..) {
            if let Some(glyph) = self.sheet.glyphs.get_mut(at) {
                glyph.text = GlyphText::Char(character);
                self.sheet.unknown = self.sheet.unknown.saturating_sub(1);
            }
        }
    }

    /// Adds the text of a field, in one line.
    fn write(&mut self, field: FormField) {
        let FormField { words, mut left, base, size } = field;
        for word in words.into_iter().take(self.left) {
            let right = left + word.chars().count() as f32 * size * WIDTH as f32;
            let text = GlyphText::Several(word.into_boxed_str());
            self.sheet.glyphs.push(Glyph { text, left, right, base, size, bold: false });
            self.left = self.left.saturating_sub(1);
            left = right + size * WIDTH as f32;
        }
    }
}

/// Whether the font of this glyph is bold, by its weight or its name.
fn is_bold(glyph: &Drawn) -> bool {
    let Drawn::Outline(outline) = glyph else { return false };
    let Some(font) = outline.font_data() else { return false };
    let name = font.postscript_name.unwrap_or_default().to_ascii_lowercase();
    let named = ["bold", "black", "heavy", "cmbx", "-bd", "-medi"].iter().any(|word| name.contains(word));
    named || font.weight.is_some_and(|weight| weight >= BOLD)
}

impl<'a> Device<'a> for GlyphCollector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        guard::exit_if_cancelled();
        if self.marked.contains(&true) || self.left == 0 {
            return;
        }
        let bold = run.glyphs().first().is_some_and(|glyph| is_bold(glyph));
        for glyph in run.glyphs() {
            self.take(glyph, props.transform * glyph.transform(), bold);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        guard::exit_if_cancelled();
        self.sheet.pictures += 1;
    }

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<&Dict<'_>>) {
        self.marked.push(tag == b"Artifact");
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }

    // A file that draws without end draws one of these.
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        guard::exit_if_cancelled();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        guard::exit_if_cancelled();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        guard::exit_if_cancelled();
    }

    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
