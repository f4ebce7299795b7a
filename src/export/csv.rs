//! Quotations as a table: one row each, in the comma-separated values of RFC 4180.

use super::exported_article::{CodePoints, ExportedArticle, Id};
use super::wording::{person_kind, rounded, whole};
use crate::article::times::clock;
use crate::record::Quotation;
use crate::text::{Offsets, one_line};
use csv::{Terminator, WriterBuilder};
use std::io::{self, Write};

/// The first line.
pub(super) const HEADER: &str = "document,title,url,published,block,kind,act,quotation,cue,source,speaker,role,\
                                 speaker_kind,confidence,speaker_confidence,start,end,time\n";

/// Between the pieces of a quotation.
pub const BETWEEN_PIECES: &str = " … ";

/// Writes the rows of an article. Offsets count code points: the start of the first piece and the end of the last. The
/// time is when the first word begins in a recording.
///
/// # Errors
/// The errors of `to`.
pub fn write(to: impl Write, exported: &ExportedArticle) -> io::Result<()> {
    let ExportedArticle { id, article, record, .. } = exported;
    let offsets = Offsets::new(article.text());
    let name = if matches!(id, Id::Name("-")) { "-" } else { exported.name() };
    let meta = &article.meta;
    let of_article = [Some(name), meta.title.as_deref(), meta.url.as_deref(), meta.published.as_deref()].map(optional);
    let mut rows = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(to);
    for quotation in record.quotations() {
        let person = quotation.speaker.and_then(|speaker| record.people().get(speaker));
        let slice = |span| article.slice(span);
        let CodePoints { start, end } = CodePoints::of(quotation.extent(), &offsets);
        let Quotation { confidence, speaker_confidence, .. } = *quotation;
        let own = [
            exported.paragraph(quotation).to_string(),
            quotation.kind.name().to_owned(),
            quotation.act.name().to_owned(),
            cell(&whole(article, &quotation.content, BETWEEN_PIECES)),
            optional(quotation.cue.map(slice)),
            optional(quotation.source.map(slice)),
            optional(person.map(|person| person.name.as_str())),
            optional(person.and_then(|person| person.role.as_deref())),
            person.map(|person| person_kind(person.kind).to_owned()).unwrap_or_default(),
            rounded(confidence).to_string(),
            rounded(speaker_confidence).to_string(),
            start.to_string(),
            end.to_string(),
            article.times_of(&quotation.content).map(|times| clock(times.start)).unwrap_or_default(),
        ];
        rows.write_record(of_article.iter().chain(&own)).map_err(io::Error::other)?;
    }
    rows.flush()
}

fn optional(text: Option<&str>) -> String {
    cell(&one_line(text.unwrap_or_default()))
}

/// `text` as a cell that no spreadsheet takes for a formula: an apostrophe before a text that begins with `= + - @`,
/// also after apostrophes, so that removing one always restores the text.
pub fn cell(text: &str) -> String {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let is_formula = text.trim_start_matches('\'').starts_with(FORMULA);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`cell`] made `cell` of.
pub fn text_of_cell(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| self::cell(rest) == cell).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_never_formulas_and_round_trip() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+49 40", "'+49 40"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("1-2", "1-2"),
            ("– so", "– so"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected);
            assert_eq!(text_of_cell(expected), text);
        }
        assert_eq!(HEADER.matches(',').count(), 17);
    }
}
