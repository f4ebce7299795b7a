//! Quotations, their speakers, and the people named in an article. Text passes through the folders in this order, and
//! no folder imports from one further down:
//! 1. [`lexical`]: tokens, sentences, quotation marks, the language, classes of words;
//! 2. [`tag`]: the probability of each role (source, cue, content) of each token, by the linear model or the encoder;
//! 3. [`attribute`]: probabilities → attributions (content with its cue and its source), and what looks like speech
//!    where no verb reports it;
//! 4. [`coref`]: names, pronouns and descriptions → people, and the speaker of each attribution;
//! 5. [`pipeline`]: all of the above, applied to one chunk of a long text after another.

pub mod attribute;
pub mod coref;
pub mod lexical;
pub mod pipeline;
pub mod tag;

pub use attribute::attribution::{Attribution, Kind, SpeechAct};
pub use coref::mention::{Mention, MentionType, Reason};
pub use coref::person::{Person, PersonId, PersonKind};
pub use coref::quotation::{Quotation, QuotationId};
pub use lexical::language::Language;
pub use pipeline::analyse::{Executor, Jobs, PreparedEngine, analyse, analyse_with, prepare};
pub use pipeline::analysis::{Analysis, Engine, new_indices};
