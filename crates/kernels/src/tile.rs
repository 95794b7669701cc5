//! The register tile: R x C chains of fused multiply-adds side by side.
//!
//! Every element of a product is one chain, `sum = a[k].mul_add(b[k], sum)` for k = 0, 1, ... from
//! its starting value. A tile spans outputs, never the terms of a sum, so its size, the vector
//! width and the processor do not change any chain. This is where the time is spent.

use crate::cast::{MadeOf, view};
use crate::real::Number;
use crate::vector::{Vector, WIDEST, load};

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

    /// The same matrix without its first columns.
    #[inline(always)]
    pub(crate) fn beyond(self, columns: usize) -> Self {
        let from = if self.transposed { columns * self.stride } else { columns };
        Self { data: &self.data[from..], ..self }
    }

    /// Whether it is the transpose of the matrix in memory.
    #[inline(always)]
    pub(crate) fn is_transposed(&self) -> bool {
        self.transposed
    }

    /// Whether it is `[rows, columns]`.
    pub(crate) fn has(&self, rows: usize, columns: usize) -> bool {
        let (down, across) = if self.transposed { (columns, rows) } else { (rows, columns) };
        self.stride == across && self.data.len() == down * across
    }
}

/// Columns of a row-major matrix as the right factor, or rows if it is the transpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strip<'a, T> {
    pub(crate) data: &'a [T],
    /// The length of a row as it lies in memory.
    pub(crate) stride: usize,
    /// The first column, or row.
    pub(crate) j: usize,
}

/// The factors of a strip of a product, `depth` terms of each, as they lie in memory.
pub(crate) trait Factors<T>: Copy {
    /// Adds rows i to i + R of A, times C vectors of B, to `sums`.
    fn add_to<V: Vector<T>, const R: usize, const C: usize>(
        self,
        sums: [[V; C]; R],
        i: usize,
    ) -> [[V; C]; R];
}

/// Both row-major.
#[derive(Clone, Copy)]
pub(crate) struct Plain<'a, T> {
    pub(crate) a: Left<'a, T>,
    pub(crate) b: Strip<'a, T>,
    pub(crate) depth: usize,
}

/// A is the transpose of a row-major matrix.
#[derive(Clone, Copy)]
pub(crate) struct LeftTransposed<'a, T>(pub(crate) Plain<'a, T>);

/// B is the transpose of a row-major matrix: its rows are turned over in registers.
#[derive(Clone, Copy)]
pub(crate) struct RightTransposed<'a, T>(pub(crate) Plain<'a, T>);

impl<'a, T> Plain<'a, T> {
    /// Rows i to i + R of A.
    #[inline(always)]
    fn rows<const R: usize>(self, i: usize) -> [&'a [T]; R] {
        let Left { data, stride, .. } = self.a;
        let (mut rows, mut below) = ([data; R], &data[i * stride..]);
        // Rows are split off one by one: in a small product, dividing the slice into rows would
        // cost as much as the arithmetic.
        for row in &mut rows {
            *row = &below[..self.depth];
            below = &below[stride.min(below.len())..];
        }
        rows
    }
}

impl<T: Number> Factors<T> for Plain<'_, T> {
    #[inline(always)]
    fn add_to<V: Vector<T>, const R: usize, const C: usize>(
        self,
        mut sums: [[V; C]; R],
        i: usize,
    ) -> [[V; C]; R] {
        let (rows, mut below) = (self.rows(i), self.b.data);
        for k in 0..self.depth {
            let (row, rest) = below.split_at(self.b.stride);
            multiply_add(column::<T, R>(rows, k), load(&row[self.b.j..]), &mut sums);
            below = rest;
        }
        sums
    }
}

impl<T: Number> Factors<T> for LeftTransposed<'_, T> {
    #[inline(always)]
    fn add_to<V: Vector<T>, const R: usize, const C: usize>(
        self,
        mut sums: [[V; C]; R],
        i: usize,
    ) -> [[V; C]; R] {
        let Plain { a, b, depth } = self.0;
        let (mut left_below, mut below) = (a.data, b.data);
        for _ in 0..depth {
            let (left_row, left_rest) = left_below.split_at(a.stride);
            let (row, rest) = below.split_at(b.stride);
            let column: [T; R] = *left_row[i..].first_chunk().expect("R rows");
            multiply_add(column, load(&row[b.j..]), &mut sums);
            (below, left_below) = (rest, left_rest);
        }
        sums
    }
}

impl<T: Number> Factors<T> for RightTransposed<'_, T> {
    #[inline(always)]
    fn add_to<V: Vector<T>, const R: usize, const C: usize>(
        self,
        mut sums: [[V; C]; R],
        i: usize,
    ) -> [[V; C]; R] {
        let Plain { b, depth, .. } = self.0;
        let rows = self.0.rows::<R>(i);
        let below = &b.data[b.j * b.stride..];
        let mut k = 0;
        while k < depth {
            for c in 0..C {
                let mut square = [V::zero(); WIDEST];
                for r in 0..V::WIDTH {
                    square[r] = V::load(&below[(c * V::WIDTH + r) * b.stride + k..]);
                }
                let square = V::turned(square);
                for n in 0..V::WIDTH {
                    for (row, sums) in rows.iter().zip(&mut sums) {
                        sums[c] = V::spread(row[k + n]).mul_add(square[n], sums[c]);
                    }
                }
            }
            k += V::WIDTH;
        }
        sums
    }
}

/// Element k of each row.
#[inline(always)]
fn column<T: Number, const R: usize>(rows: [&[T]; R], k: usize) -> [T; R] {
    let mut column = [T::zero(); R];
    for (a, row) in column.iter_mut().zip(rows) {
        *a = row[k];
    }
    column
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
