//! Samples of inputs and the Hessians of least squares on them.

use claims::Formula;
use mlp::Random;
use serde::Deserialize;

use crate::eigen::eigenvalues;

/// How an input is drawn.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Draw {
    /// This formula of a uniform number x from 0 to 1.
    Uniform(Formula),
    /// This formula of a standard normal number x.
    Normal(Formula),
    /// One input is 1, the others are 0.
    OneHot,
}

impl Draw {
    /// One example's inputs.
    pub(super) fn example(&self, inputs: &mut [f64], random: &mut Random) {
        match self {
            Self::Uniform(formula) => inputs.fill_with(|| formula.at(random.uniform())),
            Self::Normal(formula) => inputs.fill_with(|| formula.at(random.normal())),
            Self::OneHot => {
                let hot = random.below(inputs.len() as u32) as usize;
                inputs.fill(0.0);
                inputs[hot] = 1.0;
            }
        }
    }
}

/// The Hessian of least squares on a sample, `[n, n]`: the mean of x x^T, the last input being 1
/// where there is a bias.
#[derive(Clone, Debug)]
pub struct Hessian {
    pub(super) n: usize,
    entries: Vec<f64>,
    /// The largest and the smallest eigenvalue.
    pub(super) extremes: (f64, f64),
}

impl Hessian {
    /// Of a sample that is drawn, with a bias or without.
    pub fn of(
        draw: &Draw,
        (inputs, bias): (usize, bool),
        examples: usize,
        random: &mut Random,
    ) -> Self {
        Self::of_examples((inputs, bias), examples, |_, x| draw.example(x, random))
    }

    /// Of examples, counted from 0, whose inputs `fill` writes.
    pub(super) fn of_examples(
        (inputs, bias): (usize, bool),
        examples: usize,
        mut fill: impl FnMut(usize, &mut [f64]),
    ) -> Self {
        let n = inputs + usize::from(bias);
        let mut entries = vec![0.0; n * n];
        let mut x = vec![1.0; n];
        for example in 0..examples {
            fill(example, &mut x[..inputs]);
            for (row, a) in entries.chunks_exact_mut(n).zip(&x) {
                for (entry, b) in row.iter_mut().zip(&x) {
                    *entry += a * b;
                }
            }
        }
        for entry in &mut entries {
            *entry /= examples as f64;
        }
        let values = eigenvalues(&entries, n);
        Self { n, entries, extremes: (values[0], values[n - 1]) }
    }

    /// The condition number.
    pub fn kappa(&self) -> f64 {
        self.extremes.0 / self.extremes.1
    }

    /// 2 / (largest + smallest eigenvalue): the fixed step with which descent converges fastest.
    pub fn best_step(&self) -> f64 {
        2.0 / (self.extremes.0 + self.extremes.1)
    }

    /// Descent by a fixed step: distances from the optimum, from the start on.
    pub fn descent(&self, start: Vec<f64>, step: f64) -> impl Iterator<Item = Vec<f64>> {
        std::iter::successors(Some(start), move |distance| {
            let moved = distance.iter().zip(self.gradient(distance)).map(|(d, g)| d - step * g);
            Some(moved.collect())
        })
    }

    /// H d: the gradient at a distance d from the optimum.
    pub fn gradient(&self, distance: &[f64]) -> Vec<f64> {
        let row = |row: &[f64]| row.iter().zip(distance).fold(0.0, |sum, (a, d)| sum + a * d);
        self.entries.chunks_exact(self.n).map(row).collect()
    }
}
