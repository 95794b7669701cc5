//! Loops over slices, element by element, that the compiler turns into vectors.

use crate::real::Real;

/// So many elements go through a function together: one register of 16 `f32` or two of 8.
pub(crate) const BLOCK: usize = 16;
/// So many where no more are left.
pub(crate) const SMALL: usize = 4;

/// `each!(T; [x, ...] => [y, ...] [value, ...])` makes every element of `y` the value, in which `x`
/// and `y` are the elements at its index, `y` as it was before.
///
/// In blocks, the last one padded, since a loop of fixed length is vector code however long the
/// slices are; results pass through an array of the loop's own, at which nothing else can point. A
/// macro and no function of a closure: a closure that is not inlined is compiled without the
/// processor's features (see [`dispatch`](crate::dispatch)).
macro_rules! each {
    ($number:ty; [$($x:ident),*] => [$($y:ident),+] $values:expr) => {{
        use $crate::elementwise::{BLOCK, SMALL};
        let length = [$($y.len()),+][0];
        if <$number as $crate::real::Real>::BLOCKS {
            let mut at = 0;
            while length - at >= BLOCK {
                each!(@block BLOCK, at, at + BLOCK, [$($x),*] [$($y),+] $values);
                at += BLOCK;
            }
            if length - at > SMALL {
                each!(@block BLOCK, at, length, [$($x),*] [$($y),+] $values);
            } else if length > at {
                each!(@block SMALL, at, length, [$($x),*] [$($y),+] $values);
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
        for (y, result) in [$(&mut $y[$from..$to]),+].into_iter().zip(results) {
            store(&result, y);
        }
    }};
}
pub(crate) use each;

/// N numbers, or as many as there are and zeros.
#[inline(always)]
pub(crate) fn load<T: Real, const N: usize>(slice: &[T]) -> [T; N] {
    if let Some(whole) = slice.first_chunk() {
        return *whole;
    }
    let mut block = [T::zero(); N];
    for (to, &from) in block.iter_mut().zip(slice) {
        *to = from;
    }
    block
}

/// As much of the block as there is room for.
#[inline(always)]
pub(crate) fn store<T: Real, const N: usize>(block: &[T; N], slice: &mut [T]) {
    if let Some(whole) = slice.first_chunk_mut() {
        *whole = *block;
    } else {
        for (to, &from) in slice.iter_mut().zip(block) {
            *to = from;
        }
    }
}

/// The sum of each column of a `[rows, columns]` matrix, from the first row down.
#[inline(always)]
pub(crate) fn column_sums<T: Real>(rows: usize, matrix: &[T], sums: &mut [T]) {
    let columns = sums.len();
    let mut j = 0;
    if T::LANES == 1 {
        while columns - j >= 16 {
            column_strip::<T, 16>(rows, matrix, j, sums);
            j += 16;
        }
    }
    while columns - j >= 4 {
        column_strip::<T, 4>(rows, matrix, j, sums);
        j += 4;
    }
    while columns > j {
        column_strip::<T, 1>(rows, matrix, j, sums);
        j += 1;
    }
}

/// The sums of columns j to j + C, in registers.
#[inline(always)]
fn column_strip<T: Real, const C: usize>(rows: usize, matrix: &[T], j: usize, sums: &mut [T]) {
    let mut strip = [T::zero(); C];
    for i in 0..rows {
        let row: [T; C] = *matrix[i * sums.len() + j..].first_chunk().expect("a row");
        for (sum, value) in strip.iter_mut().zip(row) {
            *sum = *sum + value;
        }
    }
    sums[j..j + C].copy_from_slice(&strip);
}
