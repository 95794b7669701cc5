//! A function applied to every number of a slice.

use kernels::cast::{MadeOf, view, view_mut};
use kernels::{Path, Real, Work, each};

use crate::activation::Activation;

/// Slopes are computed from so many values at a time.
const BLOCK: usize = 64;

/// A function of one number, to be applied to many.
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
    /// f(x), except for PReLU and maxout, which need more than x.
    Activation(Activation),
    /// f'(x), as the backward pass computes it.
    Slope(Activation),
}

/// `y[i] = f(x[i])`, with the buffers it reads and writes.
#[derive(Debug)]
pub struct Mapping<'a, T> {
    pub(crate) function: Function,
    pub(crate) x: &'a [T],
    pub(crate) y: &'a mut [T],
}

impl<T> Work<T> for Mapping<'_, T> {
    #[inline(always)]
    fn run<U: Real, P: Path<U>>(self, _: P)
    where
        T: MadeOf<U>,
    {
        let (x, y) = (view::<T, U>(self.x), view_mut::<T, U>(self.y));
        elements::<U::Element>(self.function, view(x), view_mut(y));
    }
}

#[inline(always)]
fn elements<T: Real>(function: Function, x: &[T], y: &mut [T]) {
    match function {
        Function::Exp => each!(T; [x] => [y] [x.exp()]),
        Function::ExpM1 => each!(T; [x] => [y] [x.exp_m1()]),
        Function::Ln => each!(T; [x] => [y] [x.ln()]),
        Function::Ln1p => each!(T; [x] => [y] [x.ln_1p()]),
        Function::Activation(activation) => activation.apply(x, y),
        Function::Slope(activation) => {
            for (x, y) in x.chunks(BLOCK).zip(y.chunks_mut(BLOCK)) {
                let h = &mut [T::zero(); BLOCK][..x.len()];
                activation.apply(x, h);
                y.fill(T::one());
                activation.backward(x, h, y);
            }
        }
    }
}
