//! A pull parser for the small XML files that describe a book. Entities defined in a file are never expanded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The longest value that is read, in bytes.
const MAX_BYTES: usize = 4096;

/// A piece of XML. Names have no prefix.
pub(super) enum XmlNode<'x> {
    Open(&'x str, &'x Attributes),
    Text(&'x str),
    Close(&'x str),
}

/// The attributes of an element, by name without prefix.
#[derive(Default)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The value of the attribute `name`, without a prefix.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the attribute contains `word` among words separated by spaces.
    pub fn has(&self, name: &str, word: &str) -> bool {
        self.get(name).is_some_and(|value| value.split_ascii_whitespace().any(|other| other == word))
    }
}

/// Calls `each` with every element and text of `xml`, up to the first syntax error.
pub(super) fn each_node(xml: &str, mut each: impl FnMut(XmlNode)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                each(XmlNode::Open(start.local_name().as_ref(), &attributes(&start)));
            }
            Ok(Event::Empty(start)) => {
                each(XmlNode::Open(start.local_name().as_ref(), &attributes(&start)));
                each(XmlNode::Close(start.local_name().as_ref()));
            }
            Ok(Event::End(end)) => each(XmlNode::Close(end.local_name().as_ref())),
            Ok(Event::Text(text)) => each(XmlNode::Text(&text.xml_content(XmlVersion::default()))),
            Ok(Event::CData(text)) => each(XmlNode::Text(&text.xml_content(XmlVersion::default()))),
            Ok(Event::GeneralRef(name)) => {
                let known = match &*name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                each(XmlNode::Text(known.unwrap_or(' ').encode_utf8(&mut [0; 4])));
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn attributes(start: &BytesStart) -> Attributes {
    let mut all = start.attributes();
    // Checked, each would be compared with all those before it.
    all.with_checks(false);
    let known = all.flatten().filter(|attribute| attribute.value.len() <= MAX_BYTES);
    let read = known.filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::default()).ok()?;
        Some((attribute.key.local_name().as_ref().to_owned(), value.into_owned()))
    });
    Attributes(read.take(40).collect())
}
