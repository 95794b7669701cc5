//! What a synapse passes on is a matter of chance and of what it passed on before; what a chain of
//! two neurons passes on grows with its input.

use claims::statistics::{mean, min};
use claims::{Metrics, Streams};

use super::settings::{Chain, Synapse};

/// How many of so many quanta are released.
fn released(ready: usize, release: f64, random: &mut mlp::Random) -> usize {
    (0..ready).filter(|_| random.uniform() < release).count()
}

impl Synapse {
    /// The mean and the variance of what a first spike releases, and the mean of a second one, over
    /// what theory says; and the second over the first, which no fixed weight makes other than 1.
    ///
    /// Of N quanta a spike releases N p on average, with the variance N p (1 - p); before the second
    /// one N (1 - p) + N p r are ready. Source: del Castillo and Katz 1954.
    pub(super) fn pairs(self, streams: &Streams) -> Metrics {
        let random = &mut streams.stream("quanta");
        let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
        for _ in 0..self.pairs {
            let first = released(self.sites, self.release, random);
            let refilled = released(first, self.refilled, random);
            let second = released(self.sites - first + refilled, self.release, random);
            firsts.push(first as f64);
            seconds.push(second as f64);
        }
        let (n, p) = (self.sites as f64, self.release);
        let (first, second) = (mean(&firsts), mean(&seconds));
        let squares: Vec<f64> = firsts.iter().map(|x| (x - first) * (x - first)).collect();
        vec![
            ("mean_over_predicted", first / (n * p)),
            ("variance_over_predicted", mean(&squares) / (n * p * (1.0 - p))),
            ("variance", mean(&squares)),
            ("pair_ratio", second / first),
            ("pair_over_predicted", second / first / (1.0 - p * (1.0 - self.refilled))),
        ]
    }
}

/// The inputs that are tried, over the threshold.
pub(super) fn inputs() -> Vec<f64> {
    (0..=10).map(|i| 0.5 + 0.1 * f64::from(i)).collect()
}

impl Chain {
    /// How often a spike of the second neuron follows an input of the first one: both fire where
    /// their input and its noise are above their threshold, 1.
    pub(super) fn passed(self, input: f64, streams: &Streams) -> f64 {
        let random = &mut streams.stream(&format!("noise, {input}"));
        let passes = (0..self.draws).filter(|_| {
            let first = input + self.noise * random.normal() > 1.0;
            let given = if first { self.weight } else { 0.0 };
            given + self.noise * random.normal() > 1.0
        });
        passes.count() as f64 / self.draws as f64
    }

    /// Transmission at the weakest and the strongest input, and its least rise from one to the next.
    pub(super) fn transmission(self, streams: &Streams) -> Metrics {
        let shares: Vec<f64> =
            inputs().into_iter().map(|input| self.passed(input, streams)).collect();
        let rises: Vec<f64> = shares.windows(2).map(|pair| pair[1] - pair[0]).collect();
        vec![
            ("weakest", shares[0]),
            ("strongest", shares[shares.len() - 1]),
            ("least_rise", min(&rises)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use claims::{Phase, Streams};

    use super::Chain;

    #[test]
    fn a_chain_passes_on_what_is_far_above_its_threshold() {
        let chain = Chain { noise: 0.1, weight: 2.0, draws: 200 };
        let streams = Streams::new("biology", Phase::Confirm, "", 0);
        assert_eq!((chain.passed(0.1, &streams), chain.passed(3.0, &streams)), (0.0, 1.0));
    }
}
