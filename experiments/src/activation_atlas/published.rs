//! Published ratios as percentiles of ours: each is one draw of such a distribution.

use claims::Metrics;

use super::races::Race;
use super::settings::Weights;

/// "Six times faster": ReLU against tanh, a convolutional network on CIFAR-10. Source: Krizhevsky,
/// Sutskever and Hinton 2012, figure 1.
const SIX_TIMES: f64 = 6.0;
/// "Orders of magnitude faster": tanh with orthogonal weights against ReLU, in 200 layers; one order
/// is taken. Source: Pennington, Schoenholz and Ganguli 2017.
const AN_ORDER: f64 = 10.0;
/// The depth of ours that is held against theirs.
const DEEP: usize = 8;

/// The share of the specifications in which the first arm is sooner by this factor or more, and in
/// which it is less.
fn percentile(logs: &[f64], factor: f64) -> f64 {
    let sooner = logs.iter().filter(|&&log| log <= -libm::log(factor)).count();
    sooner as f64 / logs.len() as f64
}

/// The percentile of each published ratio, one row.
pub(super) fn metrics(races: &[Race<'_>]) -> Vec<Metrics> {
    let all: Vec<f64> = races.iter().filter_map(|race| race.log_ratio("relu", "tanh")).collect();
    let is_deep = |race: &&Race<'_>| {
        race.specification.depth == DEEP && race.specification.weights == Weights::Orthogonal
    };
    let deep = races.iter().filter(is_deep);
    let deep: Vec<f64> = deep.filter_map(|race| race.log_ratio("tanh", "relu")).collect();
    vec![vec![
        ("p01_percentile", percentile(&all, SIX_TIMES)),
        ("p14_percentile", percentile(&deep, AN_ORDER)),
    ]]
}
