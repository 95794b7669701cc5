//! Scalars whose fused multiply-add is software: the numbers of the portable path.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::single::Single;

/// A scalar whose fused multiply-add is computed in software.
///
/// Where the processor has none, the standard library would call the platform's; this is the
/// portable path's number, slower and the same bits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(transparent)]
pub struct Portable<S>(pub(crate) S);

macro_rules! operator {
    ($trait:ident $method:ident $sign:tt) => {
        impl<S: $trait<Output = S>> $trait for Portable<S> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(self.0 $sign other.0)
            }
        }
    };
}
operator!(Add add +);
operator!(Sub sub -);
operator!(Mul mul *);
operator!(Div div /);
impl<S: Neg<Output = S>> Neg for Portable<S> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

/// The `libm` crate's functions on the portable `f64`: they are software already.
pub(crate) mod double {
    use super::Portable;
    macro_rules! through {
        ($($name:ident = $function:path),*) => {$(
            #[inline(always)]
            pub(crate) fn $name(x: Portable<f64>) -> Portable<f64> {
                Portable($function(x.0))
            }
        )*};
    }
    through!(
        exp = libm::exp,
        exp_m1 = libm::expm1,
        ln = libm::log,
        ln_1p = libm::log1p,
        tanh = libm::tanh
    );
}

impl Single for Portable<f32> {
    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self(self.0.power_of_two())
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        let (mantissa, exponent) = self.0.mantissa_and_exponent();
        (Self(mantissa), Self(exponent))
    }
}
