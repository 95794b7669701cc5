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
use crate::tile::{Factors, Left, LeftTransposed, Plain, RightTransposed, Strip};
use crate::vector::{CACHE_LINE, Vector, load_up_to};

/// A matrix as the right factor.
#[derive(Clone, Copy, Debug)]
pub struct Right<'a, T> {
    data: &'a [T],
    /// The length of a row as it lies in memory.
    stride: usize,
    transposed: bool,
    /// The first column, unless it is transposed.
    first: usize,
}

impl<'a, T> Right<'a, T> {
    /// A row-major matrix with `columns` columns.
    #[inline(always)]
    pub fn of(data: &'a [T], columns: usize) -> Self {
        Self { data, stride: columns, transposed: false, first: 0 }
    }

    /// The transpose of a row-major matrix with `columns` columns.
    #[inline(always)]
    pub fn transposed(data: &'a [T], columns: usize) -> Self {
        Self { data, stride: columns, transposed: true, first: 0 }
    }

    /// The same matrix, viewed as numbers `U`.
    pub(crate) fn view<U>(self) -> Right<'a, U>
    where
        T: MadeOf<U>,
    {
        let Self { data, stride, transposed, first } = self;
        Right { data: view(data), stride, transposed, first }
    }

    /// Whether it is `[rows, columns]`.
    pub(crate) fn has(&self, rows: usize, columns: usize) -> bool {
        let (down, across) = if self.transposed { (columns, rows) } else { (rows, columns) };
        self.stride == across && self.data.len() == down * across
    }

    /// The same matrix without its first columns.
    #[inline(always)]
    fn right_of(self, columns: usize) -> Self {
        if self.transposed {
            Self { data: &self.data[columns * self.stride..], ..self }
        } else {
            Self { first: self.first + columns, ..self }
        }
    }

    /// The same matrix without its first rows.
    #[inline(always)]
    pub(crate) fn beyond(self, rows: usize) -> Self {
        let from = if self.transposed { rows } else { rows * self.stride };
        Self { data: &self.data[from..], ..self }
    }
}

/// Above this size, B is packed so that a strip fits in the first-level cache; registers go by the
/// number of rows instead.
const IN_PLACE_BYTES: usize = 32 * 1024;
/// Up to this many rows, the rows of a transposed B are turned over in registers, for each tile
/// anew; for more, they are packed once.
const TURNED_TO: usize = 8;
/// From this many rows on, packing B costs less than reading it across cache lines.
pub(crate) const PACKED_FROM: usize = 48;
/// Products with at least this many multiply-adds are divided: half of that work takes longer than
/// waking a thread.
const DIVIDED_FROM: usize = 1 << 22;
/// So are those that read or write a matrix of at least this size.
const DIVIDED_BYTES: usize = 1 << 20;
/// The parts of a divided product start at multiples of the tallest tile's height, or of half of it.
pub(crate) const TALLEST: usize = 8;

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
        // A single row has the same layout either way.
        let b = if shape.depth == 1 { Right::of(b.data, shape.columns) } else { b };
        let threads = panels.threads;
        // Built in place: if it could be passed on, it would live in memory, not in registers.
        let start = start.map_or(Start::Zero, Start::Row);
        let product =
            move || Product { shape, start, a, i: 0, b, sink, panels, left: shape.columns };
        if is_divided::<T>(shape, threads) {
            divided(self, product());
        } else if shape.columns <= Self::NARROW {
            self.narrow(&mut product());
        } else {
            self.whole(product());
        }
    }
}

/// What the sums of a product start from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Start<'a, T> {
    /// 0.
    Zero,
    /// One value a column.
    Row(&'a [T]),
    /// The sums over the terms before, which lie in C.
    Sums,
}

impl<T> Start<'_, T> {
    /// Without its first columns.
    #[inline(always)]
    fn right_of(self, columns: usize) -> Self {
        match self {
            Self::Row(all) => Self::Row(&all[columns..]),
            start => start,
        }
    }
}

