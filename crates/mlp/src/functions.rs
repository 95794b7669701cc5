//! The functions of the notes, in forms that neither overflow nor cancel.
//!
//! Each takes one number, or lanes of them; [`Function`] is one by name, taken of a whole slice.

use crate::activation::Activation;
use crate::dispatch::{Compiled, Simd};
use crate::elementwise::each;
use crate::pass::{Mapping, Pass};
use crate::real::Real;

/// A function of one number, to be taken of many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Function {
    /// e^x.
    Exp,
    /// e^x - 1.
    ExpM1,
    /// ln x.
    Ln,
    /// ln(1 + x).
    Ln1p,
    /// f(x). Not of PReLU and maxout, whose layers have more to them.
    Activation(Activation),
}

impl Function {
    /// `y[i] = f(x[i])`.
    ///
    /// # Panics
    /// If `x` and `y` differ in length, or for PReLU and maxout.
    pub fn apply<T: Compiled>(self, simd: Simd, x: &[T], y: &mut [T]) {
        assert_eq!(x.len(), y.len(), "as many values as arguments");
        T::run(simd, Pass::Map(Mapping { function: self, x, y }));
    }

    #[inline(always)]
    pub(crate) fn map<T: Real>(self, x: &[T], y: &mut [T]) {
        match self {
            Self::Exp => each!(T; [x] => [y] [x.exp()]),
            Self::ExpM1 => each!(T; [x] => [y] [x.exp_m1()]),
            Self::Ln => each!(T; [x] => [y] [x.ln()]),
            Self::Ln1p => each!(T; [x] => [y] [x.ln_1p()]),
            Self::Activation(activation) => activation.apply(x, y),
        }
    }
}

/// sigmoid(x) = 1 / (1 + e^-x), with the derivative y (1 - y).
///
/// Computed from e^-abs(x), which cannot overflow: 1 / (1 + e^-x) for x >= 0 and
/// e^x / (1 + e^x) below. Source: the notes, "Sigmoid activation".
#[inline(always)]
pub fn sigmoid<T: Real>(x: T) -> T {
    let one = T::one();
    let e = x.abs().exp_neg();
    let d = one + e;
    let n = T::if_less(x, T::zero(), e, one);
    let y = n / d;
    // What the rounding of 1 + e and of the division lost, put back to first order.
    let lost = (-y).mul_add((one - d) + e, (-y).mul_add(d, n));
    lost.mul_add(T::if_less(x, T::zero(), one - y, y), y)
}

/// softplus(x) = ln(1 + e^x) = max(0, x) + ln(1 + e^-abs(x)).
///
/// Its derivative is [`sigmoid`]. Source: the notes, "Softplus unit"; as printed there it
/// overflows (E18).
#[inline(always)]
pub fn softplus<T: Real>(x: T) -> T {
    relu(x) + x.abs().exp_neg().ln_1p_of_fraction()
}

/// ReLU(x) = max(0, x); a NaN stays.
///
/// Source: the notes, "Rectified linear unit".
#[inline(always)]
pub fn relu<T: Real>(x: T) -> T {
    x.at_least(T::zero())
}

/// ELU(x) = x for x >= 0, alpha (e^x - 1) below.
///
/// Source: Clevert, Unterthiner and Hochreiter 2016. The notes, "Exponential linear unit", print
/// max(alpha (e^x - 1), x), which is another function (E03).
#[inline(always)]
pub fn elu<T: Real>(alpha: T, x: T) -> T {
    T::if_less(x, T::zero(), alpha * x.exp_m1(), x)
}

/// max(low, min(high, x)), for low <= high; a NaN stays.
///
/// Source: the notes, "Other outputs", with the bounds 0 and 1.
#[inline(always)]
pub fn clamp<T: Real>(low: T, high: T, x: T) -> T {
    T::if_less(x, low, low, x.at_most(high))
}

/// The larger of two numbers; NaN if either is.
#[inline(always)]
pub fn larger<T: Real>(a: T, b: T) -> T {
    let (lowest, highest) = (T::splat(f64::NEG_INFINITY), T::splat(f64::INFINITY));
    // A NaN is neither above the lowest number nor below the highest.
    let a_unless_nan = T::if_less(lowest, b, a, T::if_less(b, highest, a, b));
    T::if_less(a, b, b, a_unless_nan)
}
