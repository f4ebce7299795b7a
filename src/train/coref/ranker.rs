//! Learns a [`Ranker`]: AdaGrad on the negative log-likelihood of the right candidates, one query after the other. A
//! ranker is the mean of members with different seeds, since single ones depend on chance.

use crate::language::coref::ranking::ranker::{BYTES, Features, HIDDEN, ROWS, Ranker};
use crate::train::tagger::crf::{Random, Schedule};
use crate::train::tagger::log_linear::gradients;

/// A query to learn from.
pub struct RankingExample {
    pub candidates: Vec<Features>,
    /// Whether each candidate is right.
    pub right: Vec<bool>,
    /// Whether each candidate stands for no candidate.
    pub nobody: Vec<bool>,
    /// The probability of each candidate by the encoder. Empty without it.
    pub encoder: Vec<f32>,
}

/// Members of which a ranker is the mean.
const MEMBERS: usize = 4;
/// Hidden units of a member.
const OWN: usize = HIDDEN / MEMBERS;
/// Weights in a row of a member.
const WIDTH: usize = OWN + 1;

type RankingRow = [f32; WIDTH];

/// The weights of a member while they are learned.
struct Net {
    rows: Vec<RankingRow>,
    out: [f32; OWN],
}

impl Net {
    fn sum(&self, features: &[u16]) -> RankingRow {
        let mut sum = [0.0; WIDTH];
        for &feature in features {
            sum.iter_mut().zip(&self.rows[usize::from(feature)]).for_each(|(sum, number)| *sum += number);
        }
        sum
    }

    fn score(&self, sum: &RankingRow) -> f32 {
        sum[OWN] + sum.iter().zip(self.out).map(|(sum, weight)| sum.max(0.0) * weight).sum::<f32>()
    }
}

/// A ranker that gives the right candidates of `choices` high probabilities, as the bytes that [`Ranker::read`] takes.
pub fn learn(choices: &[&RankingExample], schedule: Schedule) -> Vec<u8> {
    let member = |number: usize| member(choices, Schedule { seed: schedule.seed + 100 * number as u64, ..schedule });
    write(&std::array::from_fn(member))
}

fn member(choices: &[&RankingExample], schedule: Schedule) -> Net {
    let mut random = Random::new(schedule.seed);
    let mut small = || 0.1 * (random.unit() - 0.5);
    let rows = (0..ROWS).map(|_| std::array::from_fn(|at| if at == OWN { 0.0 } else { small() })).collect();
    // Half of the hidden units begin as evidence for a candidate, half as evidence against it.
    let out = std::array::from_fn(|at| if at % 2 == 0 { 0.5 } else { -0.5 });
    let mut net = Net { rows, out };
    let mut squares = vec![[1e-2_f32; WIDTH]; ROWS];
    let mut out_squares = [1.0_f32; OWN];
    let mut average = Net { rows: vec![[0.0; WIDTH]; ROWS], out: [0.0; OWN] };
    let mut order: Vec<usize> = (0..choices.len()).collect();
    let last = schedule.epochs.div_ceil(2);
    let mut random = Random::new(schedule.seed + 1);
    for epoch in 0..schedule.epochs {
        random.shuffle(&mut order);
        let rate = schedule.rate * (1.0 - 0.9 * epoch as f32 / schedule.epochs as f32);
        for &at in &order {
            let choice = choices[at];
            let kept: Vec<Vec<u16>> = choice
                .candidates
                .iter()
                .map(|features| features.0.iter().copied().filter(|_| random.unit() >= schedule.dropout).collect())
                .collect();
            let sums: Vec<RankingRow> = kept.iter().map(|features| net.sum(features)).collect();
            let scores: Vec<f32> = sums.iter().map(|sum| net.score(sum)).collect();
            for ((features, sum), gradient) in kept.iter().zip(&sums).zip(gradients(&scores, &choice.right)) {
                if gradient.abs() < 2e-3 {
                    continue;
                }
                let mut row: RankingRow = [gradient; WIDTH];
                for at in 0..OWN {
                    row[at] = if sum[at] > 0.0 { gradient * net.out[at] } else { 0.0 };
                    let own = gradient * sum[at].max(0.0);
                    out_squares[at] += own * own;
                    net.out[at] -= 0.3 * rate * own / out_squares[at].sqrt();
                }
                for &feature in features {
                    let feature = usize::from(feature);
                    let (numbers, squares) = (&mut net.rows[feature], &mut squares[feature]);
                    for ((number, square), own) in numbers.iter_mut().zip(squares).zip(row) {
                        *square += own * own;
                        *number -= rate * own / square.sqrt();
                    }
                }
            }
        }
        if epoch + last >= schedule.epochs {
            let share = 1.0 / last as f32;
            for (sum, row) in average.rows.iter_mut().zip(&net.rows) {
                sum.iter_mut().zip(row).for_each(|(sum, number)| *sum += share * number);
            }
            average.out.iter_mut().zip(net.out).for_each(|(sum, number)| *sum += share * number);
        }
    }
    average
}

/// The bytes of the mean of `members`: their hidden units side by side.
fn write(members: &[Net; MEMBERS]) -> Vec<u8> {
    let share = 1.0 / MEMBERS as f32;
    let numbers = |row: usize| {
        let hidden = members.iter().flat_map(move |net| net.rows[row].iter().take(OWN).copied());
        let direct = members.iter().map(|net| share * net.rows[row][OWN]).sum::<f32>();
        hidden.chain(std::iter::once(direct))
    };
    let most = (0..ROWS).flat_map(numbers).fold(0.0_f32, |most, number| most.max(number.abs()));
    let scale = (most / 127.0).max(f32::MIN_POSITIVE);
    let out = members.iter().flat_map(|net| net.out.map(|weight| share * weight));
    let mut bytes = Vec::with_capacity(BYTES);
    bytes.extend(std::iter::once(scale).chain(out).flat_map(f32::to_le_bytes));
    bytes.extend((0..ROWS).flat_map(numbers).map(|number| (number / scale).round() as i8 as u8));
    bytes
}

/// The share of `choices` in which `ranker` scores a right candidate highest.
pub fn accuracy(ranker: &Ranker, choices: &[&RankingExample]) -> f64 {
    let is_right = |choice: &&&RankingExample| {
        let scores = choice.candidates.iter().map(|features| ranker.score(features));
        let best = scores.zip(&choice.right).max_by(|one, other| one.0.total_cmp(&other.0));
        best.is_some_and(|(_, right)| *right)
    };
    choices.iter().filter(is_right).count() as f64 / choices.len().max(1) as f64
}
