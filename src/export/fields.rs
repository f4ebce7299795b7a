//! [`Field`]: the top-level fields of a record, and [`Fields`], those that are written.

use serde::Serialize;

/// A top-level field of a record, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    Schema,
    Tool,
    Id,
    Source,
    Language,
    Title,
    Byline,
    Published,
    Site,
    Url,
    Text,
    Blocks,
    People,
    Quotes,
}

impl Field {
    /// All fields, in order.
    pub const ALL: [Field; 14] = [
        Field::Schema,
        Field::Tool,
        Field::Id,
        Field::Source,
        Field::Language,
        Field::Title,
        Field::Byline,
        Field::Published,
        Field::Site,
        Field::Url,
        Field::Text,
        Field::Blocks,
        Field::People,
        Field::Quotes,
    ];

    /// Its name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Field::Schema => "schema",
            Field::Tool => "tool",
            Field::Id => "id",
            Field::Source => "source",
            Field::Language => "language",
            Field::Title => "title",
            Field::Byline => "byline",
            Field::Published => "published",
            Field::Site => "site",
            Field::Url => "url",
            Field::Text => "text",
            Field::Blocks => "blocks",
            Field::People => "people",
            Field::Quotes => "quotes",
        }
    }
}

/// A set of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields(u16);

impl Fields {
    /// Every field: a whole record.
    pub const ALL: Fields = Fields((1 << Field::ALL.len()) - 1);

    /// Its fields, in the order in which they are written.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |&field| self.0 & 1 << field as u16 != 0)
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Fields {
        Fields(fields.into_iter().fold(0, |set, field| set | 1 << field as u16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_keep_the_order_of_a_record() {
        assert!(Fields::ALL.iter().eq(Field::ALL));
        let some: Fields = [Field::Quotes, Field::Id, Field::Quotes].into_iter().collect();
        assert!(some.iter().eq([Field::Id, Field::Quotes]));
        for field in Field::ALL {
            assert_eq!(serde_json::to_value(field).unwrap(), field.name());
        }
    }
}
