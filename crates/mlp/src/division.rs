//! A large product on several threads: each computes some of the rows, in a panel of its own.
//!
//! An element is the same chain whoever computes it: the division changes no bit.

use crate::product::{Callable, Product, Shape};
use crate::real::Real;
use crate::store::Into;

/// A product of so many multiply-adds is divided: half of them take longer than waking a thread.
const DIVIDED_FROM: usize = 1 << 22;

/// Parts begin where the tallest tiles do.
const ROWS: usize = 8;

/// Whether a product of this shape is for more than one of the threads.
#[inline(always)]
pub(crate) fn is_divided(Shape { rows, depth, columns }: Shape, threads: usize) -> bool {
    threads > 1 && rows * depth * columns >= DIVIDED_FROM
}

/// The product in as many parts as it has threads, on those of the current pool.
#[inline(never)]
pub(crate) fn divided<K: Callable<T>, T: Real>(product: Product<'_, T>) {
    let (shape, threads) = (product.shape, product.panels.threads);
    let above = shape.rows * (threads / 2) / threads / ROWS * ROWS;
    if above == 0 || !is_divided(shape, threads) {
        K::call(product);
    } else {
        let (above, below) = product.split(above, threads / 2);
        rayon::join(|| divided::<K, T>(above), || divided::<K, T>(below));
    }
}

impl<T: Real> Product<'_, T> {
    /// The rows above, for so many of the threads, and those below for the others.
    fn split(self, above: usize, threads: usize) -> (Self, Self) {
        let Self { shape, start, a, i, b, into: Into { c, store }, panels, j } = self;
        let (c_above, c_below) = c.split_at_mut(above * shape.columns);
        let (panels_above, panels_below) = panels.split(shape.depth, threads);
        let part = |i, rows, c, panels| {
            let (shape, into) = (Shape { rows, ..shape }, Into { c, store });
            Self { shape, start, a, i, b, into, panels, j }
        };
        (
            part(i, above, c_above, panels_above),
            part(i + above, shape.rows - above, c_below, panels_below),
        )
    }
}
