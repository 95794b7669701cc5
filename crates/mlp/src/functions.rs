//! The functions of the notes, in forms that neither overflow nor cancel.

use crate::real::Real;

/// sigmoid(x) = 1 / (1 + e^-x).
///
/// Computed from e^-abs(x), which cannot overflow: 1 / (1 + e^-x) for x >= 0 and
/// e^x / (1 + e^x) below. Source: the notes, "Sigmoid activation".
#[inline(always)]
pub fn sigmoid<T: Real>(x: T) -> T {
    let one = T::one();
    let e = (-x.abs()).exp();
    let d = one + e;
    let n = T::if_less(x, T::zero(), e, one);
    let y = n / d;
    // What the rounding of 1 + e and of the division lost, put back to first order.
    let lost = (-y).mul_add((one - d) + e, (-y).mul_add(d, n));
    lost.mul_add(T::if_less(x, T::zero(), one - y, y), y)
}

/// softplus(x) = ln(1 + e^x) = max(0, x) + ln(1 + e^-abs(x)).
///
/// Source: the notes, "Softplus unit"; as printed there it overflows (E18).
#[inline(always)]
pub fn softplus<T: Real>(x: T) -> T {
    relu(x) + (-x.abs()).exp().ln_1p_of_fraction()
}

/// ReLU(x) = max(0, x).
#[inline(always)]
pub fn relu<T: Real>(x: T) -> T {
    x.at_least(T::zero())
}

/// ELU(x) = x for x >= 0, a (e^x - 1) below.
///
/// The notes print max(a (e^x - 1), x), which is another function (E03).
#[inline(always)]
pub fn elu<T: Real>(alpha: T, x: T) -> T {
    T::if_less(x, T::zero(), alpha * x.exp_m1(), x)
}

/// max(low, min(high, x)).
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
