//! x = centre + noise, where the centre is that of a cluster, or a blend of two waves.

use mlp::Random;

use super::family::{Family, Rule};

/// Classes of several clusters each.
pub(super) const GAUSSIAN_MIXTURE: Family =
    Family { name: "gaussian_mixture", shape: (DIMENSIONS, CLASSES), rule: gaussian_mixture };
/// Classes of blended waves.
pub(super) const WAVEFORM: Family =
    Family { name: "waveform", shape: (POINTS, PAIRS.len()), rule: |_| Box::new(waveform) };

const DIMENSIONS: usize = 8;
const CLASSES: usize = 4;
/// Clusters of each class.
const CLUSTERS: usize = 3;
/// The deviation of a cluster, in each coordinate; two centres are 4 apart, or about that.
const SPREAD: f64 = 0.5;

/// Where a wave is sampled.
const POINTS: usize = 21;
/// Where the waves have their peaks, counted from 0.
const PEAKS: [usize; 3] = [10, 14, 6];
/// The two waves of each class.
const PAIRS: [[usize; 2]; 3] = [[0, 1], [0, 2], [1, 2]];
/// The height of a peak, and half the width of a wave.
const HEIGHT: f64 = 6.0;
/// What inputs are divided by: they would be from -3 to 9.
const SCALE: f64 = 3.0;

/// Clusters about centres that are standard normal, all equally likely.
fn gaussian_mixture(random: &mut Random) -> Rule {
    let clusters = CLASSES * CLUSTERS;
    let centres: Vec<f64> = (0..clusters * DIMENSIONS).map(|_| random.normal()).collect();
    Box::new(move |random, input| {
        let cluster = random.below(clusters as u32) as usize;
        let centre = &centres[cluster * DIMENSIONS..][..DIMENSIONS];
        for (x, c) in input.iter_mut().zip(centre) {
            *x = c + SPREAD * random.normal();
        }
        cluster % CLASSES
    })
}

/// x = (u a + (1 - u) b + noise) / 3 for a uniform u and unit normal noise; the pair of waves a, b
/// is the class.
///
/// Source: Breiman, Friedman, Olshen and Stone 1984, "Classification and Regression Trees", section
/// 2.6.2, where inputs are not divided by anything.
fn waveform(random: &mut Random, input: &mut [f64]) -> usize {
    let class = random.below(PAIRS.len() as u32) as usize;
    let [a, b] = PAIRS[class];
    let u = random.uniform();
    for (i, x) in input.iter_mut().enumerate() {
        let blend = u * wave(a, i) + (1.0 - u) * wave(b, i);
        *x = (blend + random.normal()) / SCALE;
    }
    class
}

/// A triangle: its height less the distance from its peak, or 0.
fn wave(which: usize, i: usize) -> f64 {
    let height = HEIGHT - PEAKS[which].abs_diff(i) as f64;
    if height > 0.0 { height } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{POINTS, wave};

    #[test]
    fn waves_are_those_of_the_book() {
        let whole = |which| (0..POINTS).map(|i| wave(which, i)).sum::<f64>();
        assert_eq!([0, 1, 2].map(whole), [36.0; 3]);
        assert_eq!((wave(0, 10), wave(0, 5), wave(0, 4), wave(0, 15)), (6.0, 1.0, 0.0, 1.0));
        // h2(i) = h1(i - 4), h3(i) = h1(i + 4).
        for i in 4..POINTS - 4 {
            assert_eq!((wave(1, i), wave(2, i)), (wave(0, i - 4), wave(0, i + 4)));
        }
    }
}
