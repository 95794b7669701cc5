//! Loops over slices, element by element, that the compiler turns into vectors.

use crate::real::Number;

/// How many elements go through a function together: one register of 16 `f32` or two of 8.
pub const BLOCK: usize = 16;
/// The size of a block where fewer than [`BLOCK`] elements are left, as in XOR's four examples.
pub const SMALL: usize = 4;

/// `each!(T; [x, ...] => [y, ...] [value, ...])` makes every element of `y` the value, in which `x`
/// and `y` are the elements at its index, `y` as it was before.
///
/// Slices are processed in blocks, then in small ones, the last of them padded, since a loop of
/// fixed length becomes vector code whatever the length of the slices. Results pass through an
/// array local to the loop, which nothing else can alias. This is a macro rather than a function of
/// a closure because a closure that is not inlined is compiled without the processor's features
/// (see [`dispatch`](crate::dispatch)).
#[macro_export]
macro_rules! each {
    ($number:ty; [$($x:ident),*] => [$($y:ident),+] $values:expr) => {{
        use $crate::elementwise::{BLOCK, SMALL};
        let length = [$($y.len()),+][0];
        if <$number as $crate::real::Real>::BLOCKS {
            let mut at = 0;
            while length - at >= BLOCK {
                $crate::each!(@block BLOCK, at, at + BLOCK, [$($x),*] [$($y),+] $values);
                at += BLOCK;
            }
            while length - at >= SMALL {
                $crate::each!(@block SMALL, at, at + SMALL, [$($x),*] [$($y),+] $values);
                at += SMALL;
            }
            if length > at {
                $crate::each!(@block SMALL, at, length, [$($x),*] [$($y),+] $values);
            }
        } else {
            $(let $x = &$x[..length];)*
            $(let $y = &mut $y[..length];)+
            for i in 0..length {
                let results = {
                    $(let $x = $x[i];)*
                    $(let $y = $y[i];)+
                    let _ = ($($y),+);
                    $values
                };
                for (y, result) in [$(&mut $y[i]),+].into_iter().zip(results) {
                    *y = result;
                }
            }
        }
    }};
    (@block $size:ident, $from:expr, $to:expr, [$($x:ident),*] [$($y:ident),+] $values:expr) => {{
        use $crate::elementwise::{load, store};
        let results = {
            $(let $x = load::<_, $size>(&$x[$from..$to]);)*
            $(let $y = load::<_, $size>(&$y[$from..$to]);)+
            let mut results = [$($y),+];
            for i in 0..$size {
                $(let $x = $x[i];)*
                $(let $y = $y[i];)+
                let _ = ($($y),+);
                for (result, value) in results.iter_mut().zip($values) {
                    result[i] = value;
                }
            }
            results
        };
        for (y, result) in [$(&mut $y[$from..$to]),+].iter_mut().zip(&results) {
            store(result, y);
        }
    }};
}
pub use each;

/// The first N numbers; missing ones are 0.
#[inline(always)]
pub fn load<T: Number, const N: usize>(slice: &[T]) -> [T; N] {
    if let Some(whole) = slice.first_chunk() {
        return *whole;
    }
    let mut block = [T::zero(); N];
    // One by one: a copy of unknown length would call memcpy and force the block into memory.
    for (i, to) in block.iter_mut().enumerate() {
        if let Some(&from) = slice.get(i) {
            *to = from;
        }
    }
    block
}

/// As much of the block as there is room for.
#[inline(always)]
pub fn store<T: Number, const N: usize>(block: &[T; N], slice: &mut [T]) {
    if let Some(whole) = slice.first_chunk_mut() {
        *whole = *block;
    } else {
        // One by one, as in `load`.
        for (i, &from) in block.iter().enumerate() {
            if let Some(to) = slice.get_mut(i) {
                *to = from;
            }
        }
    }
}
