//! The passes, compiled for every number type and instruction set: once, here, so that no other
//! crate has to compile them.

use kernels::{Dispatch, Lanes, Simd};

use crate::map::{Function, Mapping};
use crate::optimizer::Update;
use crate::sweep::Sweep;

/// A number type that passes are compiled for: `f32`, `f64` and [`Lanes`] of 16.
pub trait Passes: Dispatch {
    /// Runs a pass over a network.
    #[doc(hidden)]
    fn sweep(simd: Simd, sweep: &mut Sweep<'_, Self>);
    /// Runs an update of its parameters.
    #[doc(hidden)]
    fn update(simd: Simd, update: Update<'_, Self>);
    /// Applies a function to every number.
    #[doc(hidden)]
    fn map(simd: Simd, mapping: Mapping<'_, Self>);
}

macro_rules! passes {
    ($($number:ty),*) => {$(
        impl Passes for $number {
            fn sweep(simd: Simd, sweep: &mut Sweep<'_, Self>) {
                Self::dispatch(simd, sweep);
            }
            fn update(simd: Simd, update: Update<'_, Self>) {
                Self::dispatch(simd, update);
            }
            fn map(simd: Simd, mapping: Mapping<'_, Self>) {
                Self::dispatch(simd, mapping);
            }
        }
    )*};
}
passes!(f32, f64, Lanes<16>);

impl Function {
    /// `y[i] = f(x[i])`.
    ///
    /// # Panics
    /// If `x` and `y` differ in length, or for PReLU and maxout.
    pub fn apply<T: Passes>(self, simd: Simd, x: &[T], y: &mut [T]) {
        assert_eq!(x.len(), y.len(), "as many values as arguments");
        T::map(simd, Mapping { function: self, x, y });
    }
}
