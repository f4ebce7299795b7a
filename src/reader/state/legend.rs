//! The legend: every mark and style on the screen, and its meaning. The help and the README are made from it.

/// Marks, each with its meaning.
pub const LEGEND: &[(&str, &str)] = &[
    ("┃ ┇ ┊", "a direct quotation, one mixed of words and paraphrase, an indirect one"),
    ("╏ ╎ ∙", "the same three, thought rather than said"),
    ("▶", "the current quotation, which commands act on"),
    ("?", "the speaker is uncertain or unknown"),
    ("A B …", "letters of speakers, in the margin and in the panel, where colours are few"),
    ("✎", "corrected by you"),
    ("▣ ◌", "a group or organisation; an unnamed person"),
    ("◐ ≡", "in the library: half read; words that several articles report"),
    ("▐ ▏", "at the right: who speaks where in the text; the part on the screen"),
    ("colour", "the speaker; no colour where the speaker is uncertain"),
    ("bold", "the current quotation and the words that name its speaker"),
    ("underline", "paraphrase, or a link"),
    ("italic", "thought rather than said, or the author’s own emphasis"),
    ("sure", "right in at least nine of ten cases; likely: seven of ten; perhaps: fewer"),
];

/// The legend as Markdown, for the README.
pub fn markdown() -> String {
    let mut out = String::from("| mark | means |\n|---|---|\n");
    for (mark, meaning) in LEGEND {
        out += &format!("| {mark} | {meaning} |\n");
    }
    out
}
