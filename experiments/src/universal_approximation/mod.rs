//! Universal approximation: networks constructed to a given error, and controls that must fail.
//!
//! Source: the notes, "Universal function approximators".

mod charts;
mod construct;

use claims::statistics::{furthest, max, min};
use claims::{Cell, Formula, Metrics};
use mlp::{Network, Simd, Workspace, checked};
use report::Chart;
use report::table::{Column, DataFrame};
use serde::Deserialize;

use crate::experiment::{Results, Work};

/// Networks that approximate functions.
pub struct Experiment;

/// What is constructed.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// A hidden layer of N units through N + 1 points of the target.
    Polygon {
        /// A function of x.
        target: Formula,
        /// Where it is approximated.
        interval: [f64; 2],
        /// The error, as a function of n.
        predicted: Option<Formula>,
    },
    /// x1 x2 on the unit square, from two polygons.
    Product {
        /// The error, as a function of n.
        predicted: Formula,
    },
    /// x^2 on [0, 1], by depth.
    Sawtooth {
        /// The error, as a function of m, where 4^m is a power.
        predicted: Formula,
    },
    /// All that a network computes whose activation is a polynomial, or linear: a polynomial.
    Polynomial {
        /// A function of x.
        target: Formula,
        /// Where it is approximated.
        interval: [f64; 2],
        /// Of the polynomial.
        degree: usize,
    },
}

/// What the arms share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(deserialize_with = "checked::counts")]
    widths: Vec<usize>,
    #[serde(deserialize_with = "checked::counts")]
    depths: Vec<usize>,
    #[serde(deserialize_with = "checked::count")]
    slope_from: usize,
    #[serde(deserialize_with = "checked::count")]
    points: usize,
    #[serde(deserialize_with = "checked::count")]
    points_a_side: usize,
}

/// The error of one construction.
#[derive(Clone, Copy, Debug)]
struct Size {
    /// N or m.
    size: usize,
    /// Its hidden units.
    units: usize,
    /// Its parameters.
    parameters: usize,
    /// The largest error.
    error: f64,
    /// What was predicted.
    predicted: Option<f64>,
}

impl crate::experiment::Experiment for Experiment {
    type Arm = Arm;
    type Settings = Settings;

    const METRICS: &'static [&'static str] =
        &["error_over_predicted", "slope", "largest_error", "least_error", "floor"];

    fn check(_: &Arm, settings: &Settings, _: &Cell) -> anyhow::Result<()> {
        let Settings { widths, depths, points, points_a_side, .. } = settings;
        anyhow::ensure!(
            widths.iter().all(|&n| n <= 4096) && depths.iter().all(|&m| m <= 24),
            "widths up to 4096 and depths up to 24 have an error that rounding leaves to be seen"
        );
        anyhow::ensure!(*points > 1 && *points_a_side > 1, "an interval has two ends: 2 points");
        Ok(())
    }

    fn run(work: &Work<'_, Self>) -> Vec<Metrics> {
        work.seeds.iter().map(|_| measure(work.arm, work.settings, work.simd)).collect()
    }

    fn charts(results: &Results<'_, Self>) -> Vec<Chart> {
        charts::approximations(results).into_iter().chain([charts::errors(results)]).collect()
    }

    fn tables(results: &Results<'_, Self>) -> anyhow::Result<Vec<(&'static str, DataFrame)>> {
        let arms = results.file.arms.iter();
        let rows = arms.flat_map(|(name, arm)| {
            let sizes = sizes(arm, &results.file.settings, results.simd);
            sizes.into_iter().map(move |size| (name.as_str(), size))
        });
        Ok(vec![("errors", table(&rows.collect::<Vec<_>>())?)])
    }
}

fn measure(arm: &Arm, settings: &Settings, simd: Simd) -> Metrics {
    if let Arm::Polynomial { target, interval, degree } = arm {
        return vec![("floor", polynomial_floor(|x| target.at(x), *interval, *degree))];
    }
    let sizes = sizes(arm, settings, simd);
    let errors: Vec<f64> = sizes.iter().map(|size| size.error).collect();
    let mut metrics = vec![("largest_error", max(&errors)), ("least_error", min(&errors))];
    let ratios: Vec<f64> =
        sizes.iter().filter_map(|size| Some(size.error / size.predicted?)).collect();
    if !ratios.is_empty() {
        metrics.push(("error_over_predicted", furthest(&ratios, 1.0)));
    }
    let points: Vec<(f64, f64)> = sizes
        .iter()
        .filter(|size| size.size >= settings.slope_from && size.error > 0.0)
        .map(|size| (libm::log2(size.size as f64), libm::log2(size.error)))
        .collect();
    if points.len() > 1 && matches!(arm, Arm::Polygon { .. }) {
        metrics.push(("slope", slope(&points)));
    }
    metrics
}

