//! Inference in a linear-chain conditional random field over the tags of one block: marginals by the forward-backward
//! algorithm, and the best sequence by Viterbi. Training and tagging share it.

use crate::language::tag::tags::{PerTag, TAGS, Tag, may_follow};

/// The transition scores of a field, and the scores of the first tag of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Transitions {
    /// The score of one tag after another: `follow[before][after]`.
    pub follow: [PerTag; TAGS],
    pub start: PerTag,
}

/// The lowest score relative to the best one. It keeps the arithmetic within the range of `f32`.
const FLOOR: f32 = -60.0;

/// The forward and backward sums of one block. Reused for the next block to save allocations.
#[derive(Default)]
pub struct Chain {
    /// Exponentials of the allowed transitions; 0 for the others.
    follow: [PerTag; TAGS],
    emissions: Vec<PerTag>,
    forward: Vec<PerTag>,
    backward: Vec<PerTag>,
    /// The logarithm of the partition function.
    pub log_partition: f64,
}

impl Chain {
    /// Runs the forward-backward algorithm over tokens with the emission scores `scores`.
    pub fn forward_backward(&mut self, transitions: &Transitions, scores: &[PerTag]) {
        let (length, mut log_partition) = (scores.len(), 0.0f64);
        for (before, row) in self.follow.iter_mut().enumerate() {
            for (after, cell) in row.iter_mut().enumerate() {
                *cell = if may_follow(before, after) { transitions.follow[before][after].exp() } else { 0.0 };
            }
        }
        self.emissions.clear();
        self.forward.clear();
        for (at, score) in scores.iter().enumerate() {
            let best = score.iter().copied().fold(f32::MIN, f32::max);
            let emissions: PerTag = score.map(|s| (s - best).max(FLOOR).exp());
            let mut reach = [0.0; TAGS];
            if at == 0 {
                for (tag, cell) in reach.iter_mut().enumerate() {
                    *cell = if may_follow(0, tag) { transitions.start[tag].exp() } else { 0.0 };
                }
            } else {
                let before = &self.forward[at - 1];
                for (row, &mass) in self.follow.iter().zip(before) {
                    for (cell, &step) in reach.iter_mut().zip(row) {
                        *cell += mass * step;
                    }
                }
            }
            for (cell, &e) in reach.iter_mut().zip(&emissions) {
                *cell *= e;
            }
            log_partition += f64::from(best) + f64::from(normalise(&mut reach).ln());
            self.emissions.push(emissions);
            self.forward.push(reach);
        }
        self.backward.clear();
        self.backward.resize(length, [1.0; TAGS]);
        for at in (1..length).rev() {
            let mut ahead = self.backward[at];
            for (cell, &e) in ahead.iter_mut().zip(&self.emissions[at]) {
                *cell *= e;
            }
            let mut back: PerTag = self.follow.map(|row| row.iter().zip(&ahead).map(|(step, mass)| step * mass).sum());
            normalise(&mut back);
            self.backward[at - 1] = back;
        }
        self.log_partition = log_partition;
    }

    /// The marginal probability of each tag at token `at`.
    pub fn marginals(&self, at: usize) -> PerTag {
        let mut both = self.forward[at];
        for (cell, &mass) in both.iter_mut().zip(&self.backward[at]) {
            *cell *= mass;
        }
        normalise(&mut both);
        both
    }

    /// The marginal probability of each pair of tags at tokens `at - 1` and `at`. `at` must be above 0.
    #[cfg(any(test, feature = "train"))]
    pub fn pair_marginals(&self, at: usize) -> [PerTag; TAGS] {
        let mut pairs = self.follow;
        let mut sum = 0.0;
        for (row, &mass) in pairs.iter_mut().zip(&self.forward[at - 1]) {
            for ((cell, &e), &back) in row.iter_mut().zip(&self.emissions[at]).zip(&self.backward[at]) {
                *cell *= mass * e * back;
                sum += *cell;
            }
        }
        for cell in pairs.iter_mut().flatten() {
            *cell /= sum.max(f32::MIN_POSITIVE);
        }
        pairs
    }
}

/// Scales `values` to sum to 1, and returns the former sum.
fn normalise(values: &mut PerTag) -> f32 {
    let sum = values.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    for value in values.iter_mut() {
        *value /= sum;
    }
    sum
}

