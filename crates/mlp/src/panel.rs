//! Packing: a strip of the right factor as a panel of its own, which the cache keeps.

use crate::product::Shape;
use crate::real::Real;

/// Room for a packed strip of B.
#[derive(Clone, Debug)]
pub struct Panel<T>(Vec<T>);

impl<T: Real> Panel<T> {
    /// Room for products of up to this depth.
    pub fn new(depth: usize) -> Self {
        Self(vec![T::zero(); depth * WIDEST + CACHE_LINE])
    }

    /// From where no vector straddles two cache lines.
    pub(crate) fn aligned(&mut self) -> &mut [T] {
        let start = self.0.as_ptr().align_offset(CACHE_LINE);
        &mut self.0[start..]
    }
}

/// Bytes.
const CACHE_LINE: usize = 64;

/// The most columns of a tile.
const WIDEST: usize = 16;

/// Columns j to j + C of B as a panel of its own. Columns beyond the edge hold whatever: their
/// chains are computed and dropped.
#[inline(always)]
pub(crate) fn pack<'a, T: Real, const C: usize>(
    b: &[T],
    Shape { depth, columns, .. }: Shape,
    j: usize,
    panel: &'a mut [T],
) -> &'a [T] {
    let panel = &mut panel[..depth * C];
    for (k, panel) in panel.as_chunks_mut::<C>().0.iter_mut().enumerate() {
        let row = &b[k * columns + j..];
        match row.first_chunk() {
            Some(row) => *panel = *row,
            None => {
                for (to, &from) in panel.iter_mut().zip(row) {
                    *to = from;
                }
            }
        }
    }
    panel
}

/// The same of the transpose of `b`, row-major `[columns, depth]`.
#[inline(always)]
pub(crate) fn pack_transposed<'a, T: Real, const C: usize>(
    b: &[T],
    Shape { depth, columns, .. }: Shape,
    j: usize,
    panel: &'a mut [T],
) -> &'a [T] {
    let panel = &mut panel[..depth * C];
    for c in 0..C.min(columns - j) {
        let row = &b[(j + c) * depth..][..depth];
        for (panel, &value) in panel.as_chunks_mut::<C>().0.iter_mut().zip(row) {
            panel[c] = value;
        }
    }
    panel
}
