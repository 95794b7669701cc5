//! Activation functions h = f(z): what each is, and the table of f and f'.
//!
//! Where the slope is known from h, h overwrites z, which the backward pass does not need.
//! Those that need more than one z, or a learned slope, have files of their own: `maxout`, `prelu`.

use kernels::cast::{view, view_mut};
use kernels::{Real, each};
use serde::{Deserialize, Serialize};

use crate::checked;
use crate::formula::Formula;
use crate::functions::{clamp, elu, relu, sigmoid, softplus};

/// What a hidden layer does with its pre-activations z: h = f(z).
///
/// Except for maxout, f is applied element by element: h has the shape of z, `[batch, units]`. Each
/// f is listed with its slope dh/dz as the backward pass uses it, including at kinks. In a
/// configuration, a name alone (`"leaky_relu"`) means the usual constants; a table sets them
/// (`{ leaky_relu = { slope = 0.2 } }`). Source: the notes, "Activation functions" and the pages
/// on each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
pub enum Activation {
    /// 1 / (1 + e^-z); slope h (1 - h). Source: the notes, "Sigmoid activation".
    Sigmoid {},
    /// tanh z; slope 1 - h^2. Source: the notes, "Hyperbolic tangent".
    Tanh {},
    /// 2 sigmoid(2z) - 1; slope 1 - h^2: tanh written differently, the control arm of a claim.
    /// Source: the notes, "Activation functions".
    ScaledSigmoid {},
    /// max(0, z); slope 1 above 0, 0 below. Source: the notes, "Rectified linear unit".
    Relu {
        /// The slope used at z = 0, where any value in [0, 1] is a subgradient; 0 unless given.
        #[serde(default, deserialize_with = "checked::single::finite")]
        at_zero: f64,
    },
    /// z for z >= 0, `slope` z below; slope 1 from 0 on.
    ///
    /// Source: Maas, Hannun and Ng 2013; the notes, "Leaky rectified linear unit", whose
    /// max(a z, z) is the same only for a <= 1 (E04).
    LeakyRelu {
        /// The slope below 0; 0.01 unless given.
        #[serde(default = "leaky_slope", deserialize_with = "checked::single::finite")]
        slope: f64,
    },
    /// z for z >= 0, a z below, where a is learned: dJ/da = sum of z dJ/dh over z < 0.
    /// Source: He et al. 2015; the notes, "Leaky rectified linear unit".
    Prelu {
        /// The slope to start from; 0.25 unless given.
        #[serde(default = "prelu_initial", deserialize_with = "checked::single::finite")]
        initial: f64,
        /// One slope for each unit, instead of one for the layer.
        #[serde(default)]
        per_unit: bool,
    },
    /// abs(z); slope -1 below 0, 0 at 0, 1 above. Source: the notes, "Activation functions", with
    /// alpha = -1.
    AbsoluteValue {},
    /// z for z >= 0, `alpha` (e^z - 1) below; slope 1 from 0 on, `alpha` e^z below.
    ///
    /// Source: Clevert, Unterthiner and Hochreiter 2016; the notes, "Exponential linear unit",
    /// print another function (E03).
    Elu {
        /// The limit for z -> -infinity is -alpha; 1 unless given.
        #[serde(default = "one", deserialize_with = "checked::single::positive")]
        alpha: f64,
    },
    /// ln(1 + e^z); slope sigmoid(z). Source: the notes, "Softplus unit".
    Softplus {},
    /// z; slope 1. Source: the notes, "Neural networks": a network of linear layers.
    Identity {},
    /// max(low, min(high, z)); slope 1 from `low` to `high`, both included, 0 beyond.
    /// Source: the notes, "Other outputs".
    Clamp {
        /// The lower bound; 0 unless given.
        #[serde(default, deserialize_with = "checked::single::finite")]
        low: f64,
        /// The upper bound; 1 unless given.
        #[serde(default = "one", deserialize_with = "checked::single::finite")]
        high: f64,
    },
    /// The largest of several affine functions of the input, its pieces; the first piece that
    /// attains it takes the whole gradient.
    ///
    /// Source: Goodfellow et al. 2013; the notes, "Maxout unit".
    Maxout {
        /// How many functions the maximum is taken over; 2 unless given.
        #[serde(default = "two", deserialize_with = "checked::count")]
        pieces: usize,
        /// Which functions go together.
        #[serde(default)]
        form: MaxoutForm,
    },
    /// Any formula in z, with the slope that differentiation gives it. In a configuration, the formula
    /// as text (`{ formula = "x*sigmoid(x)" }`).
    Formula(Formula),
}

