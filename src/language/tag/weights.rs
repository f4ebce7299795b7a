//! [`FeatureWeights`]: the weights of the log-linear models for links and confidence.

/// One weight per feature: from the table of the model, or from a map during training.
pub trait FeatureWeights: Sync {
    /// The weight of the feature with the hash `feature`; 0 if it is unknown.
    fn weight(&self, feature: u64) -> f32;
}
