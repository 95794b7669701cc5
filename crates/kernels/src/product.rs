//! The matrix product, strip by strip, in tiles (`tile`) that never change its bits.
//!
//! The oracle in the tests is the naive triple loop, and equality is exact. The shape of a tile is
//! what the processor's registers hold (`path`): in a 6 x 16 tile, a value of B is used six times,
//! one of A sixteen times. A strip of B is packed into a panel if B is transposed, if the strip has
//! a ragged edge, and if it pays: for registers, whose loads from B in place may straddle two cache
//! lines, from a number of rows on; for numbers with lanes, if B is too large for the cache. A
//! large product is divided among threads; each takes some rows and has its own panel.

use crate::cast::{MadeOf, view};
use crate::panel::{Panels, Shape, pack, pack_transposed};
use crate::real::Number;
use crate::sink::Sink;
use crate::tile::{Left, Strip, tile};
use crate::vector::{CACHE_LINE, Vector, load_up_to};

/// A matrix as the right factor.
#[derive(Clone, Copy, Debug)]
pub enum Right<'a, T> {
    /// Row-major `[depth, columns]`.
    Of(&'a [T]),
    /// The transpose of a row-major `[columns, depth]`.
    Transposed(&'a [T]),
}

impl<'a, T> Right<'a, T> {
    /// The same matrix, viewed as numbers `U`.
    pub(crate) fn view<U>(self) -> Right<'a, U>
    where
        T: MadeOf<U>,
    {
        match self {
            Self::Of(b) => Right::Of(view(b)),
            Self::Transposed(b) => Right::Transposed(view(b)),
        }
    }
}

/// Above this size, B is packed so that a strip fits in the first-level cache; registers go by the
/// number of rows instead.
const IN_PLACE_BYTES: usize = 32 * 1024;
/// From this many rows on, packing B costs less than reading it across cache lines.
const PACKED_FROM: usize = 48;
/// Products with at least this many multiply-adds are divided: half of that work takes longer than
/// waking a thread.
const DIVIDED_FROM: usize = 1 << 20;
/// So are those that read or write a matrix of at least this size.
const DIVIDED_BYTES: usize = 1 << 20;
/// The parts of a divided product start at multiples of the tallest tile's height, or of half of it.
const TALLEST: usize = 8;

/// An instruction set as products of `T` see it: the tiles in which they are computed.
///
/// A value proves that the processor has the instructions: only [`dispatch`](crate::dispatch)
/// creates one.
pub trait Path<T: Number>: Copy + Send + Sync + 'static {
    /// Products with at most this many columns are inlined into the pass, since calls and branches
    /// would dominate their time; the tiles of wider ones are compiled once.
    const NARROW: usize;

    /// Computes a narrow product.
    fn narrow(self, product: &mut Product<'_, T>);
    /// Computes any product, in a separate function that any thread can call.
    fn whole(self, product: Product<'_, T>);

    /// C = start + A B, the results into `sink`; `start` has one value a column, or none for 0.
    #[inline(always)]
    fn multiply(
        self,
        shape: Shape,
        start: Option<&[T]>,
        (a, b): (Left<'_, T>, Right<'_, T>),
        sink: Sink<'_, T>,
        panels: Panels<'_, T>,
    ) {
        let b = match b {
            // A single row has the same layout either way.
            Right::Transposed(b) if shape.depth == 1 => Right::Of(b),
            b => b,
        };
        let threads = panels.threads;
        // Built in place: if it could be passed on, it would live in memory, not in registers.
        let product = move || Product {
            shape,
            start,
            a,
            i: 0,
            b,
            first: 0,
            across: shape.columns,
            sink,
            panels,
            left: shape.columns,
        };
        if is_divided::<T>(shape, threads) {
            divided(self, product());
        } else if shape.columns <= Self::NARROW {
            self.narrow(&mut product());
        } else {
            self.whole(product());
        }
    }
}

/// Some rows of a product, or some columns of a single one, with what it reads and writes.
#[derive(Debug)]
pub struct Product<'a, T> {
    /// Of these rows.
    pub(crate) shape: Shape,
    start: Option<&'a [T]>,
    pub(crate) a: Left<'a, T>,
    /// The first of the rows, in A.
    pub(crate) i: usize,
    pub(crate) b: Right<'a, T>,
    /// The first column, in B.
    pub(crate) first: usize,
    /// The length of a row of B in memory, unless it is transposed.
    pub(crate) across: usize,
    /// Of these rows.
    pub(crate) sink: Sink<'a, T>,
    panels: Panels<'a, T>,
    /// How many columns, the last ones, are still to be computed.
    pub(crate) left: usize,
}

impl<T: Number> Product<'_, T> {
    /// Strips of C vectors in tiles of R rows while more than `rest` columns are left.
    #[inline(always)]
    pub(crate) fn strips<V: Vector<T>, const R: usize, const C: usize>(&mut self, rest: usize) {
        while self.left > rest {
            self.strip::<V, R, C>(self.shape.columns - self.left);
            self.left = self.left.saturating_sub(C * V::WIDTH);
        }
    }

    /// Whether B is read in place, unpacked.
    #[inline(always)]
    fn is_in_place<V: Vector<T>>(&self) -> bool {
        let Shape { rows, depth, columns } = self.shape;
        if V::WIDTH > 1 {
            rows < PACKED_FROM
        } else {
            size_of::<T>() * depth * columns <= IN_PLACE_BYTES
        }
    }

    /// What the sums of C vectors from column j on start from.
    #[inline(always)]
    pub(crate) fn start_at<V: Vector<T>, const C: usize>(&self, j: usize) -> [V; C] {
        match self.start {
            Some(all) => load_up_to(&all[j..]),
            None => [V::zero(); C],
        }
    }

    /// C vectors from column j on, fewer at the edge.
    #[inline(always)]
    fn strip<V: Vector<T>, const R: usize, const C: usize>(&mut self, j: usize) {
        let columns = self.shape.columns;
        let widest = C * V::WIDTH;
        let is_whole = columns - j >= widest;
        let start = self.start_at::<V, C>(j);
        let is_in_place = is_whole && self.is_in_place::<V>();
        let panel = &mut *self.panels.room;
        let strip = match self.b {
            Right::Of(b) if is_in_place => {
                Strip { data: b, stride: self.across, j: self.first + j }
            }
            Right::Of(b) => Strip {
                data: pack::<T, V, C>((b, self.across, self.first), self.shape, j, panel),
                stride: widest,
                j: 0,
            },
            Right::Transposed(b) => {
                let data = pack_transposed::<T, V, C>(b, self.shape, j, panel);
                Strip { data, stride: widest, j: 0 }
            }
        };
        // Branch here: inside the loop over tiles, their sums would pass through memory.
        let left = (self.a, self.i);
        if self.a.is_transposed() {
            rows_of::<T, V, R, C, true>(self.shape, start, left, strip, &mut self.sink, j);
        } else {
            rows_of::<T, V, R, C, false>(self.shape, start, left, strip, &mut self.sink, j);
        }
    }
}

