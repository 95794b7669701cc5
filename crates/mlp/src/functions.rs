//! The functions of the notes, in forms that neither overflow nor cancel.
//!
//! Each takes one number, or lanes of them. Their largest errors in single precision, measured over
//! all 2^32 numbers as those of [`kernels::single`] are, in units of the last place:
//!
//! | function | error | at |
//! |---|---|---|
//! | [`sigmoid`] | 1.475 | -6.237066 |
//! | [`softplus`] | 1.588 | -1.275692 |
//! | [`elu`], alpha = 1 | 1.072 | -0.28710902 |

use kernels::Real;

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
    // Restores, to first order, what the rounding of 1 + e and of the division lost.
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
