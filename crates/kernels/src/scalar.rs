//! `f32` and `f64` as numbers.

use crate::cast::made_of;
use crate::real::{Number, Real, functions};
use crate::single::{self, Single};

macro_rules! scalar {
    ($float:ident) => {
        impl Number for $float {
            const LANES: usize = 1;
            type Scalar = $float;

            #[inline(always)]
            fn splat(value: f64) -> Self {
                value as $float
            }
            #[inline(always)]
            fn lane(self, _: usize) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn with_lane(self, _: usize, value: f64) -> Self {
                value as $float
            }
            #[allow(
                clippy::disallowed_methods,
                reason = "the one place that names the processor's; paths without it use `software`"
            )]
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                <$float>::mul_add(self, factor, addend)
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                <$float>::sqrt(self)
            }
            #[inline(always)]
            fn abs(self) -> Self {
                <$float>::abs(self)
            }
            #[inline(always)]
            fn if_less(a: Self, b: Self, then: Self, otherwise: Self) -> Self {
                if a < b { then } else { otherwise }
            }
        }
    };
}
scalar!(f32);
scalar!(f64);

#[allow(unsafe_code, reason = "the same numbers under another type, see `MadeOf`")]
const _: () = {
    made_of! {
        [] f32: [f32; 1];
        [] f64: [f64; 1];
    }
};

impl Real for f32 {
    const BLOCKS: bool = true;
    type Element = Self;
    functions!(single);
}

impl Real for f64 {
    const BLOCKS: bool = false;
    type Element = Self;
    functions!(double);
}

impl Single for f32 {
    #[inline(always)]
    fn power_of_two(self) -> Self {
        f32::from_bits((self + single::EXPONENT_IN_LOW_BITS).to_bits() << 23)
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        let exponent = (self.to_bits() as i32).wrapping_sub(single::SQRT_HALF_BITS) >> 23;
        let mantissa = f32::from_bits((self.to_bits()).wrapping_sub((exponent << 23) as u32));
        (mantissa, exponent as f32)
    }
}
