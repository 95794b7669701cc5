//! The matrix product, strip by strip, in tiles (`tile`) that never change its bits.
//!
//! The oracle in the tests is the naive triple loop, and equality is exact. The shape of a tile is
//! what the processor's registers hold (`tiles`): in a tile of 6 x 16 a value of B is used six times,
//! one of A sixteen times. A strip of B is packed into a panel where B lies transposed, at a ragged
//! edge, where it is too large to stay in the cache in place, and for as many rows as pay for it:
//! a register of B in place may straddle two cache lines, one of the panel never does.

use crate::dispatch::{Compiled, Simd};
use crate::division::{divided, is_divided};
pub use crate::panel::Panel;
use crate::panel::{Panels, pack, pack_transposed};
use crate::pass::{Multiplication, Pass};
use crate::real::Real;
use crate::store::Into;
pub use crate::tile::Left;
use crate::tile::{Strip, Vector, tile};

/// A matrix as the right factor.
#[derive(Clone, Copy, Debug)]
pub enum Right<'a, T> {
    /// Row-major `[depth, columns]`.
    Of(&'a [T]),
    /// The transpose of a row-major `[columns, depth]`.
    Transposed(&'a [T]),
}

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

/// A larger B is packed, so that a strip of it fits the first-level cache.
const IN_PLACE_BYTES: usize = 32 * 1024;
/// From so many rows on, packing B costs less than reading it across cache lines.
const PACKED_FROM: usize = 48;

/// C = start + A B: `c[i][j] = start[j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ...`
///
/// C is row-major; `start` has one value a column, or none for 0.
///
/// # Panics
/// If a factor, `start` or C has not this shape, or the panel was made for less depth.
#[inline]
pub fn multiply<T: Compiled>(
    simd: Simd,
    shape: Shape,
    start: Option<&[T]>,
    (a, b): (Left<'_, T>, Right<'_, T>),
    c: &mut [T],
    panel: &mut Panel<T>,
) {
    let Shape { rows, depth, columns } = shape;
    let (Right::Of(right) | Right::Transposed(right)) = b;
    assert!(a.has(rows, depth), "the left factor is not [{rows}, {depth}]");
    assert_eq!(right.len(), depth * columns, "the right factor is not [{depth}, {columns}]");
    assert_eq!(c.len(), rows * columns, "the product is not [{rows}, {columns}]");
    assert!(start.is_none_or(|start| start.len() == columns), "not {columns} values to start from");
    T::run(simd, Pass::Multiply(Multiplication { shape, start, a, b, c, panels: panel.aligned() }));
}

/// [`multiply`], inlined into the pass, in the tiles of its path.
#[inline(always)]
pub(crate) fn multiply_in<K: Callable<T>, T: Real>(
    shape: Shape,
    start: Option<&[T]>,
    (a, b): (Left<'_, T>, Right<'_, T>),
    into: Into<'_, T>,
    panels: Panels<'_, T>,
) {
    let b = match b {
        // One row, whichever way it lies.
        Right::Transposed(b) if shape.depth == 1 => Right::Of(b),
        b => b,
    };
    let threads = panels.threads;
    // Made where it goes: one that may be handed on would lie in memory, not in registers.
    let product = move || Product { shape, start, a, i: 0, b, into, panels, j: 0 };
    if is_divided(shape, threads) {
        divided::<K, T>(product());
    } else {
        K::cover(&mut product());
    }
}

/// The tiles that a path covers a product with.
pub(crate) trait Tiles<T> {
    /// Computes all columns of the product, the widest strips first.
    fn cover(product: &mut Product<'_, T>);
}

/// Tiles in a function of their own, with the path's features, which any thread can call.
pub(crate) trait Callable<T>: Tiles<T> {
    /// [`cover`](Tiles::cover).
    fn call(product: Product<'_, T>);
}

/// Some rows of a product, with what it reads and writes.
pub(crate) struct Product<'a, T> {
    /// Of these rows.
    pub(crate) shape: Shape,
    pub(crate) start: Option<&'a [T]>,
    pub(crate) a: Left<'a, T>,
    /// The first of the rows, in A.
    pub(crate) i: usize,
    pub(crate) b: Right<'a, T>,
    /// Of these rows.
    pub(crate) into: Into<'a, T>,
    pub(crate) panels: Panels<'a, T>,
    /// The columns before it are done.
    pub(crate) j: usize,
}

impl<T: Real> Product<'_, T> {
    /// Strips of C vectors in tiles of R rows while more than `rest` columns are left.
    #[inline(always)]
    pub(crate) fn strips<V: Vector<T>, const R: usize, const C: usize>(&mut self, rest: usize) {
        while self.shape.columns - self.j > rest {
            self.strip::<V, R, C>();
            self.j += (C * V::WIDTH).min(self.shape.columns - self.j);
        }
    }

    /// Whether B is read where it lies.
    #[inline(always)]
    fn is_in_place<V: Vector<T>>(&self) -> bool {
        let Shape { rows, depth, columns } = self.shape;
        if V::WIDTH > 1 {
            rows < PACKED_FROM
        } else {
            size_of::<T>() * depth * columns <= IN_PLACE_BYTES
        }
    }

    /// C vectors from column j on, fewer at the edge, R rows at a time.
    #[inline(always)]
    fn strip<V: Vector<T>, const R: usize, const C: usize>(&mut self) {
        let Shape { rows, depth, columns } = self.shape;
        let (j, widest) = (self.j, C * V::WIDTH);
        let is_whole = columns - j >= widest;
        let start = match self.start {
            Some(all) => V::load_up_to(&all[j..]),
            None => [V::spread(T::zero()); C],
        };
        let is_in_place = is_whole && self.is_in_place::<V>();
        let panel = &mut *self.panels.room;
        let strip = match self.b {
            Right::Of(b) if is_in_place => Strip { data: b, stride: columns, j },
            Right::Of(b) => {
                Strip { data: pack::<T, V, C>(b, self.shape, j, panel), stride: widest, j: 0 }
            }
            Right::Transposed(b) => {
                let data = pack_transposed(b, self.shape, j, widest, panel);
                Strip { data, stride: widest, j: 0 }
            }
        };
        let mut i = 0;
        while rows - i >= R {
            self.into.prefetch::<V, R, C>((i, j), columns);
            let sums = tile::<T, V, R, C>(start, depth, (self.a, self.i + i), strip);
            self.into.put(&sums, (i, j), columns);
            i += R;
        }
        // The compiler drops the arms that R leaves unreachable.
        macro_rules! rest {
            ($($rest:literal)*) => {
                match rows - i {
                    $($rest if $rest < R => {
                        let left = (self.a, self.i + i);
                        let sums = tile::<T, V, $rest, C>(start, depth, left, strip);
                        self.into.put(&sums, (i, j), columns);
                    })*
                    _ => {}
                }
            };
        }
        rest!(1 2 3 4 5 6 7);
    }
}
