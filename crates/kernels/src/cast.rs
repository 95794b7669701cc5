//! The same numbers under another type: lanes as plain numbers, plain numbers as software ones.

#![allow(unsafe_code, reason = "what an implementation promises, the compiler cannot check")]

/// A `Self` consists of [`COUNT`](Self::COUNT) consecutive values of `U`.
///
/// # Safety
/// A `Self` must have the memory layout of `[U; COUNT]`, without padding, and every bit pattern
/// must be a valid value of both types. Size and alignment are asserted at compile time wherever a
/// slice is viewed: `Lanes<3>`, which is padded, has no view.
pub unsafe trait MadeOf<U>: Copy {
    /// How many.
    const COUNT: usize;
}

/// `unsafe impl MadeOf<Part> for Number`, a line each: `[generics] Number: [Part; COUNT]`.
macro_rules! made_of {
    ($([$($generics:tt)*] $number:ty: [$part:ty; $count:expr];)*) => {$(
        // SAFETY: scalars, `repr(transparent)` wrappers of one number, or `repr(C)` arrays, whose
        // size is asserted; for each of them every bit pattern is valid.
        unsafe impl<$($generics)*> $crate::cast::MadeOf<$part> for $number {
            const COUNT: usize = $count;
        }
    )*};
}
pub(crate) use made_of;

/// Asserts that a `T` is exactly as large as its `U`s, and aligned at least as strictly.
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
    // SAFETY: as in `view`; only `U`s can be written, and any `COUNT` of them form a valid `T`.
    unsafe { std::slice::from_raw_parts_mut(slice.as_mut_ptr().cast(), slice.len() * T::COUNT) }
}

/// The number that `number` is made of.
#[inline(always)]
pub fn cast<T: MadeOf<U>, U>(number: &T) -> &U {
    const { assert!(T::COUNT == 1, "several numbers are no one number") };
    &view(std::slice::from_ref(number))[0]
}
