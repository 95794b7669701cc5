//! Where a network's training ends: at a solution, at a certified critical value, or elsewhere.

use claims::Metrics;
use claims::statistics::median;

use super::settings::Settings;
use crate::xor_relu::Ended;

/// The critical values of J at which a ReLU network may rest, and their metrics: of N01.
pub(super) const CRITICAL: [(f64, &str); 3] =
    [(1.0 / 4.0, "at_quarter"), (1.0 / 3.0, "at_third"), (1.0 / 2.0, "at_half")];

/// The place in [`CRITICAL`] of where a network rests; none if it is solved, or elsewhere.
fn rests(ended: &Ended, tolerance: f64) -> Option<usize> {
    let near = |(value, _): &(f64, &str)| (ended.loss - value).abs() <= tolerance;
    if ended.solved { None } else { CRITICAL.iter().position(near) }
}

/// What a trial records of its networks: shares, and the steps of those that learn XOR.
pub(super) fn metrics(ended: &[Ended], settings: &Settings) -> Metrics {
    let n = ended.len() as f64;
    let share = |wanted: &dyn Fn(&Ended) -> bool| {
        ended.iter().filter(|ended| wanted(ended)).count() as f64 / n
    };
    let solved = share(&|ended| ended.solved);
    let mut metrics = vec![("solved", solved), ("failed", 1.0 - solved)];
    for (place, (_, name)) in CRITICAL.iter().enumerate() {
        metrics.push((*name, share(&|ended| rests(ended, settings.tolerance) == Some(place))));
    }
    let is_elsewhere = |ended: &&Ended| !ended.solved && rests(ended, settings.tolerance).is_none();
    let elsewhere: Vec<&Ended> = ended.iter().filter(is_elsewhere).collect();
    metrics.push(("elsewhere", elsewhere.len() as f64 / n));
    if solved < 1.0 {
        metrics.push(("explained", 1.0 - elsewhere.len() as f64 / n / (1.0 - solved)));
    }
    if let Some(first) = elsewhere.first() {
        metrics.push(("loss_elsewhere", first.loss));
    }
    let steps: Vec<f64> =
        ended.iter().filter(|ended| ended.solved).map(|ended| ended.steps as f64).collect();
    if !steps.is_empty() {
        metrics.push(("median_steps", median(&steps)));
    }
    metrics
}

#[cfg(test)]
mod tests {
    use super::{Ended, rests};

    #[test]
    fn a_network_rests_where_its_cost_is_critical() {
        let at = |loss| rests(&Ended { solved: false, steps: 0, loss }, 0.01);
        assert_eq!([0.25, 0.33, 0.505, 0.4].map(at), [Some(0), Some(1), Some(2), None]);
        assert_eq!(at(f64::NAN), None);
        assert_eq!(rests(&Ended { solved: true, steps: 9, loss: 0.25 }, 0.01), None);
    }
}
