//! The same numbers under another type: lanes as plain numbers, plain numbers as software ones.

use crate::lanes::Lanes;
use crate::optimizer::Update;
use crate::pass::{Mapping, Multiplication, Parameters, Pass, Stride, Sweep};
use crate::portable::Portable;
use crate::product::Right;
#[cfg(target_arch = "x86_64")]
use crate::register::Register;
#[cfg(target_arch = "x86_64")]
use crate::registers::Registers;

/// A `Self` is one or more `U`, without gaps.
///
/// Implemented here alone: `Portable` and `Registers` are `repr(transparent)`, and `Lanes` is
/// `repr(C)` around an array as large as its alignment or a multiple of it.
pub(crate) trait MadeOf<U> {}
impl MadeOf<f32> for f32 {}
impl MadeOf<f64> for f64 {}
impl MadeOf<Portable<f32>> for f32 {}
impl MadeOf<Portable<f64>> for f64 {}
impl<const N: usize> MadeOf<Lanes<N, Portable<f32>>> for Lanes<N> {}
impl<const N: usize, S> MadeOf<S> for Lanes<N, S> {}
#[cfg(target_arch = "x86_64")]
impl<R: Register, const N: usize, const M: usize> MadeOf<Registers<R, M>> for Lanes<N> {}
#[cfg(target_arch = "x86_64")]
impl<R: Register, const N: usize> MadeOf<Registers<R, 1>> for Registers<R, N> {}
#[cfg(target_arch = "x86_64")]
impl<R: Register, const N: usize> MadeOf<f32> for Registers<R, N> {}

/// The numbers that `slice` is made of.
#[inline(always)]
pub(crate) fn view<T: MadeOf<U>, U>(slice: &[T]) -> &[U] {
    const { assert!(size_of::<T>().is_multiple_of(size_of::<U>())) };
    const { assert!(align_of::<T>() >= align_of::<U>()) };
    #[allow(unsafe_code, reason = "the same numbers under another type")]
    // SAFETY: a `T` is so many `U` without gaps, and every bit pattern of either is a number.
    unsafe {
        std::slice::from_raw_parts(slice.as_ptr().cast(), size_of_val(slice) / size_of::<U>())
    }
}

/// The numbers that `slice` is made of.
#[inline(always)]
pub(crate) fn view_mut<T: MadeOf<U>, U>(slice: &mut [T]) -> &mut [U] {
    const { assert!(size_of::<T>().is_multiple_of(size_of::<U>())) };
    const { assert!(align_of::<T>() >= align_of::<U>()) };
    #[allow(unsafe_code, reason = "the same numbers under another type")]
    // SAFETY: as in `view`.
    unsafe {
        let count = size_of_val(slice) / size_of::<U>();
        std::slice::from_raw_parts_mut(slice.as_mut_ptr().cast(), count)
    }
}

/// The same stride of the number that `T` is one of.
#[inline(always)]
pub(crate) fn view_stride<T: MadeOf<U>, U>(stride: &mut Stride<T>) -> &mut Stride<U> {
    const { assert!(size_of::<T>() == size_of::<U>() && align_of::<T>() >= align_of::<U>()) };
    #[allow(unsafe_code, reason = "the same numbers under another type")]
    // SAFETY: as in `view`; `Stride` is `repr(C)`, three numbers and nothing else.
    unsafe {
        &mut *std::ptr::from_mut(stride).cast()
    }
}

/// The same pass on the same numbers under another type.
#[inline(always)]
pub(crate) fn seen_as<T: MadeOf<U>, U>(pass: Pass<'_, T>) -> Pass<'_, U> {
    match pass {
        Pass::Sweep(sweep) => Pass::Sweep(Sweep {
            goal: sweep.goal,
            output: sweep.output,
            cost: sweep.cost,
            layers: sweep.layers,
            batch: sweep.batch,
            parameters: match sweep.parameters {
                Parameters::Read(parameters) => Parameters::Read(view(parameters)),
                Parameters::Move(parameters, stride) => {
                    Parameters::Move(view_mut(parameters), view_stride(stride))
                }
            },
            input: view(sweep.input),
            target: view(sweep.target),
            activations: view_mut(sweep.activations),
            deltas: sweep.deltas.map(view_mut),
            panels: sweep.panels.view(),
            gradient: view_mut(sweep.gradient),
            loss: view_mut(sweep.loss),
        }),
        Pass::Map(Mapping { function, x, y }) => {
            Pass::Map(Mapping { function, x: view(x), y: view_mut(y) })
        }
        Pass::Multiply(product) => Pass::Multiply(Multiplication {
            shape: product.shape,
            start: product.start.map(view),
            a: product.a.view(),
            b: match product.b {
                Right::Of(b) => Right::Of(view(b)),
                Right::Transposed(b) => Right::Transposed(view(b)),
            },
            c: view_mut(product.c),
            panels: product.panels.view(),
        }),
        Pass::Update(update) => Pass::Update(Update {
            optimizer: update.optimizer,
            parameters: view_mut(update.parameters),
            gradient: view(update.gradient),
            first: view_mut(update.first),
            second: view_mut(update.second),
            rate_and_active: view(update.rate_and_active),
            decays: update.decays,
        }),
    }
}