/// Which pre-activations a maxout unit takes the maximum of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaxoutForm {
    /// Each unit has its own pieces: `h_j = max over p of (x W_p + b_p)_j`; z is
    /// `[batch, pieces * units]`, piece by piece (the notes' "Maxout unit").
    #[default]
    Pointwise,
    /// Neighbouring units form groups, and all units of a group take its maximum (the notes'
    /// "Activation functions": all indices in a group share a value).
    Grouped,
}

const fn leaky_slope() -> f64 {
    0.01
}
const fn prelu_initial() -> f64 {
    0.25
}
const fn one() -> f64 {
    1.0
}
const fn two() -> usize {
    2
}

impl Activation {
    /// Every activation in each of its forms, with the usual constants.
    pub const ALL: [Activation; 14] = [
        Activation::Sigmoid {},
        Activation::Tanh {},
        Activation::ScaledSigmoid {},
        Activation::Relu { at_zero: 0.0 },
        Activation::LeakyRelu { slope: leaky_slope() },
        Activation::Prelu { initial: prelu_initial(), per_unit: false },
        Activation::Prelu { initial: prelu_initial(), per_unit: true },
        Activation::AbsoluteValue {},
        Activation::Elu { alpha: one() },
        Activation::Softplus {},
        Activation::Identity {},
        Activation::Clamp { low: 0.0, high: one() },
        Activation::Maxout { pieces: two(), form: MaxoutForm::Pointwise },
        Activation::Maxout { pieces: two(), form: MaxoutForm::Grouped },
    ];
}

impl Activation {
    /// Whether its constants are finite once they are rounded to `T`, and in order.
    pub(crate) fn fits<T: Real>(self) -> bool {
        let finite = |x: f64| T::splat(x).lane(0).is_finite();
        match self {
            Self::Relu { at_zero: x }
            | Self::LeakyRelu { slope: x }
            | Self::Prelu { initial: x, .. }
            | Self::Elu { alpha: x } => finite(x),
            Self::Clamp { low, high } => finite(low) && finite(high) && low <= high,
            Self::Formula(formula) => formula.constants().all(finite),
            _ => true,
        }
    }
}

macro_rules! is_h {
    (h) => {
        true
    };
    (z) => {
        false
    };
}

