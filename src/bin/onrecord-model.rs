//! Learns the language model from annotated articles, scores it, and measures its speed: see
//! `onrecord::train::command`.

fn main() -> anyhow::Result<()> {
    onrecord::train::command::run(std::env::args().skip(1))
}