/// The best sequence of tags for tokens with the emission scores `scores` (Viterbi).
pub fn viterbi(transitions: &Transitions, scores: &[PerTag]) -> Vec<Tag> {
    let mut from: Vec<[Tag; TAGS]> = Vec::with_capacity(scores.len());
    let mut reach = [f32::NEG_INFINITY; TAGS];
    for (at, score) in scores.iter().enumerate() {
        let mut next = [f32::NEG_INFINITY; TAGS];
        let mut back = [0; TAGS];
        for (after, cell) in next.iter_mut().enumerate() {
            if at == 0 {
                if may_follow(0, after) {
                    *cell = transitions.start[after];
                }
            } else {
                for before in (0..TAGS).filter(|&before| may_follow(before, after)) {
                    let total = reach[before] + transitions.follow[before][after];
                    if total > *cell {
                        (*cell, back[after]) = (total, before as Tag);
                    }
                }
            }
            *cell += score[after];
        }
        reach = next;
        from.push(back);
    }
    let mut tag = (0..TAGS).max_by(|&a, &b| reach[a].total_cmp(&reach[b])).unwrap_or(0) as Tag;
    let mut tags = vec![0; scores.len()];
    for (cell, back) in tags.iter_mut().zip(&from).rev() {
        *cell = tag;
        tag = back[tag as usize];
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field() -> (Transitions, Vec<PerTag>) {
        // Any distinct numbers will do.
        let number = |seed: usize| ((seed * 7919 % 101) as f32 - 50.0) / 25.0;
        let mut transitions = Transitions::default();
        for before in 0..TAGS {
            transitions.start[before] = number(before + 3);
            for after in 0..TAGS {
                transitions.follow[before][after] = number(before * TAGS + after);
            }
        }
        let scores = (0..4).map(|at| std::array::from_fn(|tag| number(100 + at * TAGS + tag))).collect();
        (transitions, scores)
    }

    /// Every allowed sequence, with its score.
    fn sequences(transitions: &Transitions, scores: &[PerTag]) -> Vec<(Vec<usize>, f64)> {
        let mut all = vec![(vec![], 0.0)];
        for score in scores {
            let mut longer = Vec::new();
            for (tags, sum) in &all {
                for (tag, own) in score.iter().enumerate() {
                    let step = match tags.last() {
                        None if may_follow(0, tag) => transitions.start[tag],
                        Some(&before) if may_follow(before, tag) => transitions.follow[before][tag],
                        _ => continue,
                    };
                    let tags = tags.iter().copied().chain([tag]).collect();
                    longer.push((tags, sum + f64::from(step) + f64::from(*own)));
                }
            }
            all = longer;
        }
        all
    }

    #[test]
    fn sums_agree_with_enumeration() {
        let (transitions, scores) = field();
        let all = sequences(&transitions, &scores);
        let total: f64 = all.iter().map(|(_, score)| score.exp()).sum();
        let mut chain = Chain::default();
        chain.forward_backward(&transitions, &scores);
        assert!((chain.log_partition - total.ln()).abs() < 1e-3);
        for at in 0..scores.len() {
            for tag in 0..TAGS {
                let share: f64 = all.iter().filter(|(tags, _)| tags[at] == tag).map(|(_, s)| s.exp()).sum();
                assert!((f64::from(chain.marginals(at)[tag]) - share / total).abs() < 1e-4);
                for after in (0..TAGS).filter(|_| at > 0) {
                    let share: f64 = all
                        .iter()
                        .filter(|(tags, _)| tags[at - 1] == tag && tags[at] == after)
                        .map(|(_, s)| s.exp())
                        .sum();
                    assert!((f64::from(chain.pair_marginals(at)[tag][after]) - share / total).abs() < 1e-4);
                }
            }
        }
        let (expected, _) = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let found: Vec<usize> = viterbi(&transitions, &scores).into_iter().map(usize::from).collect();
        assert_eq!(&found, expected);
    }

    #[test]
    fn extreme_scores_stay_finite() {
        let mut chain = Chain::default();
        let scores = vec![[0.0, 1e9, -1e9, 500.0, 3e4, -2e5, 1e30]; 50];
        chain.forward_backward(&Transitions::default(), &scores);
        assert!((0..50).all(|at| chain.marginals(at).iter().all(|p| p.is_finite())));
        viterbi(&Transitions::default(), &[]);
    }
}
