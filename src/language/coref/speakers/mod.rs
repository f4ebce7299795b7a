//! The speakers of direct speech, and the confidence in every speaker.

pub mod direct_speech;
mod narrator_name;
pub mod nearby_mentions;
pub mod speaker_confidence;
pub mod speaker_features;
pub mod utterances;
pub mod vocatives;
