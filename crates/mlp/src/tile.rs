//! The register tile: R x C chains of fused multiply-adds side by side.
//!
//! Every element of a product is one chain, `sum = a[k].mul_add(b[k], sum)` for k = 0, 1, ... from
//! its starting value. A tile goes across the outputs and never along the sum, so its size, the
//! vector width and the processor leave each chain as it is. This is where the time goes.

use crate::elementwise;
use crate::layout::{MadeOf, view};
use crate::optimizer;
use crate::real::Real;

/// How many bytes come into the cache together.
pub(crate) const CACHE_LINE: usize = 64;

/// A matrix as the left factor.
#[derive(Clone, Copy, Debug)]
pub struct Left<'a, T> {
    data: &'a [T],
    /// The length of a row as it lies in memory.
    stride: usize,
    transposed: bool,
}

impl<'a, T> Left<'a, T> {
    /// The same matrix, of the number that `T` is one of.
    pub(crate) fn view<U>(self) -> Left<'a, U>
    where
        T: MadeOf<U>,
    {
        Left { data: view(self.data), stride: self.stride, transposed: self.transposed }
    }

    /// Whether it is `[rows, columns]`.
    pub(crate) fn has(&self, rows: usize, columns: usize) -> bool {
        let (down, across) = if self.transposed { (columns, rows) } else { (rows, columns) };
        self.stride == across && self.data.len() == down * across
    }

    /// A row-major matrix with `columns` columns.
    #[inline(always)]
    pub fn of(data: &'a [T], columns: usize) -> Self {
        Self { data, stride: columns, transposed: false }
    }

    /// The transpose of a row-major matrix with `columns` columns.
    #[inline(always)]
    pub fn transposed(data: &'a [T], columns: usize) -> Self {
        Self { data, stride: columns, transposed: true }
    }
}

/// Columns of a row-major matrix as the right factor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strip<'a, T> {
    pub(crate) data: &'a [T],
    /// The length of a row as it lies in memory.
    pub(crate) stride: usize,
    /// The first column.
    pub(crate) j: usize,
}

/// Numbers side by side that are multiplied by one of A: one number, or a register of them.
pub(crate) trait Vector<T>: Copy {
    /// How many.
    const WIDTH: usize;

    /// `x` in every place.
    fn spread(x: T) -> Self;
    /// `self * factor + addend`, rounded once.
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// Parameters moved against their gradients, see [`descend`](optimizer::descend).
    fn descend(self, direction: Self, rate: Self, active: Self) -> Self;
    /// The first C vectors of `from`.
    fn load<const C: usize>(from: &[T]) -> [Self; C];
    /// C vectors from all of `from`, which may be shorter: zeros from there on.
    fn load_edge<const C: usize>(from: &[T]) -> [Self; C];
    /// The vectors into the first places of `to`.
    fn store<const C: usize>(vectors: &[Self; C], to: &mut [T]);
    /// As much of the vectors as fits into `to`.
    fn store_edge<const C: usize>(vectors: &[Self; C], to: &mut [T]);

    /// Has the memory of the first C vectors of `of` brought near, if the path can.
    #[inline(always)]
    fn prefetch<const C: usize>(_of: &[T]) {}
    /// The first C vectors of `from`, or all that there is and zeros.
    #[inline(always)]
    fn load_up_to<const C: usize>(from: &[T]) -> [Self; C] {
        if from.len() >= C * Self::WIDTH { Self::load(from) } else { Self::load_edge(from) }
    }
    /// The vectors into the first places of `to`, as many as there are.
    #[inline(always)]
    fn store_up_to<const C: usize>(vectors: &[Self; C], to: &mut [T]) {
        if to.len() >= C * Self::WIDTH {
            Self::store(vectors, to);
        } else {
            Self::store_edge(vectors, to);
        }
    }
}

impl<T: Real> Vector<T> for T {
    const WIDTH: usize = 1;

    #[inline(always)]
    fn spread(x: T) -> T {
        x
    }
    #[inline(always)]
    fn mul_add(self, factor: T, addend: T) -> T {
        Real::mul_add(self, factor, addend)
    }
    #[inline(always)]
    fn descend(self, direction: T, rate: T, active: T) -> T {
        optimizer::descend(self, direction, rate, active)
    }
    #[inline(always)]
    fn load<const C: usize>(from: &[T]) -> [T; C] {
        *from.first_chunk().expect("C numbers")
    }
    #[inline(always)]
    fn load_edge<const C: usize>(from: &[T]) -> [T; C] {
        elementwise::load(from)
    }
    #[inline(always)]
    fn store<const C: usize>(numbers: &[T; C], to: &mut [T]) {
        *to.first_chunk_mut().expect("room for C numbers") = *numbers;
    }
    #[inline(always)]
    fn store_edge<const C: usize>(numbers: &[T; C], to: &mut [T]) {
        elementwise::store(numbers, to);
    }
}

/// Rows i to i + R of A times C vectors of B over `depth` terms, from `start`.
#[inline(always)]
pub(crate) fn tile<T: Real, V: Vector<T>, const R: usize, const C: usize>(
    start: [V; C],
    depth: usize,
    (a, i): (Left<'_, T>, usize),
    b: Strip<'_, T>,
) -> [[V; C]; R] {
    let mut sums = [start; R];
    let mut below = b.data;
    // Rows are split off one by one: dividing the slice into rows would cost a small product as
    // much as its arithmetic.
    if a.transposed {
        let mut left_below = a.data;
        for _ in 0..depth {
            let (row, rest) = below.split_at(b.stride);
            let (left_row, left_rest) = left_below.split_at(a.stride);
            let column: [T; R] = *left_row[i..].first_chunk().expect("R rows");
            multiply_add(column, V::load(&row[b.j..]), &mut sums);
            (below, left_below) = (rest, left_rest);
        }
    } else {
        let mut rows = [a.data; R];
        let mut left_below = &a.data[i * a.stride..];
        for row in &mut rows {
            (*row, left_below) = left_below.split_at(depth);
        }
        for k in 0..depth {
            let (row, rest) = below.split_at(b.stride);
            let mut column = [T::zero(); R];
            for (a, row) in column.iter_mut().zip(rows) {
                *a = row[k];
            }
            multiply_add(column, V::load(&row[b.j..]), &mut sums);
            below = rest;
        }
    }
    sums
}

/// `sums[r][c] += a[r] b[c]`. By value: so that the compiler keeps a and b in registers, too.
#[inline(always)]
fn multiply_add<T: Real, V: Vector<T>, const R: usize, const C: usize>(
    a: [T; R],
    b: [V; C],
    sums: &mut [[V; C]; R],
) {
    for (&a, sums) in a.iter().zip(sums) {
        let a = V::spread(a);
        for (&b, sum) in b.iter().zip(sums) {
            *sum = a.mul_add(b, *sum);
        }
    }
}
