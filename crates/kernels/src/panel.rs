//! Packing: a strip of the right factor is copied into a panel that stays in the cache.

use crate::cast::{MadeOf, view_mut};
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
        let room = vec![T::zero(); threads * self.depth * MOST_COLUMNS + CACHE_LINE];
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
        let (first, others) = self.room.split_at_mut(threads * depth * MOST_COLUMNS);
        let panels = |room, threads| Self { room, threads };
        (panels(first, threads), panels(others, self.threads - threads))
    }
}

/// The most columns of a tile.
const MOST_COLUMNS: usize = 32;

/// C vectors of every row of B, `across` apart and from column `first` on, from the j-th column on,
/// as a panel of its own. Columns beyond the edge are 0: their chains are computed and dropped.
#[inline(always)]
pub(crate) fn pack<'a, T: Number, V: Vector<T>, const C: usize>(
    (b, across, first): (&[T], usize, usize),
    Shape { depth, columns, .. }: Shape,
    j: usize,
    panel: &'a mut [T],
) -> &'a [T] {
    let width = C * V::WIDTH;
    let panel = &mut panel[..depth * width];
    for (k, panel) in panel.chunks_exact_mut(width).enumerate() {
        let row = &b[k * across + first + j..][..columns - j];
        store(&load_up_to::<T, V, C>(row), panel);
    }
    panel
}

/// The same of the transpose of `b`, row-major `[columns, depth]`. Columns beyond the edge hold the
/// last one.
#[inline(never)] // inlined, it would keep the sums of tiles out of registers
pub(crate) fn pack_transposed<'a, T: Number, V: Vector<T>, const C: usize>(
    b: &[T],
    shape: Shape,
    j: usize,
    panel: &'a mut [T],
) -> &'a [T] {
    let width = C * V::WIDTH;
    let panel = &mut panel[..shape.depth * width];
    if V::WIDTH == 1 {
        transpose::<T, C>(b, shape, j, panel);
        return panel;
    }
    for c in (0..width).step_by(V::WIDTH) {
        // A product without terms has an empty panel.
        if let Some(panel) = panel.get_mut(c..) {
            V::turn_into(rows_from(b, shape, j + c), width, panel);
        }
    }
    panel
}

/// Rows of `b`, which are columns j and following of its transpose; below the last, the last again.
#[inline(always)]
pub(crate) fn rows_from<T, const N: usize>(
    b: &[T],
    Shape { depth, columns, .. }: Shape,
    j: usize,
) -> [&[T]; N] {
    let mut rows = [b; N];
    for (n, row) in rows.iter_mut().enumerate() {
        *row = &b[(j + n).min(columns - 1) * depth..][..depth];
    }
    rows
}

/// The panel's rows from N rows of `b`, number by number.
#[inline(always)]
fn transpose<T: Number, const N: usize>(b: &[T], shape: Shape, j: usize, panel: &mut [T]) {
    let rows = rows_from::<T, N>(b, shape, j);
    for (k, panel) in panel.chunks_exact_mut(N).enumerate() {
        for (to, row) in panel.iter_mut().zip(rows) {
            *to = row[k];
        }
    }
}
