//! How far constructed networks, and polynomials, are from their targets.

use claims::statistics::max;
use mlp::{Compiled, Network, Simd, Workspace};

use super::construct;
use super::settings::{Arm, Settings};

/// The error of one construction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// N or m.
    pub(super) count: usize,
    /// Its hidden units.
    pub(super) units: usize,
    /// Its parameters.
    pub(super) parameters: usize,
    /// The largest error.
    pub(super) error: f64,
    /// What was predicted.
    pub(super) predicted: Option<f64>,
}

/// Every construction of an arm with its error.
pub(super) fn sizes(arm: &Arm, settings: &Settings, simd: Simd) -> Vec<Size> {
    let counts = match arm {
        Arm::Polygon { .. } | Arm::Staircase { .. } | Arm::Product { .. } => &settings.widths[..],
        Arm::Sawtooth { .. } => &settings.depths,
        Arm::Polynomial { .. } | Arm::Trained { .. } => &[],
    };
    let size = |&count: &usize| {
        let (network, error) = match arm {
            Arm::Product { .. } => {
                let network = construct::product(count);
                let error = product_error(&network, settings.points_a_side, simd);
                (network, error)
            }
            Arm::Polygon { target, interval, .. } => {
                let network = construct::polygon(|x| target.at(x), *interval, count);
                let error =
                    largest_error(&network, |x| target.at(x), *interval, settings.points, simd);
                (network, error)
            }
            Arm::Staircase { target, interval, .. } => {
                let network = construct::staircase(|x| target.at(x), *interval, count);
                let error =
                    largest_error(&network, |x| target.at(x), *interval, settings.points, simd);
                (network, error)
            }
            _ => {
                let network = construct::sawtooth(count);
                let unit = [0.0, 1.0];
                let error = largest_error(&network, |x| x * x, unit, settings.points, simd);
                (network, error)
            }
        };
        let predicted = match arm {
            Arm::Polygon { predicted, .. } => predicted.as_ref(),
            Arm::Product { predicted }
            | Arm::Sawtooth { predicted }
            | Arm::Staircase { predicted, .. } => Some(predicted),
            Arm::Polynomial { .. } | Arm::Trained { .. } => None,
        };
        let power = (0..count).fold(1.0, |power, _| power * 4.0);
        let known = [("n", count as f64), ("four_to_m", power)];
        Size {
            count,
            units: network.architecture.sizes[1..].iter().sum::<usize>() - 1,
            parameters: network.parameters.len(),
            error,
            predicted: predicted.map(|formula| formula.value(&known)),
        }
    };
    counts.iter().map(size).collect()
}

/// The polygon of so many pieces through a target, and its largest error.
pub fn polygon_error(
    target: impl Fn(f64) -> f64 + Copy,
    interval: [f64; 2],
    pieces: usize,
    simd: Simd,
) -> f64 {
    let network = construct::polygon(target, interval, pieces);
    largest_error(&network, target, interval, 65537, simd)
}

/// The largest abs(network - target) on a grid of so many points.
pub fn largest_error(
    network: &Network<f64>,
    target: impl Fn(f64) -> f64,
    [low, high]: [f64; 2],
    points: usize,
    simd: Simd,
) -> f64 {
    let place = |i: usize| low + (high - low) * i as f64 / (points - 1) as f64;
    let grid: Vec<f64> = (0..points).map(place).collect();
    let found = outputs(network, &grid, simd);
    max(&grid.iter().zip(found).map(|(&x, y)| (y - target(x)).abs()).collect::<Vec<_>>())
}

/// What a network says to many inputs, a thousand at a time.
pub fn outputs<T: Compiled>(network: &Network<T>, inputs: &[T], simd: Simd) -> Vec<T> {
    const BATCH: usize = 1024;
    let mut workspace = Workspace::new(network, BATCH, simd);
    let batches = inputs.chunks(BATCH * network.inputs());
    batches.flat_map(|batch| workspace.logits(network, batch).to_vec()).collect()
}

fn product_error(network: &Network<f64>, side: usize, simd: Simd) -> f64 {
    let place = |i: usize| i as f64 / (side - 1) as f64;
    let grid: Vec<f64> =
        (0..side * side).flat_map(|at| [place(at / side), place(at % side)]).collect();
    let found = outputs(network, &grid, simd);
    let errors = grid.chunks_exact(2).zip(found).map(|(x, y)| (y - x[0] * x[1]).abs());
    max(&errors.collect::<Vec<_>>())
}

/// A bound that the largest error of no polynomial of this degree goes below: the root mean square
/// of what least squares leaves, since no error is larger on average than at most.
pub fn polynomial_floor(target: impl Fn(f64) -> f64, [low, high]: [f64; 2], degree: usize) -> f64 {
    const POINTS: usize = 4097;
    // The middles of as many cells: sums over them are integrals to eight digits.
    let share = |i: usize| (2 * i + 1) as f64 / POINTS as f64 - 1.0;
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + x * y);
    let mut rest: Vec<f64> =
        (0..POINTS).map(|i| target(low + 0.5 * (high - low) * (share(i) + 1.0))).collect();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for power in 0..=degree {
        let monomial = |i: usize| (0..power).fold(1.0, |product, _| product * share(i));
        let mut next: Vec<f64> = (0..POINTS).map(monomial).collect();
        // Orthogonal to what stands before (Gram and Schmidt), then taken out of the target.
        for before in &basis {
            let part = dot(&next, before);
            next.iter_mut().zip(before).for_each(|(x, b)| *x -= part * b);
        }
        let length = dot(&next, &next).sqrt();
        let next: Vec<f64> = next.iter().map(|x| x / length).collect();
        let part = dot(&rest, &next);
        rest.iter_mut().zip(&next).for_each(|(x, b)| *x -= part * b);
        basis.push(next);
    }
    (dot(&rest, &rest) / POINTS as f64).sqrt()
}

/// The slope of the line nearest to some points, by least squares.
pub(super) fn slope(points: &[(f64, f64)]) -> f64 {
    let mean = |of: fn(&(f64, f64)) -> f64| {
        claims::statistics::mean(&points.iter().map(of).collect::<Vec<_>>())
    };
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let (xy, xx) = points
        .iter()
        .fold((0.0, 0.0), |(xy, xx), (a, b)| (xy + (a - x) * (b - y), xx + (a - x) * (a - x)));
    xy / xx
}
