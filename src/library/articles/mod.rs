//! Articles: prepared and packed on the way in, stored with each version of their text, indexed for searches, listed,
//! opened, revised and removed.

pub(super) mod copies;
pub(super) mod index;
pub(super) mod packed;
pub(super) mod prepared;
pub(super) mod recent;
pub(super) mod revision;
pub(super) mod storage;
