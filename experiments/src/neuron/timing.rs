//! A code in the timing of spikes: two trains of one rate, and a neuron that tells them apart.

use claims::{Metrics, Streams};
use mlp::Random;

/// Two trains with as many spikes in the same time, and the neuron that reads them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timing {
    /// Spikes of a train come at this rate, Hz: evenly, or two by two.
    pub(super) rate: f64,
    /// Between the two of a pair, ms.
    pub(super) within_pair: f64,
    /// The deviation of every spike's time, ms.
    pub(super) jitter: f64,
    /// Pairs of a train, and half of the spikes of the other.
    pub(super) pairs: usize,
    /// tau of the reading neuron, ms.
    pub(super) time_constant: f64,
    /// What a spike adds to its V; it fires at 1.
    pub(super) weight: f64,
}

impl Timing {
    /// The spikes, in order, ms.
    fn train(&self, is_paired: bool, random: &mut Random) -> Vec<f64> {
        let interval = 1000.0 / self.rate;
        let spike = |i: usize| {
            if is_paired {
                (i / 2) as f64 * 2.0 * interval + (i % 2) as f64 * self.within_pair
            } else {
                i as f64 * interval
            }
        };
        let mut spikes: Vec<f64> =
            (0..2 * self.pairs).map(|i| spike(i) + self.jitter * random.normal()).collect();
        spikes.sort_by(f64::total_cmp);
        spikes
    }

    /// Whether the reading neuron fires: V decays as e^(-t / tau), and each spike adds to it.
    fn fires(&self, spikes: &[f64]) -> bool {
        let (mut v, mut before) = (0.0, f64::NEG_INFINITY);
        spikes.iter().any(|&spike| {
            v = v * libm::exp(-(spike - before) / self.time_constant) + self.weight;
            before = spike;
            v >= 1.0
        })
    }

    /// Whether the two trains are told apart by their timing, and whether by how many spikes they
    /// have.
    pub(super) fn told_apart(&self, streams: &Streams) -> Metrics {
        let random = &mut streams.stream("spikes");
        let [paired, even] = [true, false].map(|is_paired| self.train(is_paired, random));
        let by_timing = self.fires(&paired) && !self.fires(&even);
        let by_rate = paired.len() != even.len();
        let is = |said: bool| f64::from(u8::from(said));
        vec![("told_by_timing", is(by_timing)), ("told_by_rate", is(by_rate))]
    }
}
