//! Gradient descent on least squares, and how crooked its path is.

use claims::Metrics;
use claims::statistics::mean;
use mlp::Random;

use super::sample::Hessian;

/// A run from a random start, as distances from the optimum before each step and at the end.
pub fn path(
    hessian: &Hessian,
    (tolerance, most): (f64, usize),
    random: &mut Random,
) -> Vec<Vec<f64>> {
    let start: Vec<f64> = (0..hessian.n).map(|_| random.normal()).collect();
    let goal = tolerance * length(&start);
    let mut path: Vec<Vec<f64>> = Vec::new();
    for distance in hessian.descent(start, hessian.best_step()) {
        let goes_on = length(&distance) > goal && path.len() < most;
        path.push(distance);
        if !goes_on {
            break;
        }
    }
    path
}

/// Its iterations, the mean cosine between successive updates in its first half, and its length
/// over the distance from start to end.
pub fn crookedness(path: &[Vec<f64>]) -> Metrics {
    let updates: Vec<Vec<f64>> = path
        .windows(2)
        .map(|pair| pair[1].iter().zip(&pair[0]).map(|(b, a)| b - a).collect())
        .collect();
    let cosine = |pair: &[Vec<f64>]| {
        let dot = pair[0].iter().zip(&pair[1]).fold(0.0, |sum, (a, b)| sum + a * b);
        dot / (length(&pair[0]) * length(&pair[1]))
    };
    let first_half = &updates[..updates.len().div_ceil(2).max(2).min(updates.len())];
    let cosines: Vec<f64> = first_half.windows(2).map(cosine).collect();
    let walked = updates.iter().fold(0.0, |sum, update| sum + length(update));
    let (start, end) = (&path[0], &path[path.len() - 1]);
    let direct: Vec<f64> = start.iter().zip(end).map(|(a, b)| a - b).collect();
    vec![
        ("iterations", updates.len() as f64),
        ("cosine", mean(&cosines)),
        ("path_over_distance", walked / length(&direct)),
    ]
}

fn length(vector: &[f64]) -> f64 {
    vector.iter().fold(0.0, |sum, x| sum + x * x).sqrt()
}
