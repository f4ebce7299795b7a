//! The legend: every mark and style on the screen, and its meaning. The help and the README are made from it.

/// Marks, each with its meaning.
pub const LEGEND: &[(&str, &str)] = &[
    ("┃ ┇ ┊", "a direct quotation, a mixed one (a paraphrase with quoted words), an indirect one"),
    ("╏ ╎ ∙", "the same three, thought rather than said"),
    ("▶", "the current quotation, which commands act on"),
    ("?", "the speaker is unknown, or as likely as not somebody else"),
    ("A B …", "letters of speakers, in the margin and the panel, where there are few colours"),
    ("✎", "corrected by you"),
    ("▣ ◌", "a group or organisation; an unnamed person"),
    ("◐ ≡", "in the library: half read; words that several articles report"),
    ("▐ ▏", "at the right: who speaks where; the part on the screen"),
    ("‹ ›", "a table or a line of code goes on to the side"),
    (
        "12%",
        "in the panel: the share of all words said; what was only thought, is only guessed to be theirs, or stands in a caption does not count",
    ),
    ("colour", "the speaker; no colour where the speaker is uncertain"),
    ("bold", "the current quotation and the words that name its speaker"),
    (
        "underline",
        "a paraphrase, in the speaker’s colour; or a link, without a colour, and dim where nothing else tells them apart",
    ),
    ("italic", "thought rather than said, or the author’s own emphasis"),
    (
        "sure",
        "the words are a quotation and the speaker is right at least nine times in ten; likely: seven in ten; perhaps: less often",
    ),
];

/// The legend as Markdown, for the README.
pub fn markdown() -> String {
    let mut out = String::from("| mark | means |\n|---|---|\n");
    for (mark, meaning) in LEGEND {
        out += &format!("| {mark} | {meaning} |\n");
    }
    out
}