/// h = f(z) and its slope dh/dz. The backward pass computes the slope from what stands between its
/// bars: `h`, which then overwrites z, or `z`, which is kept. For the identity there is nothing to
/// compute; a formula is computed step by step.
macro_rules! table {
    ($($activation:pat => f |$z:ident| $f:expr, slope |$from:ident| $slope:expr;)*) => {
        #[allow(unused_variables, reason = "a constant of one of the two only")]
        impl Activation {
            /// Whether the slope is known from h alone, so that z need not be kept.
            pub(crate) fn has_slope_by_h(self) -> bool {
                match self {
                    Self::Identity {} => true,
                    $($activation => is_h!($from),)*
                    Self::Prelu { .. } | Self::Maxout { .. } | Self::Formula(_) => false,
                }
            }

            /// `y[i] = f(x[i])`.
            ///
            /// # Panics
            /// For PReLU and maxout, which need more than z.
            #[inline(always)]
            pub(crate) fn apply<T: Real>(self, x: &[T], y: &mut [T]) {
                match self {
                    Self::Identity {} => y.copy_from_slice(x),
                    Self::Formula(formula) => formula.apply(x, y),
                    $($activation => {
                        let $z = x;
                        each!(T; [$z] => [y] [$f]);
                    })*
                    Self::Prelu { .. } | Self::Maxout { .. } => unreachable!("the layer computes it"),
                }
            }

            /// f(z) in the place of z.
            #[inline(always)]
            fn apply_to_elements<T: Real>(self, z: &mut [T]) {
                match self {
                    Self::Identity {} => {}
                    Self::Formula(formula) => formula.apply_in_place(z),
                    $($activation => {
                        let $z = z;
                        each!(T; [] => [$z] [$f]);
                    })*
                    Self::Prelu { .. } | Self::Maxout { .. } => unreachable!("the layer computes it"),
                }
            }

            /// delta *= dh/dz.
            #[inline(always)]
            fn multiply_by_slope<T: Real>(self, z: &[T], h: &[T], delta: &mut [T]) {
                match self {
                    Self::Identity {} => {}
                    Self::Formula(formula) => formula.multiply_by_slope(z, delta),
                    $($activation => {
                        let $from = if is_h!($from) { h } else { z };
                        each!(T; [$from] => [delta] [delta * ($slope)]);
                    })*
                    Self::Prelu { .. } | Self::Maxout { .. } => unreachable!("the layer computes it"),
                }
            }
        }
    };
}

table! {
    Self::Sigmoid {} => f |z| sigmoid(z), slope |h| h * (T::one() - h);
    Self::Tanh {} => f |z| z.tanh(), slope |h| (-h).mul_add(h, T::one());
    Self::ScaledSigmoid {} => f |z| T::splat(2.0).mul_add(sigmoid(z + z), -T::one()),
        slope |h| (-h).mul_add(h, T::one());
    // h is above 0 where z is.
    Self::Relu { at_zero: 0.0 } => f |z| relu(z),
        slope |h| T::if_less(T::zero(), h, T::one(), T::zero());
    Self::Relu { at_zero } => f |z| relu(z),
        slope |z| by_sign(z, [T::zero(), T::splat(at_zero), T::one()]);
    Self::LeakyRelu { slope } => f |z| T::if_less(z, T::zero(), T::splat(slope) * z, z),
        slope |z| T::if_less(z, T::zero(), T::splat(slope), T::one());
    Self::AbsoluteValue {} => f |z| z.abs(),
        slope |z| by_sign(z, [-T::one(), T::zero(), T::one()]);
    // Not h + alpha, which rounds to 0 long before alpha e^z does.
    Self::Elu { alpha } => f |z| elu(T::splat(alpha), z),
        slope |z| T::if_less(z, T::zero(), T::splat(alpha) * z.exp(), T::one());
    Self::Softplus {} => f |z| softplus(z), slope |z| sigmoid(z);
    Self::Clamp { low, high } => f |z| clamp(T::splat(low), T::splat(high), z),
        slope |z| T::if_less(
            z, T::splat(low), T::zero(), T::if_less(T::splat(high), z, T::zero(), T::one())
        );
}

/// What belongs to z below, at and above 0.
#[inline(always)]
fn by_sign<T: Real>(z: T, [below, at, above]: [T; 3]) -> T {
    T::if_less(z, T::zero(), below, T::if_less(T::zero(), z, above, at))
}

impl Activation {
    /// Replaces z by h = f(z).
    ///
    /// # Panics
    /// For PReLU and maxout, which the layer computes.
    #[inline(always)]
    pub(crate) fn apply_in_place<T: Real>(self, z: &mut [T]) {
        self.apply_to_elements::<T::Element>(view_mut(z));
    }

    /// From dJ/dh to dJ/dz: delta *= f'(z), given h = f(z); z is not read where the slope is known
    /// from h.
    #[inline(always)]
    pub(crate) fn backward<T: Real>(self, z: &[T], h: &[T], delta: &mut [T]) {
        self.multiply_by_slope::<T::Element>(view(z), view(h), view_mut(delta));
    }
}
