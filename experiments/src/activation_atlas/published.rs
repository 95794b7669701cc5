//! Published ratios beside ours: each is one draw of such a distribution.

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

/// Of each specification, whether the first arm is sooner by the published factor or more.
pub(super) fn metrics(races: &[Race<'_>]) -> Vec<Metrics> {
    let is_sooner = |race: &Race<'_>, [first, second]: [&str; 2], factor: f64| {
        let log = race.log_ratio(first, second)?;
        Some(f64::from(u8::from(log <= -libm::log(factor))))
    };
    let of_race = |race: &Race<'_>| {
        let is_deep =
            race.specification.depth == DEEP && race.specification.weights == Weights::Orthogonal;
        let six_times = is_sooner(race, ["relu", "tanh"], SIX_TIMES);
        let an_order = is_sooner(race, ["tanh", "relu"], AN_ORDER).filter(|_| is_deep);
        let named = [("six_times_sooner", six_times), ("an_order_sooner", an_order)];
        named.into_iter().filter_map(|(name, x)| Some((name, x?))).collect::<Metrics>()
    };
    races.iter().map(of_race).filter(|metrics| !metrics.is_empty()).collect()
}
