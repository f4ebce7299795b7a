//! The look of a quotation, in the article and in the panel: the mark of its kind, the colour of its speaker.

use crate::reader::state::app::App;
use crate::reader::view::theme::Theme;
use crate::record::{Kind, PersonId, QuotationId, SpeechAct};
use ratatui::style::Style;

/// The mark that distinguishes kinds without colour.
pub fn mark_of(kind: Kind, act: SpeechAct) -> &'static str {
    match (kind, act) {
        (Kind::Direct, SpeechAct::Said) => "┃",
        (Kind::Mixed, SpeechAct::Said) => "┇",
        (Kind::Indirect, SpeechAct::Said) => "┊",
        // For thoughts: the same three weights, with gaps.
        (Kind::Direct, SpeechAct::Thought) => "╏",
        (Kind::Mixed, SpeechAct::Thought) => "╎",
        (Kind::Indirect, SpeechAct::Thought) => "∙",
    }
}

/// The person whom the spotlight is on.
pub fn spotlit(app: &App) -> Option<PersonId> {
    app.preferences.spotlight.then(|| app.person()).flatten()
}

/// The colour of a quotation's speaker; none for an uncertain speaker, so that no guess looks like a fact.
pub fn speaker_style(app: &App, theme: &Theme, quotation: QuotationId) -> Style {
    let speaker =
        app.document.record.quotations()[quotation].speaker.filter(|_| !app.document.record.uncertain(quotation));
    theme.speaker(speaker.and_then(|person| app.document.speaker_style_of(person)))
}
