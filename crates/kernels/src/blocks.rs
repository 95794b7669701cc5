//! A product cut into blocks that suit the cache, in an order that keeps every chain.
//!
//! A block has some of the rows, and of their terms some that follow one another. Between two blocks
//! of the same rows the sums lie in C, which changes no bit.

use crate::panel::Shape;
use crate::product::{PACKED_FROM, Product, Start, TALLEST};
use crate::real::Number;
use crate::sink::Sink;
use crate::vector::WIDEST;

/// Up to so many terms, rows of C are computed whole, one tile's height after the other, if C is
/// larger than what follows: memory is fast along a row, and slow down a column.
const SHALLOW: usize = 16;
/// See [`SHALLOW`].
const LARGE_BYTES: usize = 64 * 1024;
/// Bytes of B that a single tile's height of rows reads at a time, along its rows, for the same
/// reason.
const BAND_BYTES: usize = 16 * 1024;
/// The most terms of a block whose factors are read in place.
const DEEP_IN_PLACE: usize = 64;
/// The most terms of a block whose right factor is packed, so that a panel stays in the first-level
/// cache.
const DEEP: usize = 192;

impl<'a, T: Number> Product<'a, T> {
    /// The product cut into blocks that suit the cache, in an order that keeps every chain.
    #[inline(always)]
    pub(crate) fn blocks(self) -> Blocks<'a, T> {
        let Shape { rows, depth, columns } = self.shape;
        let bytes = size_of::<T>();
        let (tall, deep) = if depth <= SHALLOW && rows * columns * bytes > LARGE_BYTES {
            (TALLEST, depth)
        } else if self.is_turned() && depth > WIDEST {
            (rows, depth - depth % WIDEST)
        } else if self.sink.stride.is_some() || self.a.is_transposed() {
            // C holds parameters: there is no place for sums that are not complete.
            (rows, depth)
        } else if rows < PACKED_FROM {
            let band = (BAND_BYTES / (columns * bytes)).clamp(8, 32);
            (rows, if rows <= TALLEST { band } else { DEEP_IN_PLACE })
        } else {
            (rows, DEEP)
        };
        Blocks { product: self, tall, deep, next: (rows > 0).then_some((0, 0)) }
    }
}

/// The blocks of a product: some rows, and of these some terms.
#[derive(Debug)]
pub(crate) struct Blocks<'a, T> {
    product: Product<'a, T>,
    /// The most rows of a block.
    tall: usize,
    /// The most terms of a block.
    deep: usize,
    /// The first row and the first term of the next one.
    next: Option<(usize, usize)>,
}

impl<T: Number> Blocks<'_, T> {
    /// The next block.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> Option<Product<'_, T>> {
        let (row, term) = self.next?;
        let Product { shape, start, a, i, b, sink, panels, left } = &mut self.product;
        let rows = self.tall.min(shape.rows - row);
        let depth = self.deep.min(shape.depth - term);
        self.next = if term + depth < shape.depth {
            Some((row, term + depth))
        } else {
            (row + rows < shape.rows).then_some((row + rows, 0))
        };
        Some(Product {
            shape: Shape { rows, depth, ..*shape },
            start: if term > 0 { Start::Sums } else { *start },
            a: a.beyond(term),
            i: *i + row,
            b: b.beyond(term),
            sink: Sink { c: &mut sink.c[row * shape.columns..], stride: sink.stride },
            panels: panels.lend(),
            left: *left,
        })
    }
}
