//! Speech in quotation marks: its turns, the clauses that belong to them, nested quotations, and titles, which are not
//! speech.

pub(super) mod clauses;
pub(super) mod nested;
pub(super) mod titles;
pub(super) mod turns;
