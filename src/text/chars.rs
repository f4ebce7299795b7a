//! Classes of characters that matter to quotations: marks, apostrophes, dashes. One definition for all passes.

/// `“ „ « ‟ ‹` and the like: marks that can only open a quotation.
pub fn is_opening_mark(c: char) -> bool {
    matches!(c, '“' | '„' | '‟' | '«' | '‹' | '「' | '『')
}

/// `” » ›` and the like: marks that close one. (In German `“` closes what `„` opened; the marks pass knows.)
pub fn is_closing_mark(c: char) -> bool {
    matches!(c, '”' | '»' | '›' | '」' | '』')
}

/// Single marks, which double as apostrophes: `‘ ’ '`.
pub fn is_single_mark(c: char) -> bool {
    matches!(c, '‘' | '’' | '\'' | '‚' | '‛')
}

/// Any mark of quotation, double or single, curly or straight.
pub fn is_quotation_mark(c: char) -> bool {
    c == '"' || is_opening_mark(c) || is_closing_mark(c) || is_single_mark(c)
}

/// `'` and `’`, as in *it’s*.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Dashes that set off a clause or open a line of dialogue; not the hyphen.
pub fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '‒')
}
