//! The same numbers under another type: lanes as plain numbers, plain numbers as software ones.

#![allow(unsafe_code, reason = "what an implementation promises, the compiler cannot check")]

/// A `Self` is [`COUNT`](Self::COUNT) of `U`, one behind the other.
///
/// # Safety
/// The memory of a `Self` is that of an array `[U; COUNT]`, with nothing before, between or behind
/// the numbers, and every bit pattern of either type is a value of it. Size and alignment are
/// asserted where a slice is viewed, at compile time: `Lanes<3>`, which is padded, has no view.
pub unsafe trait MadeOf<U>: Copy {
    /// How many.
    const COUNT: usize;
}

/// `unsafe impl MadeOf<Part> for Number`, a line each: `[generics] Number: [Part; COUNT]`.
macro_rules! made_of {
    ($([$($generics:tt)*] $number:ty: [$part:ty; $count:expr];)*) => {$(
        // SAFETY: scalars, `repr(transparent)` around one number, or arrays in `repr(C)`, whose
        // size is asserted; of all of them, any bits are numbers.
        unsafe impl<$($generics)*> $crate::cast::MadeOf<$part> for $number {
            const COUNT: usize = $count;
        }
    )*};
}
pub(crate) use made_of;

/// A `T` is as large as its `U`s, and whatever it may stand on, they may.
const fn fits<T: MadeOf<U>, U>() {
    assert!(size_of::<T>() == T::COUNT * size_of::<U>(), "the one is not so many of the other");
    assert!(align_of::<T>() >= align_of::<U>(), "the other needs a stricter alignment");
}

/// The numbers that `slice` is made of.
#[inline(always)]
pub fn view<T: MadeOf<U>, U>(slice: &[T]) -> &[U] {
    const { fits::<T, U>() };
    // SAFETY: by `MadeOf`, each `T` is `COUNT` of `U`, and the sizes agree.
    unsafe { std::slice::from_raw_parts(slice.as_ptr().cast(), slice.len() * T::COUNT) }
}

/// The numbers that `slice` is made of.
#[inline(always)]
pub fn view_mut<T: MadeOf<U>, U>(slice: &mut [T]) -> &mut [U] {
    const { fits::<T, U>() };
    // SAFETY: as in `view`; whatever is written is a `U`, and so many of them are a `T`.
    unsafe { std::slice::from_raw_parts_mut(slice.as_mut_ptr().cast(), slice.len() * T::COUNT) }
}

/// The number that `number` is made of.
#[inline(always)]
pub fn cast<T: MadeOf<U>, U>(number: &T) -> &U {
    const { assert!(T::COUNT == 1, "several numbers are no one number") };
    &view(std::slice::from_ref(number))[0]
}
