//! The matrix product, strip by strip, in tiles (`tile`) that never change its bits.
//!
//! The oracle in the tests is the naive triple loop, and equality is exact. The shape of a tile is
//! what the processor's registers hold: 6 x 16 `f32` fill fifteen registers of 8, and a value of B
//! is then used six times, one of A sixteen times. A strip of B is packed into a panel where B
//! lies transposed, where it is too large to stay in the cache in place, or at a ragged edge.

use crate::dispatch::{Compiled, Simd};
use crate::optimizer::descend;
pub use crate::panel::Panel;
use crate::panel::{pack, pack_transposed};
use crate::pass::{Multiplication, Pass};
use crate::real::Real;
pub use crate::tile::Left;
use crate::tile::{Strip, tile};

/// A matrix as the right factor.
#[derive(Clone, Copy, Debug)]
pub enum Right<'a, T> {
    /// Row-major `[depth, columns]`.
    Of(&'a [T]),
    /// The transpose of a row-major `[columns, depth]`.
    Transposed(&'a [T]),
}

/// What is done with an element of the product.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Store<'a, T> {
    /// c = product.
    Product,
    /// c = c - rate product, in the active lanes: c is a weight and the product its gradient.
    Descent {
        /// The learning rate.
        rate: &'a T,
        /// 1 in the lanes that move, 0 elsewhere.
        active: &'a T,
    },
}

/// Where the product goes.
#[derive(Debug)]
pub(crate) struct Into<'a, T> {
    /// C, row-major.
    pub(crate) c: &'a mut [T],
    /// What is done with an element.
    pub(crate) store: Store<'a, T>,
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

/// C = start + A B: `c[i][j] = start[j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ...`
///
/// C is row-major; `start` has one value a column, or none for 0.
///
/// # Panics
/// If a factor, `start` or C has not this shape, or the panel was made for less depth.
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
    T::run(simd, Pass::Multiply(Multiplication { shape, start, a, b, c, panel: panel.aligned() }));
}

/// [`multiply`], inlined into the pass. `LANES_TILE` is the side of a tile of lanes.
#[inline(always)]
pub(crate) fn multiply_in_tiles<T: Real, const LANES_TILE: usize>(
    shape: Shape,
    start: Option<&[T]>,
    (a, b): (Left<'_, T>, Right<'_, T>),
    into: Into<'_, T>,
    panel: &mut [T],
) {
    let columns = shape.columns;
    let b = match b {
        // One row, whichever way it lies.
        Right::Transposed(b) if shape.depth == 1 => Right::Of(b),
        b => b,
    };
    let mut product = Product { shape, start, a, b, into, panel };
    let mut j = 0;
    if T::LANES > 1 {
        while columns - j >= LANES_TILE {
            product.strip::<LANES_TILE, LANES_TILE>(j);
            j += LANES_TILE;
        }
        while columns > j {
            product.strip::<LANES_TILE, 1>(j);
            j += 1;
        }
    } else if !T::BLOCKS && size_of::<T>() == 4 {
        while columns > j {
            product.strip::<1, 4>(j);
            j += 4;
        }
    } else if size_of::<T>() > 4 {
        while columns > j {
            product.strip::<4, 8>(j);
            j += 8;
        }
    } else {
        while columns - j > 4 {
            product.strip::<6, 16>(j);
            j += 16.min(columns - j);
        }
        while columns - j > 1 {
            product.strip::<4, 4>(j);
            j += 4.min(columns - j);
        }
        if columns > j {
            product.strip::<4, 1>(j);
        }
    }
}

/// One product, with what it reads and writes.
struct Product<'a, T> {
    shape: Shape,
    start: Option<&'a [T]>,
    a: Left<'a, T>,
    b: Right<'a, T>,
    into: Into<'a, T>,
    panel: &'a mut [T],
}

impl<T: Real> Product<'_, T> {
    /// Columns j to j + C, fewer at the edge, R rows at a time.
    #[inline(always)]
    fn strip<const R: usize, const C: usize>(&mut self, j: usize) {
        let Shape { rows, depth, columns } = self.shape;
        let width = C.min(columns - j);
        let mut start = [T::zero(); C];
        if let Some(all) = self.start.map(|all| &all[j..]) {
            if let Some(whole) = all.first_chunk() {
                start = *whole;
            } else {
                for (start, &value) in start.iter_mut().zip(all) {
                    *start = value;
                }
            }
        }
        let panel = &mut *self.panel;
        let strip = match self.b {
            Right::Of(b) if width == C && size_of_val(b) <= IN_PLACE_BYTES => {
                Strip { data: b, stride: columns, j }
            }
            Right::Of(b) => Strip { data: pack::<T, C>(b, self.shape, j, panel), stride: C, j: 0 },
            Right::Transposed(b) => {
                Strip { data: pack_transposed::<T, C>(b, self.shape, j, panel), stride: C, j: 0 }
            }
        };
        let mut i = 0;
        while rows - i >= R {
            let sums = tile::<T, R, C>(start, depth, (self.a, i), strip);
            self.into.put(&sums, (i, j), (columns, width));
            i += R;
        }
        // The compiler drops the arms that R leaves unreachable.
        macro_rules! rest {
            ($($rest:literal)*) => {
                match rows - i {
                    $($rest if $rest < R => {
                        let sums = tile::<T, $rest, C>(start, depth, (self.a, i), strip);
                        self.into.put(&sums, (i, j), (columns, width));
                    })*
                    _ => {}
                }
            };
        }
        rest!(1 2 3 4 5);
    }
}

impl<T: Real> Into<'_, T> {
    /// The tile at row i and column j, `width` columns of it.
    #[inline(always)]
    fn put<const R: usize, const C: usize>(
        &mut self,
        sums: &[[T; C]; R],
        (i, j): (usize, usize),
        (columns, width): (usize, usize),
    ) {
        for (r, sums) in sums.iter().enumerate() {
            let c = &mut self.c[(i + r) * columns + j..][..width];
            match self.store {
                Store::Product => {
                    if let Some(whole) = c.first_chunk_mut() {
                        *whole = *sums;
                    } else {
                        for (c, &sum) in c.iter_mut().zip(sums) {
                            *c = sum;
                        }
                    }
                }
                Store::Descent { rate, active } => {
                    for (c, &sum) in c.iter_mut().zip(sums) {
                        *c = descend(*c, sum, *rate, *active);
                    }
                }
            }
        }
    }
}

/// The sum of each column of a `[rows, columns]` matrix, from the first row down.
#[inline(always)]
pub(crate) fn column_sums<T: Real>(rows: usize, matrix: &[T], sums: &mut [T]) {
    let columns = sums.len();
    let mut j = 0;
    if T::LANES == 1 {
        while columns - j >= 16 {
            column_strip::<T, 16>(rows, matrix, j, sums);
            j += 16;
        }
    }
    while columns - j >= 4 {
        column_strip::<T, 4>(rows, matrix, j, sums);
        j += 4;
    }
    while columns > j {
        column_strip::<T, 1>(rows, matrix, j, sums);
        j += 1;
    }
}

/// The sums of columns j to j + C, in registers.
#[inline(always)]
fn column_strip<T: Real, const C: usize>(rows: usize, matrix: &[T], j: usize, sums: &mut [T]) {
    let mut strip = [T::zero(); C];
    for i in 0..rows {
        let row: [T; C] = *matrix[i * sums.len() + j..].first_chunk().expect("a row");
        for (sum, value) in strip.iter_mut().zip(row) {
            *sum = *sum + value;
        }
    }
    sums[j..j + C].copy_from_slice(&strip);
}
