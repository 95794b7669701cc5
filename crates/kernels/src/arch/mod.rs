//! The processor's registers as numbers: each operation is an instruction that IEEE 754 defines.
//!
//! Registers give the same results as arrays, to the last bit. Whether loops over arrays become
//! vector code is up to the compiler, which misses networks of four units (a third of the speed)
//! and products in double precision (a quarter). A register leaves it no choice.
//!
//! Each architecture has a file that lists its instructions; everything derived from them is here,
//! once. No other crate can name a register, and within this one a register is reached only through
//! the token of its path (`path`), which exists only where the processor has the instructions.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod x86_64;

#[cfg(target_arch = "aarch64")]
pub(crate) use aarch64::{F32x4, F64x2};
#[cfg(target_arch = "x86_64")]
pub(crate) use x86_64::{F32x4, F32x8, F32x16, F64x4, F64x8};

/// A register as a number and as a vector, from its instructions.
///
/// An instruction given by name takes the operation's operands in order; any other is written as
/// an expression.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
macro_rules! register {
    (
        $(#[$doc:meta])*
        $name:ident: [$float:ident; $width:literal] in $register:ty; features $features:literal;
        splat $splat:ident; add $add:ident; sub $sub:ident; mul $mul:ident; div $div:ident;
        sqrt $sqrt:ident; load $load:ident; store $store:ident;
        neg |$n:ident| $neg:expr;
        abs |$m:ident| $abs:expr;
        mul_add |$factor:ident, $by:ident, $addend:ident| $mul_add:expr;
        if_less |$a:ident, $b:ident, $then:ident, $otherwise:ident| $if_less:expr;
        $(at_least |$x:ident, $low:ident| $at_least:expr;)?
        $(at_most |$y:ident, $high:ident| $at_most:expr;)?
        $(prefetch |$near:ident| $prefetch:expr;)?
        turned |$rows:ident| $turned:expr;
        load_part |$from:ident| $load_part:expr;
        store_part |$value:ident, $to:ident| $store_part:expr;
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        #[repr(transparent)]
        pub(crate) struct $name($register);

        $crate::cast::made_of! {
            [] $name: [$float; $width];
            [] $name: [$name; 1];
        }

        register!(@operators $name; Add add $add, Sub sub $sub, Mul mul $mul, Div div $div);

        impl std::ops::Neg for $name {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                let $n = self.0;
                // SAFETY: this path's processor has the instructions.
                Self(unsafe { $neg })
            }
        }

        impl $crate::real::Number for $name {
            const LANES: usize = $width;
            type Scalar = $float;

            #[inline(always)]
            fn splat(value: f64) -> Self {
                <Self as $crate::vector::Vector<$float>>::spread(value as $float)
            }
            #[inline(always)]
            fn lane(self, k: usize) -> f64 {
                f64::from($crate::cast::view::<Self, $float>(std::slice::from_ref(&self))[k])
            }
            #[inline(always)]
            fn with_lane(mut self, k: usize, value: f64) -> Self {
                let lanes = std::slice::from_mut(&mut self);
                $crate::cast::view_mut::<Self, $float>(lanes)[k] = value as $float;
                self
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self {
                let ($factor, $by, $addend) = (self.0, factor.0, addend.0);
                // SAFETY: this path's processor has the instruction.
                Self(unsafe { $mul_add })
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                // SAFETY: this path's processor has the instruction.
                Self(unsafe { $sqrt(self.0) })
            }
            #[inline(always)]
            fn abs(self) -> Self {
                let $m = self.0;
                // SAFETY: this path's processor has the instructions.
                Self(unsafe { $abs })
            }
            #[inline(always)]
            fn if_less(a: Self, b: Self, then: Self, otherwise: Self) -> Self {
                let ($a, $b, $then, $otherwise) = (a.0, b.0, then.0, otherwise.0);
                // SAFETY: this path's processor has the instructions.
                Self(unsafe { $if_less })
            }
            $(
                #[inline(always)]
                fn at_least(self, low: Self) -> Self {
                    let ($x, $low) = (self.0, low.0);
                    // SAFETY: this path's processor has the instruction.
                    Self(unsafe { $at_least })
                }
            )?
            $(
                #[inline(always)]
                fn at_most(self, high: Self) -> Self {
                    let ($y, $high) = (self.0, high.0);
                    // SAFETY: this path's processor has the instruction.
                    Self(unsafe { $at_most })
                }
            )?
        }

        impl $crate::vector::Vector<$float> for $name {
            const WIDTH: usize = $width;

            #[inline(always)]
            fn spread(x: $float) -> Self {
                // SAFETY: this path's processor has the instruction.
                Self(unsafe { $splat(x) })
            }
            #[inline(always)]
            fn load(from: &[$float]) -> Self {
                let from = &from[..$width];
                // SAFETY: reads what was sliced; this path's processor has the instruction.
                Self(unsafe { $load(from.as_ptr()) })
            }
            #[inline(always)]
            fn turned(rows: [Self; $crate::vector::WIDEST]) -> [Self; $crate::vector::WIDEST] {
                let zero = rows[$width - 1].0;
                let mut $rows = [zero; $width];
                for (register, row) in $rows.iter_mut().zip(rows) {
                    *register = row.0;
                }
                // SAFETY: this path's processor has the instructions.
                let turned = unsafe { $turned };
                let mut columns = rows;
                for (column, turned) in columns.iter_mut().zip(turned) {
                    *column = Self(turned);
                }
                columns
            }
            fn turn_into(
                rows: [&[$float]; $crate::vector::WIDEST],
                width: usize,
                panel: &mut [$float],
            ) {
                #[target_feature(enable = $features)]
                fn inside(
                    rows: [&[$float]; $crate::vector::WIDEST],
                    width: usize,
                    panel: &mut [$float],
                ) {
                    $crate::vector::turn_into::<$float, $name>(rows, width, panel);
                }
                // SAFETY: this path's processor has the instructions.
                unsafe { inside(rows, width, panel) }
            }
            #[inline(always)]
            fn load_part(from: &[$float]) -> Self {
                let $from = from;
                // SAFETY: reads no more than there is; this path's processor has the instructions.
                Self(unsafe { $load_part })
            }
            #[inline(always)]
            fn store(self, to: &mut [$float]) {
                let to = &mut to[..$width];
                // SAFETY: writes what was sliced; this path's processor has the instruction.
                unsafe { $store(to.as_mut_ptr(), self.0) }
            }
            #[inline(always)]
            fn store_part(self, to: &mut [$float]) {
                let ($value, $to) = (self.0, to);
                // SAFETY: writes no more than there is; this path's processor has the instructions.
                unsafe { $store_part }
            }
            $(
                #[inline(always)]
                fn prefetch(number: &$float) {
                    let $near = std::ptr::from_ref(number);
                    // SAFETY: a hint, which touches nothing.
                    unsafe { $prefetch }
                }
            )?
        }
    };
    (@operators $name:ident; $($trait:ident $method:ident $instruction:ident),*) => {$(
        impl std::ops::$trait for $name {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: this path's processor has the instruction.
                Self(unsafe { $instruction(self.0, other.0) })
            }
        }
    )*};
}
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use register;
