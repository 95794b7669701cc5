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

/// A `Self` is [`COUNT`](Self::COUNT) of `U`, one behind the other.
///
/// # Safety
/// The memory of a `Self` is that of an array `[U; COUNT]`, with nothing before, between or behind
/// the numbers, and every bit pattern of either type is a number. That the sizes agree is asserted
/// wherever one is viewed as the other, at compile time: `Lanes<3>`, whose alignment pads it, has no
/// view.
#[allow(unsafe_code, reason = "what an implementation promises, the compiler cannot check")]
pub(crate) unsafe trait MadeOf<U> {
    /// How many.
    const COUNT: usize;
}

macro_rules! made_of {
    ($([$($generics:tt)*] $number:ty: $count:expr, $part:ty;)*) => {$(
        #[allow(unsafe_code, reason = "the types are transparent, or arrays in `repr(C)`")]
        // SAFETY: `Portable` and `Registers` are `repr(transparent)`, `Lanes` is an array in
        // `repr(C)`; of all of them, any bits are numbers.
        unsafe impl<$($generics)*> MadeOf<$part> for $number {
            const COUNT: usize = $count;
        }
    )*};
}
made_of! {
    [] f32: 1, f32;
    [] f64: 1, f64;
    [] f32: 1, Portable<f32>;
    [] f64: 1, Portable<f64>;
    [const N: usize] Lanes<N>: 1, Lanes<N, Portable<f32>>;
    [const N: usize, S] Lanes<N, S>: N, S;
}
#[cfg(target_arch = "x86_64")]
made_of! {
    [R: Register, const N: usize, const M: usize] Lanes<N>: 1, Registers<R, M>;
    [R: Register, const N: usize] Registers<R, N>: N, Registers<R, 1>;
    [R: Register, const N: usize] Registers<R, N>: N * R::WIDTH, f32;
}

/// The sizes agree, and whatever a `T` may stand on, a `U` may.
const fn fits<T: MadeOf<U>, U>() {
    assert!(size_of::<T>() == T::COUNT * size_of::<U>(), "the one is not so many of the other");
    assert!(align_of::<T>() >= align_of::<U>());
}

/// The numbers that `slice` is made of.
#[inline(always)]
pub(crate) fn view<T: MadeOf<U>, U>(slice: &[T]) -> &[U] {
    const { fits::<T, U>() };
    #[allow(unsafe_code, reason = "the same numbers under another type")]
    // SAFETY: by `MadeOf`, each `T` is `COUNT` of `U`; the sizes agree.
    unsafe {
        std::slice::from_raw_parts(slice.as_ptr().cast(), slice.len() * T::COUNT)
    }
}

/// The numbers that `slice` is made of.
#[inline(always)]
pub(crate) fn view_mut<T: MadeOf<U>, U>(slice: &mut [T]) -> &mut [U] {
    const { fits::<T, U>() };
    #[allow(unsafe_code, reason = "the same numbers under another type")]
    // SAFETY: as in `view`.
    unsafe {
        std::slice::from_raw_parts_mut(slice.as_mut_ptr().cast(), slice.len() * T::COUNT)
    }
}

/// The same stride of the number that `T` is one of.
#[inline(always)]
pub(crate) fn view_stride<T: MadeOf<U>, U>(stride: &mut Stride<T>) -> &mut Stride<U> {
    const { fits::<T, U>() };
    const { assert!(T::COUNT == 1) };
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
