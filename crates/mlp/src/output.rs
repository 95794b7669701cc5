//! Output units: from the logits z of the last layer to the prediction y.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::functions::{clamp, sigmoid};
use kernels::cast::{view, view_mut};
use kernels::{Real, each};

/// What turns the logits z of the last layer into the prediction y, both `[batch, outputs]`.
///
/// Source: the notes, "Other outputs".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// y = z: the mean of a Gaussian.
    Linear,
    /// y = sigmoid(z), for each output separately: the probability of a Bernoulli variable.
    Sigmoid,
    /// `y_j` = e^`z_j` / sum e^`z_i`: the probabilities of classes. Computed from z - max z, which
    /// cannot overflow.
    Softmax,
    /// y = max(0, min(1, z)). Its gradient is 0 outside [0, 1], which the notes ask about.
    Clamp,
}

impl Output {
    /// Every output unit.
    pub const ALL: [Output; 4] = [Self::Linear, Self::Sigmoid, Self::Softmax, Self::Clamp];

    /// y of a batch, `[batch, outputs]` as z.
    #[inline(always)]
    pub(crate) fn predict<T: Real>(self, (batch, outputs): (usize, usize), z: &[T], y: &mut [T]) {
        match self {
            Self::Linear => y.copy_from_slice(z),
            Self::Sigmoid => sigmoids::<T::Element>(view(z), view_mut(y)),
            Self::Clamp => {
                for (y, &z) in y.iter_mut().zip(z) {
                    *y = clamp(T::zero(), T::one(), z);
                }
            }
            Self::Softmax => {
                for row in rows(batch, outputs) {
                    shift(&z[row.clone()], &mut y[row]);
                }
                exponentials::<T::Element>(view_mut(y));
                for row in rows(batch, outputs) {
                    let sum = sum(&y[row.clone()]);
                    for y in &mut y[row] {
                        *y = *y / sum;
                    }
                }
            }
        }
    }

    /// Whether a single output, read as a class, means 1.
    pub(crate) fn says_one(self, z: f64) -> bool {
        match self {
            Self::Linear | Self::Clamp => z > 0.5,
            Self::Sigmoid | Self::Softmax => z > 0.0,
        }
    }
}

/// The index range of each row of `[batch, outputs]`.
#[inline(always)]
pub(crate) fn rows(batch: usize, outputs: usize) -> impl Iterator<Item = Range<usize>> {
    (0..batch).map(move |i| i * outputs..(i + 1) * outputs)
}

#[inline(always)]
fn sigmoids<T: Real>(z: &[T], y: &mut [T]) {
    each!(T; [z] => [y] [sigmoid(z)]);
}

#[inline(always)]
pub(crate) fn exponentials<T: Real>(y: &mut [T]) {
    each!(T; [] => [y] [y.exp()]);
}

/// Writes z - max z into `y`; returns max z.
#[inline(always)]
pub(crate) fn shift<T: Real>(z: &[T], y: &mut [T]) -> T {
    let mut highest = z[0];
    for &z in z {
        // Ignores a NaN, which still shows up in its own difference.
        highest = highest.at_least(z);
    }
    for (y, &z) in y.iter_mut().zip(z) {
        *y = z - highest;
    }
    highest
}

/// The sum, starting with the first number.
#[inline(always)]
pub(crate) fn sum<T: Real>(values: &[T]) -> T {
    let mut sum = T::zero();
    for &value in values {
        sum = sum + value;
    }
    sum
}
