//! The few words by which the forms know an attribution: verbs of speech, pronouns, determiners.

/// Verbs that stand beside words in marks and say who spoke them.
#[rustfmt::skip]
pub(crate) const SPEAKS: &[&str] = &[
    "added", "adding", "adds", "admits", "admitted", "advised", "advises", "agreed", "agrees", "announced", "announces", "answered",
    "answering", "answers", "argued", "argues", "asked", "asking", "asks", "barked", "began", "begged", "bellowed",
    "blurted", "boasted", "breathed", "called", "calls", "chanted", "chanting", "chimed", "claimed", "claims", "commented", "complained",
    "concedes", "conceded", "concluded", "confessed", "confided", "continued", "continues", "corrected", "countered", "cried", "cries",
    "croaked", "cut", "deadpanned", "declared", "declares", "demanded", "demands", "drawled", "echoed", "emailed",
    "exclaimed", "explained", "explains", "finished", "gasped", "groaned", "growled", "grumbled", "hissed", "howled",
    "inquired", "enquired", "insisted", "insists", "interjected", "interrupted", "jokes", "joked", "lamented", "laughed",
    "lied", "mumbled", "murmured", "mused", "muttered", "noted", "notes", "observed", "observes", "offered", "ordered",
    "pleaded", "pointed", "posted", "posts", "pressed", "promised", "promises", "protested", "put", "puts", "quipped",
    "read", "reads", "reckoned", "reckons", "recalled", "recalls", "reflected", "remarked", "remarks", "remembered", "reminded", "repeated",
    "replied", "replies", "reply", "replying", "reported", "reports", "responded", "responds", "retorted", "returned",
    "roared", "said", "say", "saying", "says", "scoffed", "screamed", "shot", "shouted", "shouting", "shouts", "shrieked", "sighed",
    "signed", "snapped", "sneered", "sniffed", "snorted", "sobbed", "spat", "stammered", "stated", "states", "stressed",
    "stuttered", "suggested", "suggests", "teased", "tell", "telling", "tells", "testified", "told", "tweeted", "tweets",
    "urged", "urges", "ventured", "volunteered", "vowed", "warned", "warns", "went", "whimpered", "whined", "whispered",
    "wondered", "wrote", "write", "writes", "writing", "yelled", "yelling", "yells",
];

/// Words between a subject and its verb.
#[rustfmt::skip]
pub(crate) const BETWEEN: &[&str] = &[
    "also", "again", "always", "already", "could", "did", "do", "does", "even", "finally", "first", "further", "had",
    "has", "have", "himself", "herself", "themselves", "is", "just", "later", "never", "now", "often", "once", "only",
    "since", "so", "sometimes", "still", "then", "there", "was", "were", "will", "would", "been", "be", "at", "last",
    "both", "all", "soon", "once", "in", "turn", "simply", "too",
];

/// Pronouns that can carry an attribution.
pub(crate) const PRONOUNS: &[&str] =
    &["i", "he", "she", "they", "it", "we", "you", "who", "somebody", "someone", "everybody", "everyone"];

/// Words that begin the description of somebody.
#[rustfmt::skip]
pub(crate) const DETERMINERS: &[&str] = &[
    "a", "an", "another", "both", "each", "five", "four", "her", "his", "its", "many", "most", "my", "one", "our",
    "several", "some", "that", "the", "their", "these", "this", "those", "three", "two", "your",
];

pub(crate) const POSSESSIVE: &[&str] = &["her", "his", "its", "my", "our", "their", "your"];

/// Small words inside names.
#[rustfmt::skip]
pub(crate) const PARTICLES: &[&str] = &[
    "al", "ap", "bin", "da", "de", "degli", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le",
    "ten", "ter", "van", "vom", "von", "y", "zu",
];

/// Capitals that begin a sentence and no name.
#[rustfmt::skip]
pub(crate) const NO_NAME: &[&str] = &[
    "a", "about", "according", "after", "all", "although", "an", "and", "another", "any", "are", "as", "asked", "at",
    "because", "before", "both", "but", "by", "can", "could", "did", "do", "does", "during", "each", "even", "every",
    "everyone", "few", "for", "friday", "from", "had", "has", "have", "he", "her", "here", "his", "how", "however", "i",
    "if", "in", "inside", "instead", "is", "it", "its", "just", "last", "later", "like", "many", "may", "meanwhile",
    "monday", "more", "most", "my", "never", "no", "nobody", "none", "nor", "not", "nothing", "now", "of", "on", "once",
    "one", "only", "or", "other", "our", "out", "outside", "over", "perhaps", "saturday", "several", "she", "should",
    "since", "so", "some", "still", "sunday", "than", "that", "the", "their", "then", "there", "these", "they", "this",
    "those", "though", "three", "through", "thursday", "to", "told", "tuesday", "two", "under", "until", "up", "was",
    "we", "wednesday", "were", "what", "when", "where", "whether", "which", "while", "who", "why", "will", "with",
    "without", "would", "yes", "yet", "you", "your",
];

/// Kin and company: “her husband” is the husband, while “her advice” is hers.
#[rustfmt::skip]
pub(crate) const RELATED: &[&str] = &[
    "adviser", "advisor", "agent", "aide", "assistant", "aunt", "author", "biographer", "boss", "boy", "boyfriend",
    "brother", "captain", "chief", "coach", "co-author", "co-founder", "colleague", "colleagues", "companion", "counsel",
    "cousin", "critics", "dad", "daughter", "deputy", "doctor", "editor", "employer", "family", "father", "friend",
    "friends", "girl", "girlfriend", "government", "grandfather", "grandmother", "granny", "host", "husband", "lawyer",
    "lawyers", "manager", "mother", "mum", "mom", "nephew", "neighbor", "neighbors", "neighbour", "neighbours", "niece",
    "office", "opponent", "parents", "partner", "predecessor", "publicist", "rival", "secretary", "sister", "solicitor",
    "son", "spokesman", "spokesperson", "spokeswoman", "successor", "teacher", "teammate", "team", "uncle", "widow",
    "widower", "wife",
];

/// What is spoken, and not who speaks: “came the reply”.
pub(crate) const REPLIES: &[&str] =
    &["answer", "cry", "message", "question", "reply", "response", "retort", "shout", "verdict"];

/// Verbs that give something its name or say what a word means.
pub(crate) const NAMES: &[&str] =
    &["dubbed", "entitled", "mean", "means", "meant", "named", "nicknamed", "renamed", "spelled", "titled"];
