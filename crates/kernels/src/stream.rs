//! Products that memory bounds: the large matrix is read, or written, once and along its rows.
//!
//! With few rows or few terms, a number of the large matrix takes part in few multiply-adds, and
//! tiles, which go down its columns, would wait for memory. One example at a time is the case that
//! matters; its three products are the three here.

use crate::panel::{Shape, rows_from};
use crate::product::{Product, Right};
use crate::real::Number;
use crate::tile::{Strip, tile};
use crate::vector::{Vector, WIDEST, turned_square};

/// The most rows whose products with a transposed B leave it unpacked.
const FEW_ROWS: usize = 8;
/// The most terms for which C, if it is large, is written along its rows.
const FEW_TERMS: usize = 16;
/// From this size on, C is faster to write along its rows.
const LARGE_BYTES: usize = 256 * 1024;

impl<T: Number> Product<'_, T> {
    /// Whether memory may bound the product: only with few rows, or few terms.
    #[inline(always)]
    pub(crate) fn may_be_streamed(&self) -> bool {
        self.shape.rows <= FEW_ROWS || self.shape.depth <= FEW_TERMS
    }

    /// The columns of a product that memory bounds, but for those `left` to the strips.
    #[inline(always)]
    pub(crate) fn streamed<V: Vector<T>, const R: usize>(&mut self) {
        let Shape { rows, depth, columns } = self.shape;
        let is_large = rows * columns * size_of::<T>() >= LARGE_BYTES;
        match self.b {
            Right::Transposed(b) if rows <= FEW_ROWS && !self.a.is_transposed() => {
                self.turned::<V, R>(b);
            }
            Right::Of(b) if self.a.is_transposed() => {
                if depth <= FEW_TERMS && is_large {
                    self.row_by_row::<V, R>(b);
                }
            }
            Right::Of(b) if rows == 1 => self.wide::<V>(b),
            Right::Of(_) | Right::Transposed(_) => {}
        }
    }

    /// Few terms: C is written R rows at a time.
    #[inline(always)]
    fn row_by_row<V: Vector<T>, const R: usize>(&mut self, b: &[T]) {
        let Shape { rows, depth, columns } = self.shape;
        let whole = columns - columns % (2 * V::WIDTH);
        let strip = |j| Strip { data: b, stride: self.across, j: self.first + j };
        let mut i = 0;
        while i < rows {
            let left = (self.a, self.i + i);
            let tall = rows - i >= R;
            for j in (0..whole).step_by(2 * V::WIDTH) {
                let start = self.start_at(j);
                if tall {
                    let sums = tile::<T, V, R, 2, true>(start, depth, left, strip(j));
                    self.sink.put(sums, (i, j), columns);
                } else {
                    let sums = tile::<T, V, 1, 2, true>(start, depth, left, strip(j));
                    self.sink.put(sums, (i, j), columns);
                }
            }
            i += if tall { R } else { 1 };
        }
        self.left = columns - whole;
    }

    /// A single row: B is read eight vectors at a time, as many sums as it takes to keep busy.
    #[inline(always)]
    fn wide<V: Vector<T>>(&mut self, b: &[T]) {
        let Shape { depth, columns, .. } = self.shape;
        let whole = columns - columns % (8 * V::WIDTH);
        for j in (0..whole).step_by(8 * V::WIDTH) {
            let strip = Strip { data: b, stride: self.across, j: self.first + j };
            let sums = tile::<T, V, 1, 8, false>(self.start_at(j), depth, (self.a, self.i), strip);
            self.sink.put(sums, (0, j), columns);
        }
        self.left = columns - whole;
    }

    /// Few rows, B transposed: squares of it are turned over in registers.
    #[inline(always)]
    fn turned<V: Vector<T>, const R: usize>(&mut self, b: &[T]) {
        let rows = self.shape.rows;
        for j in (0..self.shape.columns).step_by(V::WIDTH) {
            let mut i = 0;
            while R == 8 && rows - i >= 8 {
                self.turn::<V, 8>(b, i, j);
                i += 8;
            }
            while rows - i >= 4 {
                self.turn::<V, 4>(b, i, j);
                i += 4;
            }
            while i < rows {
                self.turn::<V, 1>(b, i, j);
                i += 1;
            }
        }
        self.left = 0;
    }

    /// Rows i to i + R, a vector of columns from j on.
    #[inline(always)]
    fn turn<V: Vector<T>, const R: usize>(&mut self, b: &[T], i: usize, j: usize) {
        let Shape { depth, columns, .. } = self.shape;
        let mut rows = [b; R];
        for (r, row) in rows.iter_mut().enumerate() {
            *row = self.a.row(self.i + i + r);
        }
        let below = rows_from(b, self.shape, j);
        let mut sums = [self.start_at::<V, 1>(j); R];
        // Where the number of terms is known, the square stays in registers.
        let whole = depth - depth % V::WIDTH;
        for k in (0..whole).step_by(V::WIDTH) {
            add_square(&mut sums, rows, turned_square::<T, V>(below, k), (k, V::WIDTH));
        }
        if whole < depth {
            let square = turned_square::<T, V>(below, whole);
            add_square(&mut sums, rows, square, (whole, depth - whole));
        }
        self.sink.put(sums, (i, j), columns);
    }
}

/// Adds `terms` terms of each row from k on, times as many vectors of B, to its sum.
#[inline(always)]
fn add_square<T: Number, V: Vector<T>, const R: usize>(
    sums: &mut [[V; 1]; R],
    rows: [&[T]; R],
    square: [V; WIDEST],
    (k, terms): (usize, usize),
) {
    for n in 0..terms {
        for (row, sums) in rows.iter().zip(&mut *sums) {
            sums[0] = V::spread(row[k + n]).mul_add(square[n], sums[0]);
        }
    }
}
