//! Loops over slices, element by element, that the compiler turns into vectors.

use crate::real::Real;

/// So many elements go through a function together: one register of 16 `f32` or two of 8.
pub(crate) const BLOCK: usize = 16;

/// `each!(T; [x, ...] => [y, ...] [value, ...])` makes every element of `y` the value, in which `x`
/// and `y` are the elements at its index, `y` as it was before.
///
/// In blocks, the last one padded, since a loop of fixed length is vector code however long the
/// slices are; results pass through an array of the loop's own, at which nothing else can point. A
/// macro and no function of a closure: a closure that is not inlined is compiled without the
/// processor's features (see [`dispatch`](crate::dispatch)).
macro_rules! each {
    ($number:ty; [$($x:ident),*] => [$($y:ident),+] $values:expr) => {{
        let length = [$($y.len()),+][0];
        if <$number as $crate::real::Real>::BLOCKS {
            let whole = length - length % $crate::elementwise::BLOCK;
            let mut at = 0;
            while at < whole {
                let end = at + $crate::elementwise::BLOCK;
                each!(@block $number; at..end, [$($x),*] [$($y),+] $values);
                at = end;
            }
            if whole < length {
                each!(@block $number; whole..length, [$($x),*] [$($y),+] $values);
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
    (@block $number:ty; $range:expr, [$($x:ident),*] [$($y:ident),+] $values:expr) => {{
        use $crate::elementwise::{load, store};
        let results = {
            $(let $x = load(&$x[$range]);)*
            $(let $y = load(&$y[$range]);)+
            let mut results = [$(load(&$y[..0])),+];
            for i in 0..$crate::elementwise::BLOCK {
                $(let $x = $x[i];)*
                $(let $y = $y[i];)+
                let _ = ($($y),+);
                for (result, value) in results.iter_mut().zip($values) {
                    result[i] = value;
                }
            }
            results
        };
        for (y, result) in [$(&mut $y[$range]),+].into_iter().zip(results) {
            store(&result, y);
        }
    }};
}
pub(crate) use each;

/// Up to a block of numbers, with zeros behind them.
#[inline(always)]
pub(crate) fn load<T: Real>(slice: &[T]) -> [T; BLOCK] {
    if let Some(whole) = slice.first_chunk() {
        return *whole;
    }
    let mut block = [T::zero(); BLOCK];
    for (to, &from) in block.iter_mut().zip(slice) {
        *to = from;
    }
    block
}

/// As much of the block as there is room for.
#[inline(always)]
pub(crate) fn store<T: Real>(block: &[T; BLOCK], slice: &mut [T]) {
    if let Some(whole) = slice.first_chunk_mut() {
        *whole = *block;
    } else {
        for (to, &from) in slice.iter_mut().zip(block) {
            *to = from;
        }
    }
}
