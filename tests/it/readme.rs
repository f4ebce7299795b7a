//! The README tells the truth: its list of keys is the key table. `UPDATE=1 cargo test readme` writes it anew.

use onrecord::reader::keys::action;

const START: &str = "<!-- keys: written by `UPDATE=1 cargo test readme` -->\n";
const END: &str = "<!-- end of keys -->";

#[test]
fn readme_lists_every_key() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(START).expect("the list of keys begins");
    let (listed, after) = rest.split_once(END).expect("and ends");
    let keys = action::markdown();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, format!("{before}{START}{keys}{END}{after}")).unwrap();
    } else {
        assert_eq!(listed, keys, "UPDATE=1 cargo test readme");
    }
}
