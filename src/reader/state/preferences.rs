//! [`Preferences`]: the choices that belong to the person, not to a source. They hold for every document that is read.

use crate::config::{Settings, ThemeName, WIDTH_RANGE};
use crate::record::{Kind, PersonId, Record};

/// The choices of one person, kept once for all documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    pub theme: ThemeName,
    pub layout: LayoutPreferences,
    /// Whether mouse clicks are taken from the terminal.
    pub mouse: bool,
    pub kinds: Kinds,
    /// Whether all but the selected person are dimmed.
    pub spotlight: bool,
    /// The order of the panel, if one was chosen.
    pub order: Option<PanelOrder>,
}

impl Default for Preferences {
    fn default() -> Preferences {
        Preferences {
            theme: ThemeName::Terminal,
            layout: LayoutPreferences::default(),
            mouse: false,
            kinds: Kinds::All,
            spotlight: false,
            order: None,
        }
    }
}

/// With more speakers than this, the panel is sorted by words by default.
const MANY: usize = 30;

impl Preferences {
    /// The preferences with which a session starts.
    pub fn of(settings: &Settings) -> Preferences {
        Preferences {
            theme: settings.theme,
            layout: LayoutPreferences { panel: settings.panel, width: settings.width },
            mouse: settings.mouse,
            ..Preferences::default()
        }
    }
}

/// The parts of the screen that a person can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayoutPreferences {
    /// Show the panel beside the text, where there is room for it.
    pub panel: bool,
    /// Columns of text at most; wider screens leave the rest empty.
    pub width: u16,
}

impl Default for LayoutPreferences {
    /// The panel, and a width that reads well.
    fn default() -> LayoutPreferences {
        LayoutPreferences { panel: true, width: 72 }
    }
}

impl LayoutPreferences {
    /// The same, with text `by` columns wider, within bounds.
    pub fn wider(self, by: i16) -> LayoutPreferences {
        LayoutPreferences {
            width: self.width.saturating_add_signed(by).clamp(*WIDTH_RANGE.start(), *WIDTH_RANGE.end()),
            ..self
        }
    }
}

/// The kinds of quotations that are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kinds {
    #[default]
    All,
    DirectAndMixed,
    Direct,
    /// All kinds, including quotations too doubtful to be shown by default.
    Doubtful,
}

impl Kinds {
    /// The kinds to which the key changes.
    pub fn next(self) -> Kinds {
        match self {
            Kinds::All => Kinds::DirectAndMixed,
            Kinds::DirectAndMixed => Kinds::Direct,
            Kinds::Direct => Kinds::Doubtful,
            Kinds::Doubtful => Kinds::All,
        }
    }

    /// The words for them in a message.
    pub fn name(self) -> &'static str {
        match self {
            Kinds::All => "all quotations",
            Kinds::DirectAndMixed => "direct and mixed quotations",
            Kinds::Direct => "direct quotations",
            Kinds::Doubtful => "all quotations, doubtful ones too",
        }
    }

    /// The words about those that are shown, where others are hidden.
    pub fn adjective(self) -> Option<&'static str> {
        match self {
            Kinds::All | Kinds::Doubtful => None,
            Kinds::DirectAndMixed => Some("direct or mixed"),
            Kinds::Direct => Some("direct"),
        }
    }

    /// Whether quotations of every kind are shown.
    pub fn shows_all(self) -> bool {
        matches!(self, Kinds::All | Kinds::Doubtful)
    }

    /// Whether quotations of this kind are shown.
    pub fn shows(self, kind: Kind) -> bool {
        match self {
            Kinds::All | Kinds::Doubtful => true,
            Kinds::DirectAndMixed => kind != Kind::Indirect,
            Kinds::Direct => kind == Kind::Direct,
        }
    }
}

/// The order in which the panel lists people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PanelOrder {
    /// As they first appear in the text.
    #[default]
    Appearance,
    /// By the number of words said, the greatest first.
    Words,
    Name,
}

impl PanelOrder {
    /// The default order of the people of `record`.
    pub fn usual(record: &Record) -> PanelOrder {
        if record.speakers().count() > MANY { PanelOrder::Words } else { PanelOrder::Appearance }
    }

    /// The order to which the key changes.
    pub fn next(self) -> PanelOrder {
        match self {
            PanelOrder::Appearance => PanelOrder::Words,
            PanelOrder::Words => PanelOrder::Name,
            PanelOrder::Name => PanelOrder::Appearance,
        }
    }

    /// The words for it in a message.
    pub fn name(self) -> &'static str {
        match self {
            PanelOrder::Appearance => "appearance",
            PanelOrder::Words => "words said",
            PanelOrder::Name => "name",
        }
    }

    /// Sorts `people` of `record`, given in order of appearance. `words` gives the number of words of each.
    pub fn sort(self, record: &Record, words: impl Fn(PersonId) -> usize, people: &mut [PersonId]) {
        match self {
            PanelOrder::Appearance => {}
            PanelOrder::Words => people.sort_by_key(|&id| std::cmp::Reverse(words(id))),
            PanelOrder::Name => people.sort_by_cached_key(|&id| record.people()[id].name.to_lowercase()),
        }
    }
}