/// Every construction of an arm with its error.
fn sizes(arm: &Arm, settings: &Settings, simd: Simd) -> Vec<Size> {
    let counts = match arm {
        Arm::Polygon { .. } | Arm::Product { .. } => &settings.widths[..],
        Arm::Sawtooth { .. } => &settings.depths,
        Arm::Polynomial { .. } => &[],
    };
    let size = |&size: &usize| {
        let (network, error) = match arm {
            Arm::Product { .. } => {
                let network = construct::product(size);
                let error = product_error(&network, settings.points_a_side, simd);
                (network, error)
            }
            Arm::Polygon { target, interval, .. } => {
                let network = construct::polygon(|x| target.at(x), *interval, size);
                let error =
                    largest_error(&network, |x| target.at(x), *interval, settings.points, simd);
                (network, error)
            }
            _ => {
                let network = construct::sawtooth(size);
                let unit = [0.0, 1.0];
                let error = largest_error(&network, |x| x * x, unit, settings.points, simd);
                (network, error)
            }
        };
        let predicted = match arm {
            Arm::Polygon { predicted, .. } => predicted.as_ref(),
            Arm::Product { predicted } | Arm::Sawtooth { predicted } => Some(predicted),
            Arm::Polynomial { .. } => None,
        };
        let power = (0..size).fold(1.0, |power, _| power * 4.0);
        let known = [("n", size as f64), ("four_to_m", power)];
        Size {
            size,
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
fn largest_error(
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
fn outputs(network: &Network<f64>, inputs: &[f64], simd: Simd) -> Vec<f64> {
    const BATCH: usize = 1024;
    let mut workspace = Workspace::new(network, BATCH, simd);
    let batches = inputs.chunks(BATCH * network.inputs());
    batches.flat_map(|batch| workspace.logits(network, batch).to_vec()).collect()
}

fn product_error(network: &Network<f64>, side: usize, simd: Simd) -> f64 {
    let place = |i: usize| i as f64 / (side - 1) as f64;
    let grid: Vec<f64> = (0..side * side).flat_map(|at| [place(at / side), place(at % side)]).collect();
    let found = outputs(network, &grid, simd);
    let errors = grid.chunks_exact(2).zip(found).map(|(x, y)| (y - x[0] * x[1]).abs());
    max(&errors.collect::<Vec<_>>())
}

/// A bound that the largest error of no polynomial of this degree goes below: the root mean square
/// of what least squares leaves on a grid, since no error is larger on average than at most.
pub fn polynomial_floor(
    target: impl Fn(f64) -> f64,
    [low, high]: [f64; 2],
    degree: usize,
) -> f64 {
    const POINTS: usize = 4097;
    let share = |i: usize| 2.0 * i as f64 / (POINTS - 1) as f64 - 1.0;
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
        next.iter_mut().for_each(|x| *x /= length);
        let part = dot(&rest, &next);
        rest.iter_mut().zip(&next).for_each(|(x, b)| *x -= part * b);
        basis.push(next);
    }
    (dot(&rest, &rest) / POINTS as f64).sqrt()
}

/// The slope of the line nearest to some points, by least squares.
fn slope(points: &[(f64, f64)]) -> f64 {
    let mean = |of: fn(&(f64, f64)) -> f64| {
        claims::statistics::mean(&points.iter().map(of).collect::<Vec<_>>())
    };
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let (xy, xx) = points.iter().fold((0.0, 0.0), |(xy, xx), (a, b)| {
        (xy + (a - x) * (b - y), xx + (a - x) * (a - x))
    });
    xy / xx
}

fn table(rows: &[(&str, Size)]) -> anyhow::Result<DataFrame> {
    let counts = |name: &str, of: fn(&Size) -> usize| {
        Column::new(name.into(), rows.iter().map(|(_, s)| of(s) as u64).collect::<Vec<_>>())
    };
    let columns = vec![
        Column::new("arm".into(), rows.iter().map(|(arm, _)| *arm).collect::<Vec<_>>()),
        counts("size", |size| size.size),
        counts("units", |size| size.units),
        counts("parameters", |size| size.parameters),
        Column::new("error".into(), rows.iter().map(|(_, s)| s.error).collect::<Vec<_>>()),
        Column::new("predicted".into(), rows.iter().map(|(_, s)| s.predicted).collect::<Vec<_>>()),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}
