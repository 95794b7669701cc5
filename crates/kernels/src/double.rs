//! exp, ln, tanh and friends in double precision: those of the `libm` crate, software everywhere.

use crate::real::Number;

/// A double-precision number, or one in a wrapper.
pub(crate) trait Double: Number {
    /// `function` of the number inside.
    fn through(self, function: fn(f64) -> f64) -> Self;
}

impl Double for f64 {
    #[inline(always)]
    fn through(self, function: fn(f64) -> f64) -> Self {
        function(self)
    }
}

macro_rules! through {
    ($($name:ident: $function:path, $doc:literal;)*) => {$(
        #[doc = $doc]
        #[inline(always)]
        pub(crate) fn $name<T: Double>(x: T) -> T {
            x.through($function)
        }
    )*};
}
through! {
    exp: libm::exp, "e^x.";
    exp_m1: libm::expm1, "e^x - 1.";
    ln: libm::log, "ln x.";
    ln_1p: libm::log1p, "ln(1 + x).";
    ln_1p_of_fraction: libm::log1p, "ln(1 + x).";
    tanh: libm::tanh, "tanh x.";
}

/// e^-x.
#[inline(always)]
pub(crate) fn exp_neg<T: Double>(x: T) -> T {
    exp(-x)
}