/// The rows of a strip from column j of C on, R at a time, then 4, 2 and 1; those of A from row
/// `from` on.
#[inline(always)]
fn rows_of<T: Number, V: Vector<T>, const R: usize, const C: usize, const TRANSPOSED: bool>(
    Shape { rows, depth, columns }: Shape,
    start: [V; C],
    (a, from): (Left<'_, T>, usize),
    strip: Strip<'_, T>,
    sink: &mut Sink<'_, T>,
    j: usize,
) {
    let mut i = 0;
    while rows - i >= R {
        sink.prefetch::<V, R, C>((i, j), columns);
        let sums = tile::<T, V, R, C, TRANSPOSED>(start, depth, (a, from + i), strip);
        sink.put(sums, (i, j), columns);
        i += R;
    }
    // The compiler drops what R leaves unreachable.
    macro_rules! rest {
        ($($fewer:literal)*) => {$(
            if $fewer < R && rows - i >= $fewer {
                let sums = tile::<T, V, $fewer, C, TRANSPOSED>(start, depth, (a, from + i), strip);
                sink.put(sums, (i, j), columns);
                i += $fewer;
            }
        )*};
    }
    rest!(4 2 1);
    debug_assert_eq!(i, rows);
}

/// Whether a product of this shape is divided among threads.
#[inline(always)]
fn is_divided<T>(Shape { rows, depth, columns }: Shape, threads: usize) -> bool {
    let larger = columns * if rows > depth { rows } else { depth };
    let is_large = larger * size_of::<T>() >= DIVIDED_BYTES;
    threads > 1 && (is_large || rows * depth * columns >= DIVIDED_FROM)
}

/// Divides the product into one part per thread and runs them on the current pool. Each element is
/// the same chain whichever thread computes it.
#[inline(never)]
fn divided<T: Number, P: Path<T>>(path: P, product: Product<'_, T>) {
    let (shape, threads) = (product.shape, product.panels.threads);
    if !is_divided::<T>(shape, threads) {
        return path.whole(product);
    }
    let share = |all: usize, unit: usize| all * (threads / 2) / threads / unit * unit;
    let (one, other) = match shape.rows {
        1 => product.split_row(share(shape.columns, CACHE_LINE), threads / 2),
        2..TALLEST => product.split(share(shape.rows, 1), threads / 2),
        _ => product.split(share(shape.rows, TALLEST / 2), threads / 2),
    };
    both(|| divided(path, one), || divided(path, other));
}

#[cfg(not(target_family = "wasm"))]
fn both(one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    rayon::join(one, other);
}

/// Without threads, one after the other.
#[cfg(target_family = "wasm")]
fn both(one: impl FnOnce(), other: impl FnOnce()) {
    one();
    other();
}

impl<'a, T: Number> Product<'a, T> {
    /// Splits at row `above`: the rows before it for `threads` threads, the rest for the others.
    fn split(self, above: usize, threads: usize) -> (Self, Self) {
        let Self { shape, start, a, i, b, first, across, sink: Sink { c, stride }, panels, left } =
            self;
        let (c_above, c_below) = c.split_at_mut(above * shape.columns);
        let (panels_above, panels_below) = panels.split(shape.depth, threads);
        let part = |i, rows, c, panels| {
            let (shape, sink) = (Shape { rows, ..shape }, Sink { c, stride });
            Self { shape, start, a, i, b, first, across, sink, panels, left }
        };
        (
            part(i, above, c_above, panels_above),
            part(i + above, shape.rows - above, c_below, panels_below),
        )
    }

    /// Splits a single row at column `before`.
    fn split_row(self, before: usize, threads: usize) -> (Self, Self) {
        let Self { shape, start, a, i, b, first, across, sink: Sink { c, stride }, panels, .. } =
            self;
        let (c_before, c_after) = c.split_at_mut(before);
        let (panels_before, panels_after) = panels.split(shape.depth, threads);
        let part = |from, c: &'a mut [T], panels| {
            let (start, columns) = (start.map(|start| &start[from..]), c.len());
            let (b, first) = match b {
                Right::Of(b) => (Right::Of(b), first + from),
                Right::Transposed(b) => (Right::Transposed(&b[from * shape.depth..]), first),
            };
            let (shape, sink) = (Shape { columns, ..shape }, Sink { c, stride });
            Self { shape, start, a, i, b, first, across, sink, panels, left: columns }
        };
        (part(0, c_before, panels_before), part(before, c_after, panels_after))
    }
}
