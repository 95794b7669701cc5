//! The register tile: R x C chains of fused multiply-adds side by side.
//!
//! Every element of a product is one chain, `sum = a[k].mul_add(b[k], sum)` for k = 0, 1, ... from
//! its starting value. A tile spans outputs, never the terms of a sum, so its size, the vector
//! width and the processor do not change any chain. This is where the time is spent.

use crate::cast::{MadeOf, view};
use crate::real::Number;
use crate::vector::{Vector, load};

/// A matrix as the left factor.
#[derive(Clone, Copy, Debug)]
pub struct Left<'a, T> {
    data: &'a [T],
    /// The length of a row as it lies in memory.
    stride: usize,
    transposed: bool,
}

impl<'a, T> Left<'a, T> {
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

    /// The same matrix, viewed as numbers `U`.
    pub(crate) fn view<U>(self) -> Left<'a, U>
    where
        T: MadeOf<U>,
    {
        Left { data: view(self.data), stride: self.stride, transposed: self.transposed }
    }

    /// Whether it is the transpose of the matrix in memory.
    #[inline(always)]
    pub(crate) fn is_transposed(&self) -> bool {
        self.transposed
    }

    /// Row i of a matrix that is not the transpose.
    #[inline(always)]
    #[cfg_attr(
        not(any(target_arch = "x86_64", target_arch = "aarch64")),
        allow(dead_code, reason = "only memory-bound products go along rows")
    )]
    pub(crate) fn row(&self, i: usize) -> &'a [T] {
        &self.data[i * self.stride..][..self.stride]
    }

    /// Whether it is `[rows, columns]`.
    pub(crate) fn has(&self, rows: usize, columns: usize) -> bool {
        let (down, across) = if self.transposed { (columns, rows) } else { (rows, columns) };
        self.stride == across && self.data.len() == down * across
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

/// Rows i to i + R of A times C vectors of B over `depth` terms, from `start`. `TRANSPOSED` is
/// whether A is.
#[inline(always)]
pub(crate) fn tile<
    T: Number,
    V: Vector<T>,
    const R: usize,
    const C: usize,
    const TRANSPOSED: bool,
>(
    start: [V; C],
    depth: usize,
    (a, i): (Left<'_, T>, usize),
    b: Strip<'_, T>,
) -> [[V; C]; R] {
    let mut sums = [start; R];
    let mut below = b.data;
    // Rows are split off one by one: in a small product, dividing the slice into rows would cost as
    // much as the arithmetic.
    if TRANSPOSED {
        let mut left_below = a.data;
        for _ in 0..depth {
            let (row, rest) = below.split_at(b.stride);
            let (left_row, left_rest) = left_below.split_at(a.stride);
            let column: [T; R] = *left_row[i..].first_chunk().expect("R rows");
            multiply_add(column, load(&row[b.j..]), &mut sums);
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
            multiply_add(column, load(&row[b.j..]), &mut sums);
            below = rest;
        }
    }
    sums
}

/// `sums[r][c] += a[r] b[c]`. By value, so that the compiler keeps a and b in registers as well.
#[inline(always)]
fn multiply_add<T: Number, V: Vector<T>, const R: usize, const C: usize>(
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
