//! What is measured of an activation function.

use claims::statistics::{max, min};
use claims::{Formula, Metrics};
use experiment::Results;
use figures::{Table, TableError, column, frame};
use mlp::{Activation, Simd};

use super::settings::{Arm, Function, Settings};
use crate::differences::{self, REACH, derivative, one_sided};
use crate::search::bisect;
use crate::unit::Unit;

impl Function {
    /// Every number about it.
    pub(super) fn measure(&self, settings: &Settings, simd: Simd) -> Metrics {
        let last = settings.points.max(2) - 1;
        let place = |i: usize| settings.reach * (2.0 * i as f64 / last as f64 - 1.0);
        let grid: Vec<f64> = (0..=last).map(place).collect();
        let smooth = |x: &&f64| self.kinks.iter().all(|kink| (*x - kink).abs() > REACH);
        let largest =
            |of: &dyn Fn(f64) -> f64| max(&grid.iter().map(|&x| of(x)).collect::<Vec<_>>());
        let derivative_error = |&x: &f64| {
            differences::error(self.derivative.at(x), derivative(|x| self.formula.at(x), x))
        };
        let corner = |x: f64| {
            let side = |side| one_sided(|x| self.formula.at(x), x, side);
            (side(1.0) - side(-1.0)).abs()
        };
        let gap = |x: f64| (self.formula.at(x) - if x < 0.0 { 0.0 } else { x }).abs();
        let gap_to_relu = largest(&gap);
        let gap_at = grid.iter().copied().find(|&x| gap(x) == gap_to_relu);
        let smooth: Vec<f64> = grid.iter().filter(smooth).map(derivative_error).collect();
        let mut metrics = vec![
            ("derivative_error", max(&smooth)),
            ("corner", largest(&corner)),
            ("mean_for_normal", mean_for_normal(&self.formula)),
            ("gap_to_relu", gap_to_relu),
            ("gap_at", gap_at.unwrap_or(f64::NAN)),
        ];
        if self.kinks.is_empty() {
            metrics.push(("linear_range", self.linear_range(settings)));
        }
        if let Some(activation) = self.activation {
            self.measure_library(activation, &grid, simd, &mut metrics);
        }
        metrics
    }

    /// How far the slope stays within a share of its value at 0, on both sides.
    fn linear_range(&self, settings: &Settings) -> f64 {
        let departs = |r: f64| {
            [r, -r].into_iter().any(|x| {
                let ratio = self.derivative.at(x) / self.derivative.at(0.0);
                (ratio - 1.0).abs() > settings.departure
            })
        };
        let step = 1e-3;
        let mut outside = step;
        while !departs(outside) && outside < settings.reach {
            outside += step;
        }
        bisect((outside - step, outside), 60, departs).0
    }

    /// What the library's code does, beside the formulas.
    fn measure_library(
        &self,
        activation: Activation,
        grid: &[f64],
        simd: Simd,
        metrics: &mut Metrics,
    ) {
        let mut unit = Unit::<f64>::new(activation, simd);
        let values: Vec<f64> = grid.iter().map(|&x| unit.value(x)).collect();
        let slopes: Vec<f64> = grid.iter().map(|&x| unit.slope(x)).collect();
        let apart = |found: &[f64], formula: &Formula| {
            let error = |(&found, &x): (&f64, &f64)| {
                // At a kink the library's choice is as good as the formula's.
                let free = self.kinks.contains(&x);
                if free { 0.0 } else { differences::distance(found, formula.at(x)) / f64::EPSILON }
            };
            max(&found.iter().zip(grid).map(error).collect::<Vec<_>>())
        };
        let mirrored: Vec<f64> =
            grid.iter().zip(&values).map(|(&x, f)| (f + unit.value(-x)).abs()).collect();
        let right = grid.iter().position(|&x| x >= 0.0).unwrap_or(0);
        let rises = slopes[right..].windows(2).map(|pair| pair[1] - pair[0]);
        metrics.extend([
            ("value_error", apart(&values, &self.formula)),
            ("slope_error", apart(&slopes, &self.derivative)),
            ("least_slope", min(&slopes)),
            ("largest_slope", max(&slopes)),
            ("slope_rise", max(&rises.collect::<Vec<_>>())),
            ("asymmetry", max(&mirrored)),
        ]);
        let mut single = Unit::<f32>::new(activation, simd);
        let never = f64::INFINITY;
        metrics.extend([
            ("slope_zero_f64", unit.vanishes_from(1.0, 1000.0).unwrap_or(never)),
            ("slope_zero_f32", single.vanishes_from(1.0, 1000.0).unwrap_or(never)),
        ]);
        let powers = (-30..=30).map(|n| format!("1e{n}").parse().unwrap_or(f64::NAN));
        let above_0 = powers.flat_map(|x| [unit.slope(x), single.slope(x)]);
        let error = max(&above_0.map(|slope| (slope - 1.0).abs()).collect::<Vec<_>>());
        metrics.push(("slope_error_above_0", error));
    }
}

/// The mean of f(x) for x ~ N(0, 1), by Simpson's rule on [-12, 0] and [0, 12], a kink at 0 being
/// no matter.
fn mean_for_normal(f: &Formula) -> f64 {
    const PIECES: i32 = 4800;
    let density = |x: f64| libm::exp(-0.5 * x * x) / std::f64::consts::TAU.sqrt();
    let side = |from: f64| {
        let h = 12.0 / f64::from(PIECES);
        let term = |i: i32| {
            let x = from + f64::from(i) * h;
            let weight = match i {
                0 | PIECES => 1.0,
                i if i % 2 == 1 => 4.0,
                _ => 2.0,
            };
            weight * f.at(x) * density(x)
        };
        (0..=PIECES).map(term).fold(0.0, |sum, term| sum + term) * h / 3.0
    };
    side(-12.0) + side(0.0)
}

/// Every function and derivative on a grid of quarters.
pub(super) fn values(functions: &[(&str, &Function)]) -> Result<Table, TableError> {
    let grid: Vec<f64> = (-24..=24).map(|i| f64::from(i) / 4.0).collect();
    let mut columns = vec![column("x", &grid, |&x| x)];
    for (name, function) in functions {
        columns.push(column(name, &grid, |&x| function.formula.at(x)));
        let derivative = format!("{name}_derivative");
        columns.push(column(&derivative, &grid, |&x| function.derivative.at(x)));
    }
    frame(columns)
}

/// The arms that are functions, with their names.
pub(super) fn functions<'a>(results: &Results<'a, Arm, Settings>) -> Vec<(&'a str, &'a Function)> {
    let function = |(name, arm): (&'a String, &'a Arm)| match arm {
        Arm::Function(function) => Some((name.as_str(), function)),
        _ => None,
    };
    results.arms.iter().filter_map(function).collect()
}
