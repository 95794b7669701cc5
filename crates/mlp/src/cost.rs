//! Costs: from logits z and targets t to J and delta = dJ/dz.
//!
//! Sigmoid with Bernoulli and softmax with categorical cross-entropy are fused: cost and delta are
//! computed from the logits, so nothing overflows and no logarithm is taken of 0.

use serde::{Deserialize, Serialize};

use crate::functions::{clamp, relu, sigmoid};
use crate::output::{Output, exponentials, rows, shift, sum};
use kernels::cast::{view, view_mut};
use kernels::{Real, each};

/// What is minimised; t is the target, n the number of examples, m the number of outputs.
///
/// Logits z, predictions y and targets t are `[n, m]`, J is one number for a batch. Sources: the
/// notes, "Example: XOR", "What outputs and cost functions?" and "Other outputs"; the notes sum
/// the cross-entropies over examples, here they are means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// J = 1/2 sum (y - t)^2 over examples and outputs; dJ/dy = y - t.
    ///
    /// Source: the notes, "Example: XOR"; "What outputs and cost functions?" calls it MSE (E23).
    HalfSquaredError,
    /// J = 1/(n m) sum (y - t)^2 over examples and outputs; dJ/dy = 2/(n m) (y - t).
    MeanSquaredError,
    /// J = -1/n sum (t ln y + (1 - t) ln(1 - y)) over examples and outputs; for sigmoid outputs
    /// delta = 1/n (y - t).
    ///
    /// For clamped outputs it is computed from the definition: infinite or NaN where y is 0 or 1.
    /// Source: the notes, "What outputs and cost functions?".
    BernoulliCrossEntropy,
    /// J = -1/n sum t ln y over examples and classes; delta = 1/n (y - t) for t that sum to 1.
    ///
    /// Source: the notes, "Other outputs": the softmax classifier.
    CategoricalCrossEntropy,
    /// J = 1/n sum over wrong classes j of max(0, 1 + `z_j` - `z_right`); t is one-hot.
    ///
    /// delta is 1/n for a wrong class that counts, and for the right one minus their sum.
    /// Source: Weston and Watkins 1999, with the margin 1 for their 2; the notes, "Other outputs":
    /// the SVM.
    MulticlassHinge,
}

impl Cost {
    /// Every cost.
    pub const ALL: [Cost; 5] = [
        Self::HalfSquaredError,
        Self::MeanSquaredError,
        Self::BernoulliCrossEntropy,
        Self::CategoricalCrossEntropy,
        Self::MulticlassHinge,
    ];

    /// Whether this cost is defined on that output: a likelihood needs a probability.
    pub fn accepts(self, output: Output) -> bool {
        match self {
            Self::HalfSquaredError | Self::MeanSquaredError => true,
            Self::BernoulliCrossEntropy => matches!(output, Output::Sigmoid | Output::Clamp),
            Self::CategoricalCrossEntropy => output == Output::Softmax,
            Self::MulticlassHinge => output == Output::Linear,
        }
    }

    /// J of a batch; delta = dJ/dz. All slices are `[batch, outputs]`; `terms` is scratch space for
    /// `batch * outputs` numbers and two more per example.
    #[inline(always)]
    pub(crate) fn loss_and_delta<T: Real>(
        self,
        output: Output,
        shape: (usize, usize),
        (z, t): (&[T], &[T]),
        delta: &mut [T],
        terms: &mut [T],
    ) -> T {
        let (batch, outputs) = shape;
        let examples = batch as f64;
        let scale = T::splat(match self {
            Self::HalfSquaredError => 1.0,
            Self::MeanSquaredError => 2.0 / (examples * outputs as f64),
            _ => 1.0 / examples,
        });
        let sum = match self {
            Self::HalfSquaredError | Self::MeanSquaredError => {
                half_squared_error(output, shape, (z, t), delta)
            }
            Self::BernoulliCrossEntropy if output == Output::Clamp => {
                clamped_cross_entropy(shape, (z, t), delta)
            }
            Self::BernoulliCrossEntropy => {
                let terms = &mut terms[..z.len()];
                let elements = (view(z), view(t));
                bernoulli_cross_entropy::<T::Element>(elements, view_mut(delta), view_mut(terms));
                sum_of_rows(shape, terms)
            }
            Self::CategoricalCrossEntropy => categorical_cross_entropy(shape, (z, t), delta, terms),
            Self::MulticlassHinge => multiclass_hinge(shape, (z, t), delta),
        };
        for delta in delta.iter_mut() {
            *delta = *delta * scale;
        }
        sum * scale
    }
}

/// The sum over examples of the sums over outputs.
#[inline(always)]
fn sum_of_rows<T: Real>((batch, outputs): (usize, usize), terms: &[T]) -> T {
    if outputs == 1 {
        return sum(terms);
    }
    let mut total = T::zero();
    for row in rows(batch, outputs) {
        total = total + sum(&terms[row]);
    }
    total
}

