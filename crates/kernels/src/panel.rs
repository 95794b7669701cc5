//! Packing: a strip of the right factor is copied into a panel that stays in the cache.

use crate::cast::{MadeOf, view_mut};
use crate::elementwise::BLOCK;
use crate::real::Number;
use crate::vector::{CACHE_LINE, Vector, load_up_to, store};

/// The sizes of a product: A is `[rows, depth]`, B `[depth, columns]`, C `[rows, columns]`.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Of A and C.
    pub rows: usize,
    /// The length of a sum.
    pub depth: usize,
    /// Of B and C.
    pub columns: usize,
}

/// Room for a packed strip of B for each thread.
#[derive(Clone, Debug)]
pub struct Panel<T> {
    room: Vec<T>,
    depth: usize,
    threads: usize,
}

impl<T: Number> Panel<T> {
    /// Room for products of up to this depth, on one thread.
    pub fn new(depth: usize) -> Self {
        Self { room: Vec::new(), depth, threads: 1 }.on_threads(1)
    }

    /// The same room for each of `threads` threads, among which large products are divided.
    ///
    /// # Panics
    /// If there are none.
    pub fn on_threads(self, threads: usize) -> Self {
        assert!(threads > 0, "0 threads: wanted one or more");
        let room = vec![T::zero(); threads * self.depth * WIDEST + CACHE_LINE];
        Self { room, threads, ..self }
    }

    /// The panels, aligned so that no vector straddles two cache lines.
    pub fn aligned(&mut self) -> Panels<'_, T> {
        let start = self.room.as_ptr().align_offset(CACHE_LINE);
        Panels { room: &mut self.room[start..], threads: self.threads }
    }
}

/// The panels of all threads that may work on a product, one after the other.
#[derive(Debug)]
pub struct Panels<'a, T> {
    pub(crate) room: &'a mut [T],
    pub(crate) threads: usize,
}

impl<'a, T> Panels<'a, T> {
    /// A shorter borrow of the same panels.
    #[inline(always)]
    pub fn lend(&mut self) -> Panels<'_, T> {
        Panels { room: self.room, threads: self.threads }
    }

    /// The same panels, viewed as numbers `U`.
    pub fn view<U>(self) -> Panels<'a, U>
    where
        T: MadeOf<U>,
    {
        Panels { room: view_mut(self.room), threads: self.threads }
    }

    /// The panels of the first `threads` threads, for products of this depth, and the others.
    pub(crate) fn split(self, depth: usize, threads: usize) -> (Self, Self) {
        let (first, others) = self.room.split_at_mut(threads * depth * WIDEST);
        let panels = |room, threads| Self { room, threads };
        (panels(first, threads), panels(others, self.threads - threads))
    }
}

/// The most columns of a tile.
const WIDEST: usize = 32;

/// C vectors of every row of a block of B, which begins at column `first`, from the block's column j
/// on, as a panel of its own. Columns beyond the edge are 0: their chains are computed and dropped.
#[inline(always)]
pub(crate) fn pack<'a, T: Number, V: Vector<T>, const C: usize>(
    (b, stride, first): (&[T], usize, usize),
    Shape { depth, columns, .. }: Shape,
    j: usize,
    panel: &'a mut [T],
) -> &'a [T] {
    let width = C * V::WIDTH;
    let panel = &mut panel[..depth * width];
    for (k, panel) in panel.chunks_exact_mut(width).enumerate() {
        let row = &b[k * stride + first + j..][..columns - j];
        store(&load_up_to::<T, V, C>(row), panel);
    }
    panel
}

/// The same of the transpose of `b`, row-major with rows `stride` apart, `width` columns of it.
/// Columns beyond the edge hold the last one.
#[inline(never)] // inlined, its constants would be loaded for each strip of every product
pub(crate) fn pack_transposed<'a, T: Number>(
    (b, stride): (&[T], usize),
    shape: Shape,
    j: usize,
    width: usize,
    panel: &'a mut [T],
) -> &'a [T] {
    let panel = &mut panel[..shape.depth * width];
    // Block by block: a whole row would be written to as many cache lines as it has elements.
    for (block, panel) in panel.chunks_mut(BLOCK * width).enumerate() {
        let k = block * BLOCK;
        if width.is_multiple_of(4) {
            for c in (0..width).step_by(4) {
                transpose::<T, 4>((b, stride), shape, (k, j, c), width, panel);
            }
        } else {
            for c in 0..width {
                transpose::<T, 1>((b, stride), shape, (k, j, c), width, panel);
            }
        }
    }
    panel
}

/// Columns c to c + N of the panel's rows, which begin at row k and column j of the transpose.
#[inline(always)]
fn transpose<T: Number, const N: usize>(
    (b, stride): (&[T], usize),
    Shape { depth, columns, .. }: Shape,
    (k, j, c): (usize, usize, usize),
    width: usize,
    panel: &mut [T],
) {
    let mut rows = [b; N];
    for (n, row) in rows.iter_mut().enumerate() {
        *row = &b[(j + c + n).min(columns - 1) * stride + k..][..(depth - k).min(BLOCK)];
    }
    for (k, panel) in panel.chunks_exact_mut(width).enumerate() {
        let mut across = [T::zero(); N];
        for (across, row) in across.iter_mut().zip(rows) {
            *across = row[k];
        }
        *panel[c..].first_chunk_mut().expect("N columns") = across;
    }
}