/// A product, or a block of one, with what it reads and writes.
#[derive(Debug)]
pub struct Product<'a, T> {
    /// Of the block.
    pub(crate) shape: Shape,
    pub(crate) start: Start<'a, T>,
    pub(crate) a: Left<'a, T>,
    /// The block's first row, in A.
    pub(crate) i: usize,
    pub(crate) b: Right<'a, T>,
    /// Of the block.
    pub(crate) sink: Sink<'a, T>,
    pub(crate) panels: Panels<'a, T>,
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

    /// Whether the rows of a transposed B are turned over in registers.
    #[inline(always)]
    pub(crate) fn is_turned(&self) -> bool {
        self.b.transposed && !self.a.is_transposed() && self.shape.rows <= TURNED_TO
    }

    /// As many vectors of columns as there are, if the rows of a transposed B are turned over.
    #[inline(always)]
    pub(crate) fn turned<V: Vector<T>>(&mut self) {
        let Shape { rows, depth, columns } = self.shape;
        let goes_on = matches!(self.start, Start::Sums);
        if goes_on || !self.is_turned() || !depth.is_multiple_of(V::WIDTH) {
            return;
        }
        let Right { data, stride, .. } = self.b;
        // One vector after the other: fewer rows of B compete for a place in the cache.
        while self.left >= V::WIDTH {
            let j = columns - self.left;
            let b = Strip { data, stride, j };
            let factors = RightTransposed(Plain { a: self.a, b, depth });
            let start = self.start_at::<V, 1>(j);
            let mut i = 0;
            while rows - i >= 4 {
                let sums = factors.add_to::<V, 4, 1>([start; 4], self.i + i);
                self.sink.put(sums, (i, j), columns);
                i += 4;
            }
            while rows > i {
                let sums = factors.add_to::<V, 1, 1>([start], self.i + i);
                self.sink.put(sums, (i, j), columns);
                i += 1;
            }
            self.left -= V::WIDTH;
        }
    }

    /// What the sums start from in C vectors from column j on, unless they go on.
    #[inline(always)]
    fn start_at<V: Vector<T>, const C: usize>(&self, j: usize) -> [V; C] {
        match self.start {
            Start::Row(all) => load_up_to(&all[j..]),
            _ => [V::zero(); C],
        }
    }

    /// C vectors from column j on, fewer at the edge.
    #[inline(always)]
    fn strip<V: Vector<T>, const R: usize, const C: usize>(&mut self, j: usize) {
        let Shape { depth, columns, .. } = self.shape;
        let (a, widest) = (self.a, C * V::WIDTH);
        let is_in_place = columns - j >= widest && self.is_in_place::<V>();
        let start = self.start_at::<V, C>(j);
        let panel = &mut *self.panels.room;
        let Right { data, stride, transposed, first } = self.b;
        let b = if transposed {
            let data = pack_transposed((data, stride), self.shape, j, widest, panel);
            Strip { data, stride: widest, j: 0 }
        } else if is_in_place {
            Strip { data, stride, j: first + j }
        } else {
            let right = (data, stride, first);
            Strip { data: pack::<T, V, C>(right, self.shape, j, panel), stride: widest, j: 0 }
        };
        let factors = Plain { a, b, depth };
        // Branch here: inside the loop over tiles, their sums would pass through memory.
        if a.is_transposed() {
            rows_of::<T, V, _, R, C>(
                self.shape,
                Some(start),
                (LeftTransposed(factors), self.i),
                (&mut self.sink, j),
            );
        } else if matches!(self.start, Start::Sums) {
            rows_of::<T, V, _, R, C>(self.shape, None, (factors, self.i), (&mut self.sink, j));
        } else {
            rows_of::<T, V, _, R, C>(
                self.shape,
                Some(start),
                (factors, self.i),
                (&mut self.sink, j),
            );
        }
    }
}

/// The rows of a strip from column j of C on, R at a time, then 4, 2 and 1; those of A from row
/// `from` on. Without a start, the sums go on from C.
#[inline(always)]
fn rows_of<T: Number, V: Vector<T>, F: Factors<T>, const R: usize, const C: usize>(
    Shape { rows, columns, .. }: Shape,
    start: Option<[V; C]>,
    (factors, from): (F, usize),
    (sink, j): (&mut Sink<'_, T>, usize),
) {
    let mut i = 0;
    // The compiler drops what R leaves unreachable.
    macro_rules! tiles {
        ($($rows:expr),*) => {$(
            while $rows <= R && rows - i >= $rows {
                if $rows == R {
                    sink.prefetch::<V, { $rows }, C>((i, j), columns);
                }
                let start = start.map_or_else(|| sink.get((i, j), columns), |start| [start; $rows]);
                let sums = factors.add_to::<V, { $rows }, C>(start, from + i);
                sink.put(sums, (i, j), columns);
                i += $rows;
            }
        )*};
    }
    tiles!(R, 4, 2, 1);
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
    let share = |all: usize, unit: usize| all * (threads / 2) / threads / unit * unit;
    let height = if shape.rows < 2 * TALLEST { TALLEST / 2 } else { TALLEST };
    let (above, before) = (share(shape.rows, height), share(shape.columns, CACHE_LINE));
    let (one, other) = match (is_divided::<T>(shape, threads), shape.rows) {
        (true, 1) if before > 0 => product.split_row(before, threads / 2),
        (true, _) if above > 0 => product.split(above, threads / 2),
        _ => return path.whole(product),
    };
    rayon::join(|| divided(path, one), || divided(path, other));
}

impl<'a, T: Number> Product<'a, T> {
    /// Splits a single row before column `before`: its columns so far for `threads` threads, the
    /// rest for the others.
    fn split_row(self, before: usize, threads: usize) -> (Self, Self) {
        let Self { shape, start, a, i, b, sink: Sink { c, stride }, panels, .. } = self;
        let (c_before, c_after) = c.split_at_mut(before);
        let (panels_before, panels_after) = panels.split(shape.depth, threads);
        let part = |start, b, c, panels, columns| {
            let (shape, sink) = (Shape { columns, ..shape }, Sink { c, stride });
            Self { shape, start, a, i, b, sink, panels, left: columns }
        };
        (
            part(start, b, c_before, panels_before, before),
            part(
                start.right_of(before),
                b.right_of(before),
                c_after,
                panels_after,
                shape.columns - before,
            ),
        )
    }

    /// Splits at row `above`: the rows before it for `threads` threads, the rest for the others.
    fn split(self, above: usize, threads: usize) -> (Self, Self) {
        let Self { shape, start, a, i, b, sink: Sink { c, stride }, panels, left } = self;
        let (c_above, c_below) = c.split_at_mut(above * shape.columns);
        let (panels_above, panels_below) = panels.split(shape.depth, threads);
        let part = |i, rows, c, panels| {
            let (shape, sink) = (Shape { rows, ..shape }, Sink { c, stride });
            Self { shape, start, a, i, b, sink, panels, left }
        };
        (
            part(i, above, c_above, panels_above),
            part(i + above, shape.rows - above, c_below, panels_below),
        )
    }
}
