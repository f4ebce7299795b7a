//! [`RecordParts`]: the bytes of a record on their way to the thread that writes. A long record comes in parts, so that
//! it is never in memory as a whole.

use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver, SyncSender};

/// The length of a part, in bytes. Most records are shorter.
const PART: usize = 1 << 20;

/// The bytes of a record.
pub(super) struct RecordParts {
    first: Vec<u8>,
    /// The parts that follow, if the first is not all.
    others: Option<Receiver<RecordPart>>,
}

enum RecordPart {
    Bytes(Vec<u8>),
    /// There are no more.
    End,
}

impl RecordParts {
    /// Writes them, waiting for each.
    ///
    /// # Errors
    /// The errors of `to`, and if the thread that makes the parts stops before the end.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(&self.first)?;
        let Some(others) = &self.others else { return Ok(()) };
        for part in others {
            match part {
                RecordPart::Bytes(bytes) => to.write_all(&bytes)?,
                RecordPart::End => return Ok(()),
            }
        }
        Err(io::Error::other("a record was broken off"))
    }
}

/// A writer that sends its bytes as [`RecordParts`].
pub(super) struct PartWriter<F> {
    /// Called with the parts as soon as there is a first one. False if the receiver is gone.
    send: Option<F>,
    bytes: Vec<u8>,
    others: Option<SyncSender<RecordPart>>,
}

impl<F: FnOnce(RecordParts) -> bool> PartWriter<F> {
    pub fn new(send: F) -> PartWriter<F> {
        PartWriter { send: Some(send), bytes: Vec::new(), others: None }
    }

    /// Sends the rest. False if the receiver is gone.
    pub fn finish(self) -> bool {
        match (self.send, self.others) {
            (Some(send), _) => send(RecordParts { first: self.bytes, others: None }),
            (None, Some(others)) => {
                [RecordPart::Bytes(self.bytes), RecordPart::End].into_iter().all(|part| others.send(part).is_ok())
            }
            (None, None) => false,
        }
    }
}

impl<F: FnOnce(RecordParts) -> bool> Write for PartWriter<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > PART && !self.bytes.is_empty() {
            let full = std::mem::take(&mut self.bytes);
            let is_wanted = match self.send.take() {
                Some(send) => {
                    let (to, others) = mpsc::sync_channel(1);
                    self.others = Some(to);
                    send(RecordParts { first: full, others: Some(others) })
                }
                None => self.others.as_ref().is_some_and(|others| others.send(RecordPart::Bytes(full)).is_ok()),
            };
            if !is_wanted {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn output_arrives_in_parts() {
        for length in [0, 10, PART, PART + 1, PART * 5 + 7] {
            let (to, records) = mpsc::sync_channel(1);
            let words: Vec<u8> = (0..length).map(|nth| (nth % 251) as u8).collect();
            let given = words.clone();
            let maker = thread::spawn(move || {
                let mut writer = PartWriter::new(|parts| to.send(parts).is_ok());
                given.chunks(1000).for_each(|chunk| writer.write_all(chunk).unwrap());
                writer.finish()
            });
            let mut written = Vec::new();
            records.recv().unwrap().write(&mut written).unwrap();
            assert!(maker.join().unwrap() && written == words, "{length}");
        }
    }

    #[test]
    fn a_record_without_an_end_is_an_error() {
        let (to, records) = mpsc::channel();
        let mut writer = PartWriter::new(|parts| to.send(parts).is_ok());
        writer.write_all(&[0; PART]).unwrap();
        writer.write_all(b"more").unwrap();
        drop(writer);
        assert!(records.recv().unwrap().write(&mut Vec::new()).is_err());
    }
}
