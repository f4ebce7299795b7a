//! Classes of characters that matter to quotations: marks, apostrophes, dashes. One definition for all passes.

/// `“ „ « ‟ ‹` and the like: marks that can only open a quotation.
pub fn opens(c: char) -> bool {
    matches!(c, '“' | '„' | '‟' | '«' | '‹' | '「' | '『')
}

/// `” » ›` and the like: marks that close one. (In German `“` closes what `„` opened; the marks pass knows.)
pub fn closes(c: char) -> bool {
    matches!(c, '”' | '»' | '›' | '」' | '』')
}

/// Single marks, which double as apostrophes: `‘ ’ '`.
pub fn single_mark(c: char) -> bool {
    matches!(c, '‘' | '’' | '\'' | '‚' | '‛')
}

/// Any mark of quotation, double or single, curly or straight.
pub fn quotation_mark(c: char) -> bool {
    c == '"' || opens(c) || closes(c) || single_mark(c)
}

/// `'` and `’`, as in *it’s*.
pub fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Dashes that set off a clause or open a line of dialogue; not the hyphen.
pub fn dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '‒')
}