/// 1/2 sum (y - t)^2; delta = (y - t) dy/dz.
#[inline(always)]
fn half_squared_error<T: Real>(
    output: Output,
    (batch, outputs): (usize, usize),
    (z, t): (&[T], &[T]),
    delta: &mut [T],
) -> T {
    output.predict((batch, outputs), z, delta);
    let mut total = T::zero();
    for row in rows(batch, outputs) {
        let (z, t, delta) = (&z[row.clone()], &t[row.clone()], &mut delta[row]);
        let mut sum = T::zero();
        let mut mean_slope = T::zero();
        for (&y, &t) in delta.iter().zip(t) {
            sum = (y - t).mul_add(y - t, sum);
            mean_slope = (y - t).mul_add(y, mean_slope);
        }
        for ((delta, &t), &z) in delta.iter_mut().zip(t).zip(z) {
            let y = *delta;
            *delta = match output {
                Output::Linear => y - t,
                Output::Sigmoid => (y - t) * (y * (T::one() - y)),
                // dy_i/dz_j = y_i ((i = j) - y_j).
                Output::Softmax => y * ((y - t) - mean_slope),
                Output::Clamp => (y - t) * clamp_slope(z),
            };
        }
        total = total + T::splat(0.5) * sum;
    }
    total
}

/// 1 inside [0, 1], 0 outside.
#[inline(always)]
fn clamp_slope<T: Real>(z: T) -> T {
    T::if_less(z, T::zero(), T::zero(), T::if_less(T::one(), z, T::zero(), T::one()))
}

/// softplus(z) - t z = max(0, z) - t z + ln(1 + e^-abs(z)), term by term; delta = sigmoid(z) - t.
#[inline(always)]
fn bernoulli_cross_entropy<T: Real>((z, t): (&[T], &[T]), delta: &mut [T], terms: &mut [T]) {
    each!(T; [z, t] => [delta, terms] [
        sigmoid(z) - t,
        (relu(z) - t * z) + z.abs().exp_neg().ln_1p_of_fraction(),
    ]);
}

/// The same cost on y = max(0, min(1, z)), from its definition: infinite or NaN where y is 0 or 1.
#[inline(always)]
fn clamped_cross_entropy<T: Real>(
    (batch, outputs): (usize, usize),
    (z, t): (&[T], &[T]),
    delta: &mut [T],
) -> T {
    let one = T::one();
    let mut total = T::zero();
    for row in rows(batch, outputs) {
        let (z, t, delta) = (&z[row.clone()], &t[row.clone()], &mut delta[row]);
        let mut sum = T::zero();
        for ((delta, &z), &t) in delta.iter_mut().zip(z).zip(t) {
            let y = clamp(T::zero(), one, z);
            sum = sum - (t * y.ln() + (one - t) * (one - y).ln());
            *delta = (y - t) / (y * (one - y)) * clamp_slope(z);
        }
        total = total + sum;
    }
    total
}

/// sum t (ln sum e^z - z); delta = softmax(z) sum t - t.
#[inline(always)]
fn categorical_cross_entropy<T: Real>(
    (batch, outputs): (usize, usize),
    (z, t): (&[T], &[T]),
    delta: &mut [T],
    terms: &mut [T],
) -> T {
    let (highest, sums) = terms[..2 * batch].split_at_mut(batch);
    for (row, highest) in rows(batch, outputs).zip(&mut *highest) {
        *highest = shift(&z[row.clone()], &mut delta[row]);
    }
    exponentials::<T::Element>(view_mut(delta));
    for (row, exponentials) in rows(batch, outputs).zip(&mut *sums) {
        let (t, delta) = (&t[row.clone()], &mut delta[row]);
        *exponentials = sum(delta);
        let mass = sum(t);
        for (delta, &t) in delta.iter_mut().zip(t) {
            *delta = *delta / *exponentials * mass - t;
        }
    }
    logarithms::<T::Element>(view_mut(sums));
    let mut total = T::zero();
    for (row, (&highest, &log_sum)) in rows(batch, outputs).zip(highest.iter().zip(&*sums)) {
        let mut sum = T::zero();
        for (&z, &t) in z[row.clone()].iter().zip(&t[row]) {
            // A class whose target is 0 costs nothing, whatever its logit: without this, 0 times
            // infinity would be NaN. A NaN target makes the cost NaN.
            let cost = t * ((highest - z) + log_sum);
            sum = sum + T::if_less(T::zero(), t, cost, t * T::zero());
        }
        total = total + sum;
    }
    total
}

#[inline(always)]
fn logarithms<T: Real>(y: &mut [T]) {
    each!(T; [] => [y] [y.ln()]);
}

/// sum over wrong classes of max(0, 1 + z - `z_right`); delta is 1 for each that counts.
#[inline(always)]
fn multiclass_hinge<T: Real>(
    (batch, outputs): (usize, usize),
    (z, t): (&[T], &[T]),
    delta: &mut [T],
) -> T {
    let half = T::splat(0.5);
    let mut total = T::zero();
    for row in rows(batch, outputs) {
        let (z, t, delta) = (&z[row.clone()], &t[row.clone()], &mut delta[row]);
        let mut right = T::zero();
        for (&z, &t) in z.iter().zip(t) {
            right = T::if_less(half, t, z, right);
        }
        let mut sum = T::zero();
        let mut count = T::zero();
        for ((delta, &z), &t) in delta.iter_mut().zip(z).zip(t) {
            // A NaN target names no class: it makes the cost NaN.
            let margin = T::if_less(half, t, T::zero(), t.mul_add(T::zero(), T::one() + z) - right);
            sum = sum + relu(margin);
            *delta = T::if_less(T::zero(), margin, T::one(), T::zero());
            count = count + *delta;
        }
        for (delta, &t) in delta.iter_mut().zip(t) {
            *delta = T::if_less(half, t, -count, *delta);
        }
        total = total + sum;
    }
    total
}
