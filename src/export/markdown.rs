//! The quotations as Markdown: by person, then in reading order, each with its paragraph and, if the article has an
//! address, a link to the words on the page.

use super::exported_article::ExportedArticle;
use super::wording::{by_kind, credited, described, whole};
use crate::article::times::clock;
use crate::record::{Quotation, QuotationId, SpeechAct};
use crate::text::{one_line, percent, pluralize};
use std::io::{self, Write};

/// Writes the quotations of an article.
///
/// # Errors
/// The errors of `to`.
pub fn write(mut to: impl Write, exported: &ExportedArticle) -> io::Result<()> {
    head(&mut to, exported)?;
    if exported.record.quotations().is_empty() {
        return writeln!(to, "No quotations found.\n");
    }
    by_person(&mut to, exported)?;
    in_order(&mut to, exported)
}

/// Escapes `text`, which stands at the start of a line, for Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let opens_item = at == 0 && matches!(c, '-' | '+' | '=') || at == digits && at > 0 && matches!(c, '.' | ')');
        if opens_item || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// An address as the target of a link, in pointed brackets.
pub fn target(address: &str) -> String {
    format!("<{}>", address.replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E"))
}

fn head(to: &mut impl Write, exported: &ExportedArticle) -> io::Result<()> {
    let meta = &exported.article.meta;
    writeln!(to, "# {}\n", escaped(&exported.title()))?;
    let mut facts = Vec::new();
    facts.extend(meta.byline.as_deref().map(|byline| format!("By {}", escaped(&one_line(byline)))));
    facts.extend([&meta.published, &meta.site].into_iter().flatten().map(|fact| escaped(&one_line(fact))));
    match exported.address() {
        Some(address) => facts.push(format!("[{}]({})", escaped(address), target(address))),
        None => facts.push(escaped(&one_line(exported.name()))),
    }
    writeln!(to, "{}\n", facts.join(" · "))
}

fn by_person(to: &mut impl Write, exported: &ExportedArticle) -> io::Result<()> {
    let record = exported.record;
    writeln!(to, "## By person\n")?;
    let section = |to: &mut dyn Write, heading: &str, counts: &str, said: &[QuotationId]| {
        let quotations = || said.iter().filter_map(|&id| Some((id, record.quotations().get(id)?)));
        let kinds = by_kind(quotations().map(|(_, quotation)| quotation));
        let number = pluralize(said.len(), "quotation");
        writeln!(to, "### {}\n\n{number} ({kinds}){counts}\n", escaped(heading))?;
        for (id, quotation) in quotations() {
            writeln!(to, "- {} ({})", words(exported, quotation), details(exported, id, quotation))?;
        }
        writeln!(to)
    };
    for person in record.speakers() {
        let share = percent(record.share_of(person));
        let counts = format!(", {}, {share} of all words said", pluralize(record.words_of(person), "word"));
        section(to, &described(record, person), &counts, record.quotations_of(person))?;
    }
    if !record.unattributed().is_empty() {
        section(to, "Speaker unknown", "", record.unattributed())?;
    }
    Ok(())
}

fn in_order(to: &mut impl Write, exported: &ExportedArticle) -> io::Result<()> {
    writeln!(to, "## In reading order\n")?;
    for (id, quotation) in exported.record.quotations().iter().enumerate() {
        let speaker = escaped(&credited(exported.article, exported.record, id));
        let details = details_of_words(exported, id, quotation);
        writeln!(to, "> {}\n>\n> — {speaker}, {details}\n", words(exported, quotation))?;
    }
    Ok(())
}

fn words(exported: &ExportedArticle, quotation: &Quotation) -> String {
    escaped(&whole(exported.article, &quotation.content, " […] "))
}

/// “direct, ¶3”, with a doubt about the speaker.
fn details(exported: &ExportedArticle, id: QuotationId, quotation: &Quotation) -> String {
    let doubt = if quotation.speaker.is_some() && exported.record.uncertain(id) { ", perhaps" } else { "" };
    format!("{}{doubt}", details_of_words(exported, id, quotation))
}

/// “direct, ¶3 [00:12:03]”, the place being a link if the article has an address.
fn details_of_words(exported: &ExportedArticle, id: QuotationId, quotation: &Quotation) -> String {
    let thought = if quotation.act == SpeechAct::Thought { ", thought" } else { "" };
    let edited = if exported.record.edited(id) { ", corrected" } else { "" };
    let time = exported.article.times_of(&quotation.content).map(|times| format!(" \\[{}\\]", clock(times.start)));
    let place = format!("¶{}", exported.paragraph(quotation));
    let place = match exported.link(quotation) {
        Some(link) => format!("[{place}]({})", target(&link)),
        None => place,
    };
    format!("{}{thought}{edited}, {place}{}", quotation.kind.name(), time.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser};

    /// The text as a Markdown parser reads it.
    fn check(text: &str) {
        for line in [format!("> {}\n", escaped(text)), format!("- {}\n", escaped(text))] {
            let read: String = Parser::new_ext(&line, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES)
                .filter_map(|event| match event {
                    Event::Text(words) => Some(words.to_string()),
                    Event::Start(tag) if !matches!(tag, pulldown_cmark::Tag::Paragraph) => Some(format!("{tag:?}")),
                    Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Rule => Some(format!("{event:?}")),
                    _ => None,
                })
                .collect();
            let expected = if line.starts_with('>') { format!("BlockQuote(None){text}") } else { read.clone() };
            assert_eq!(read, expected);
            assert!(read.ends_with(text), "{line}: {read}");
        }
    }

    #[test]
    fn escaped_text_has_no_markup_for_a_parser() {
        for text in [
            "*a* _b_ `c` [d](e) <f> # g &amp; ~~h~~ \\i",
            "- no item",
            "+ none",
            "1. none",
            "2) none",
            "1984 was a year.",
            "# no heading",
            "> no quotation",
            "--- a",
            "=== a",
            "![a](b)",
            "https://a.example/_b_",
            "a | b",
            "“É” 世界",
        ] {
            check(text);
        }
    }
}
