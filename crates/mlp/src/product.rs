//! The matrix product, in register tiles that never change its bits.
//!
//! Every element of C is one chain of fused multiply-adds in increasing index order from its
//! starting value: `c = a[k].mul_add(b[k], c)` for k = 0, 1, ... Tiles go across the outputs and
//! never along the sum, so blocking, vector width and processor leave each chain as it is. The
//! oracle in the tests is the naive triple loop, and equality is exact.

use crate::real::Real;

/// A matrix as the left factor: element (i, k) is `data[i * row + k * column]`.
#[derive(Clone, Copy)]
pub struct Left<'a, T> {
    data: &'a [T],
    row: usize,
    column: usize,
}

impl<'a, T> Left<'a, T> {
    /// A row-major matrix with `columns` columns.
    #[inline(always)]
    pub fn of(data: &'a [T], columns: usize) -> Self {
        Self { data, row: columns, column: 1 }
    }

    /// The transpose of a row-major matrix with `columns` columns.
    #[inline(always)]
    pub fn transposed(data: &'a [T], columns: usize) -> Self {
        Self { data, row: 1, column: columns }
    }
}

/// C = start + A B: `c[i][j] = start[j] + a[i][0] b[0][j] + a[i][1] b[1][j] + ...`
///
/// A is `[rows, depth]`, B and C are row-major `[depth, columns]` and `[rows, columns]`. `start`
/// has one value a column, or none for 0.
///
/// # Panics
/// If a slice is too short for these shapes.
#[inline(always)]
pub fn multiply<T: Real>(
    start: Option<&[T]>,
    a: Left<'_, T>,
    b: &[T],
    c: &mut [T],
    depth: usize,
    columns: usize,
) {
    let mut j = 0;
    if T::LANES == 1 {
        while columns - j >= 16 {
            strip::<T, 4, 16>(start, a, b, c, depth, columns, j);
            j += 16;
        }
        while columns - j >= 4 {
            strip::<T, 4, 4>(start, a, b, c, depth, columns, j);
            j += 4;
        }
    } else {
        while columns - j >= 2 {
            strip::<T, 2, 2>(start, a, b, c, depth, columns, j);
            j += 2;
        }
    }
    while columns > j {
        strip::<T, 4, 1>(start, a, b, c, depth, columns, j);
        j += 1;
    }
}

/// Columns j to j + C of the product, R rows at a time.
#[inline(always)]
fn strip<T: Real, const R: usize, const C: usize>(
    start: Option<&[T]>,
    a: Left<'_, T>,
    b: &[T],
    c: &mut [T],
    depth: usize,
    columns: usize,
    j: usize,
) {
    let start: [T; C] = match start {
        Some(start) => *chunk(start, j),
        None => [T::zero(); C],
    };
    let mut rows = c.chunks_exact_mut(columns);
    let mut i = 0;
    while rows.len() >= R {
        let sums = tile::<T, R, C>(start, a, b, depth, columns, i, j);
        for sum in sums {
            let row = rows.next().expect("counted above");
            row[j..j + C].copy_from_slice(&sum);
        }
        i += R;
    }
    for row in rows {
        let [sum] = tile::<T, 1, C>(start, a, b, depth, columns, i, j);
        row[j..j + C].copy_from_slice(&sum);
        i += 1;
    }
}

/// R x C chains side by side, all of them in registers.
#[inline(always)]
fn tile<T: Real, const R: usize, const C: usize>(
    start: [T; C],
    a: Left<'_, T>,
    b: &[T],
    depth: usize,
    columns: usize,
    i: usize,
    j: usize,
) -> [[T; C]; R] {
    let mut sums = [start; R];
    for k in 0..depth {
        let b: &[T; C] = chunk(b, k * columns + j);
        for (r, sums) in sums.iter_mut().enumerate() {
            let a = a.data[(i + r) * a.row + k * a.column];
            for (sum, &b) in sums.iter_mut().zip(b) {
                *sum = a.mul_add(b, *sum);
            }
        }
    }
    sums
}

#[inline(always)]
fn chunk<T, const C: usize>(slice: &[T], at: usize) -> &[T; C] {
    slice[at..at + C].first_chunk().expect("cut to this length")
}

/// The sum of each column, from the first row down.
#[inline(always)]
pub(crate) fn column_sums<T: Real>(matrix: &[T], sums: &mut [T]) {
    sums.fill(T::zero());
    for row in matrix.chunks_exact(sums.len()) {
        for (sum, &value) in sums.iter_mut().zip(row) {
            *sum = *sum + value;
        }
    }
}

/// `to[j][i] = from[i][j]`, where `from` has `columns` columns.
#[inline(always)]
pub(crate) fn transpose<T: Copy>(from: &[T], columns: usize, to: &mut [T]) {
    let rows = from.len() / columns;
    for (i, row) in from.chunks_exact(columns).enumerate() {
        for (j, &value) in row.iter().enumerate() {
            to[j * rows + i] = value;
        }
    }
}
