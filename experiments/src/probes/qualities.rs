//! Networks of all qualities: how good one is, and how good its features are.

use claims::{Metrics, Streams};
use mlp::{Data, Random, Simd};

use super::probe::{features, probe, trained};
use super::ranks::rank_correlation;
use super::settings::Settings;
use crate::data::Split;
use crate::training::error;

/// The arm of networks of all qualities, and what its blocks are called.
pub(super) const QUALITIES: &str = "qualities";
pub(super) const BLOCKS: &str = "blocks";

/// The narrowest network.
const NARROWEST: f64 = 4.0;
/// The lowest learning rate and the fewest epochs, as shares of the highest and the most.
const LEAST: f64 = 0.1;

/// Trains a network of some width, at some learning rate, for some epochs, on labels of which some
/// are wrong; its test error, and that of a probe of its last hidden layer, which learns from right ones.
pub(super) fn measure(
    split: &Split,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Metrics {
    let random = &mut streams.stream("quality");
    // Uniform in the logarithm, from `low` to `high`.
    let mut between = |low: f64, high: f64| low * libm::pow(high / low, random.uniform());
    let width = between(NARROWEST, settings.width as f64).round() as usize;
    let rate = between(LEAST, 1.0) * settings.learning_rate;
    let epochs = (between(LEAST, 1.0) * settings.most_epochs as f64).ceil() as usize;
    let wrong = random.uniform();
    let labels = mislabelled(&split.train, wrong, random);
    let mut trained = trained(&labels, (2, width), (rate, epochs), settings, streams, simd);
    let of = |data| features(&trained.network, 1, data, simd);
    let mut reader = probe(&of(&split.train), settings, streams, simd);
    let feature_error = error(&mut reader, &of(&split.test));
    vec![("network_error", error(&mut trained, &split.test)), ("feature_error", feature_error)]
}

/// The same examples, each with a class drawn anew with this probability.
fn mislabelled(data: &Data<f32>, share: f64, random: &mut Random) -> Data<f32> {
    let classes = data.target.columns();
    let label = |row: &[f32]| {
        let drawn = random.below(classes as u32) as usize;
        let kept = row.iter().position(|&y| y == 1.0).expect("one class");
        if random.uniform() < share { drawn } else { kept }
    };
    let labels: Vec<usize> = data.target.as_slice().chunks_exact(classes).map(label).collect();
    Data::classes(data.input.clone(), &labels, classes)
}

/// The rank correlation of the two errors in each block of so many networks.
pub(super) fn by_block(network: &[f64], features: &[f64], block: usize) -> Vec<Metrics> {
    let pairs: Vec<(f64, f64)> = network.iter().copied().zip(features.iter().copied()).collect();
    let of_block = |pairs: &[(f64, f64)]| vec![("rank_correlation", rank_correlation(pairs))];
    pairs.chunks_exact(block).map(of_block).collect()
}
