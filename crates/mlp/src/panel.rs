//! Packing: a strip of the right factor as a panel of its own, which the cache keeps.

use crate::elementwise::BLOCK;
use crate::product::Shape;
use crate::real::Real;
use crate::tile::Vector;

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
const WIDEST: usize = 32;

/// C vectors of every row of B from column j on, as a panel of its own. Columns beyond the edge are
/// 0: their chains are computed and dropped.
#[inline(always)]
pub(crate) fn pack<'a, T: Real, V: Vector<T>, const C: usize>(
    b: &[T],
    Shape { depth, columns, .. }: Shape,
    j: usize,
    panel: &'a mut [T],
) -> &'a [T] {
    let width = C * V::WIDTH;
    let panel = &mut panel[..depth * width];
    for (k, panel) in panel.chunks_exact_mut(width).enumerate() {
        let row = &b[k * columns + j..(k + 1) * columns];
        V::store(&V::load_up_to::<C>(row), panel);
    }
    panel
}

/// The same of the transpose of `b`, row-major `[columns, depth]`, `width` columns of it. Columns
/// beyond the edge hold whatever.
#[inline(always)]
pub(crate) fn pack_transposed<'a, T: Real>(
    b: &[T],
    Shape { depth, columns, .. }: Shape,
    j: usize,
    width: usize,
    panel: &'a mut [T],
) -> &'a [T] {
    let panel = &mut panel[..depth * width];
    // Block by block: a walk along all of a row would write to as many cache lines as it is long.
    for (block, panel) in panel.chunks_mut(BLOCK * width).enumerate() {
        let depths = block * BLOCK..(block * BLOCK + BLOCK).min(depth);
        for c in 0..width.min(columns - j) {
            let row = &b[(j + c) * depth..][depths.clone()];
            for (panel, &value) in panel.chunks_exact_mut(width).zip(row) {
                panel[c] = value;
            }
        }
    }
    panel
}
