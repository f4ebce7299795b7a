//! Weights of single features, for the log-linear models of links and confidence.

/// Weights of single features: the model's table, or a map while learning.
pub trait FeatureWeights: Sync {
    /// The weight of the feature with this hash; 0 for one that is not known.
    fn weight(&self, feature: u64) -> f32;
}
