//! The cost of a function in operations: the same code, run on a number that counts them.
//!
//! Unlike a time, a count is the same on every machine. The functions have no branches, so the
//! count does not depend on the argument either.

use std::cell::Cell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::cast::made_of;
use crate::real::{Number, Real};
use crate::single::{self, Single};

/// How many operations of each kind were carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operations {
    /// Additions, subtractions, multiplications, and the two fused.
    pub arithmetic: u32,
    /// Divisions and square roots, many times as slow.
    pub divisions: u32,
    /// Comparisons with a choice between two numbers.
    pub selections: u32,
    /// Signs changed or removed, exponents read or made.
    pub bits: u32,
    /// Calls of e^x or e^x - 1, including the one within tanh; the operations inside them are
    /// counted above.
    pub exponentials: u32,
}

impl Operations {
    /// All operations; exponentials are left out, since the operations inside them count already.
    pub fn total(self) -> u32 {
        self.arithmetic + self.divisions + self.selections + self.bits
    }
}

thread_local! {
    static TALLY: Cell<Operations> = const { Cell::new(Operations {
        arithmetic: 0, divisions: 0, selections: 0, bits: 0, exponentials: 0,
    }) };
}

fn note(change: fn(&mut Operations)) {
    let mut tally = TALLY.get();
    change(&mut tally);
    TALLY.set(tally);
}

/// The operations on [`Counted`] numbers that `work` carries out on this thread.
pub fn operations(work: impl FnOnce()) -> Operations {
    TALLY.set(Operations::default());
    work();
    TALLY.take()
}

/// A single-precision number whose operations are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
pub struct Counted(f32);

#[allow(unsafe_code, reason = "the same numbers under the same type")]
const _: () = {
    made_of! {
        [] Counted: [Counted; 1];
    }
};

macro_rules! counted {
    ($($trait:ident $method:ident $kind:ident $operator:tt),*) => {$(
        #[allow(clippy::suspicious_arithmetic_impl, reason = "what is added to is the tally")]
        impl $trait for Counted {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                note(|tally| tally.$kind += 1);
                Self(self.0 $operator other.0)
            }
        }
    )*};
}
counted!(Add add arithmetic +, Sub sub arithmetic -, Mul mul arithmetic *, Div div divisions /);

impl Neg for Counted {
    type Output = Self;

    fn neg(self) -> Self {
        note(|tally| tally.bits += 1);
        Self(-self.0)
    }
}

impl Number for Counted {
    const LANES: usize = 1;
    type Scalar = f32;

    fn splat(value: f64) -> Self {
        Self(value as f32)
    }
    fn lane(self, _: usize) -> f64 {
        f64::from(self.0)
    }
    fn with_lane(self, _: usize, value: f64) -> Self {
        Self::splat(value)
    }
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        note(|tally| tally.arithmetic += 1);
        Self(Number::mul_add(self.0, factor.0, addend.0))
    }
    fn sqrt(self) -> Self {
        note(|tally| tally.divisions += 1);
        Self(self.0.sqrt())
    }
    fn abs(self) -> Self {
        note(|tally| tally.bits += 1);
        Self(self.0.abs())
    }
    fn if_less(a: Self, b: Self, then: Self, otherwise: Self) -> Self {
        note(|tally| tally.selections += 1);
        if a.0 < b.0 { then } else { otherwise }
    }
}

impl Real for Counted {
    const BLOCKS: bool = false;
    type Element = Self;

    fn exp(self) -> Self {
        note(|tally| tally.exponentials += 1);
        single::exp(self)
    }
    fn exp_neg(self) -> Self {
        (-self).exp()
    }
    fn exp_m1(self) -> Self {
        note(|tally| tally.exponentials += 1);
        single::exp_m1(self)
    }
    fn ln(self) -> Self {
        single::ln(self)
    }
    fn ln_1p(self) -> Self {
        single::ln_1p(self)
    }
    fn ln_1p_of_fraction(self) -> Self {
        single::ln_1p_of_fraction(self)
    }
    fn tanh(self) -> Self {
        // Its exponential is built in.
        note(|tally| tally.exponentials += 1);
        single::tanh(self)
    }
}

impl Single for Counted {
    fn power_of_two(self) -> Self {
        note(|tally| tally.bits += 1);
        Self(self.0.power_of_two())
    }
    fn mantissa_and_exponent(self) -> (Self, Self) {
        note(|tally| tally.bits += 2);
        let (mantissa, exponent) = self.0.mantissa_and_exponent();
        (Self(mantissa), Self(exponent))
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, operations};
    use crate::real::{Number, Real};
    use crate::single::Single;

    #[test]
    fn an_operation_is_counted_as_what_it_is() {
        let of = |f: fn(Counted) -> Counted| {
            let found = operations(|| {
                f(Counted(0.5));
            });
            [found.arithmetic, found.divisions, found.selections, found.bits, found.exponentials]
        };
        assert_eq!(of(|x| x + x), [1, 0, 0, 0, 0]);
        assert_eq!(of(|x| x - x), [1, 0, 0, 0, 0]);
        assert_eq!(of(|x| x * x), [1, 0, 0, 0, 0]);
        assert_eq!(of(|x| x.mul_add(x, x)), [1, 0, 0, 0, 0]);
        assert_eq!(of(|x| x / x), [0, 1, 0, 0, 0]);
        assert_eq!(of(Number::sqrt), [0, 1, 0, 0, 0]);
        assert_eq!(of(|x| Counted::if_less(x, x, x, x)), [0, 0, 1, 0, 0]);
        assert_eq!(of(|x| -x), [0, 0, 0, 1, 0]);
        assert_eq!(of(Number::abs), [0, 0, 0, 1, 0]);
        assert_eq!(of(Single::power_of_two), [0, 0, 0, 1, 0]);
        assert_eq!(of(|x| x.mantissa_and_exponent().0), [0, 0, 0, 2, 0]);
        assert_eq!(of(Real::exp)[4], 1);
        assert_eq!(of(Real::exp_m1)[4], 1);
        assert_eq!(of(Real::tanh)[4], 1);
    }

    /// What is counted is what is computed.
    #[test]
    fn a_number_that_counts_is_the_number() {
        for i in -40..40 {
            let x = i as f32 / 8.0;
            let bits = |x: f32| if x.is_nan() { 0 } else { x.to_bits() };
            assert_eq!(bits(Counted(x).exp().0), bits(Real::exp(x)), "exp {x}");
            assert_eq!(bits(Counted(x).tanh().0), bits(Real::tanh(x)), "tanh {x}");
            assert_eq!(bits(Counted(x).exp_m1().0), bits(Real::exp_m1(x)), "exp_m1 {x}");
            assert_eq!(bits(Counted(x).ln().0), bits(Real::ln(x)), "ln {x}");
            assert_eq!(bits(Counted(x).ln_1p().0), bits(Real::ln_1p(x)), "ln_1p {x}");
            assert_eq!(bits(Counted(x).sqrt().0), bits(Number::sqrt(x)), "sqrt {x}");
        }
    }
}
