//! Classes of characters that matter to quotations: marks, apostrophes, dashes. Every pass uses these.

/// Marks that can only open a quotation, like `“ „ « ‟ ‹`.
pub fn is_opening_mark(c: char) -> bool {
    matches!(c, '“' | '„' | '‟' | '«' | '‹' | '「' | '『')
}

/// Marks that close a quotation, like `” » ›`. In German, `“` closes what `„` opened; `lexical::quotation_marks`
/// handles that.
pub fn is_closing_mark(c: char) -> bool {
    matches!(c, '”' | '»' | '›' | '」' | '』')
}

/// Single marks, which double as apostrophes: `‘ ’ '`.
pub fn is_single_mark(c: char) -> bool {
    matches!(c, '‘' | '’' | '\'' | '‚' | '‛')
}

/// Any quotation mark, double or single, curly or straight.
pub fn is_quotation_mark(c: char) -> bool {
    c == '"' || is_opening_mark(c) || is_closing_mark(c) || is_single_mark(c)
}

/// `'` and `’`, as in *it’s*.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Dashes that set off a clause or open a line of dialogue; not hyphens.
pub fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '‒')
}

/// Whether there are letters in `words`, and none in lower case.
pub fn is_capitals(words: &str) -> bool {
    words.contains(char::is_uppercase) && !words.contains(char::is_lowercase)
}
