//! The sum of each column of a matrix, which is the gradient of a bias.

use crate::real::Number;
use crate::sink::Sink;

/// The columns of a `[rows, columns]` matrix summed from the first row down.
#[inline(always)]
pub fn column_sums<T: Number>(rows: usize, matrix: &[T], mut sums: Sink<'_, T>) {
    let columns = sums.c.len();
    let mut j = 0;
    if T::LANES == 1 {
        while columns - j >= 16 {
            strip::<T, 16>(rows, matrix, j, &mut sums);
            j += 16;
        }
    }
    while columns - j >= 4 {
        strip::<T, 4>(rows, matrix, j, &mut sums);
        j += 4;
    }
    while columns > j {
        strip::<T, 1>(rows, matrix, j, &mut sums);
        j += 1;
    }
}

/// The sums of columns j to j + C, in registers.
#[inline(always)]
fn strip<T: Number, const C: usize>(rows: usize, matrix: &[T], j: usize, sums: &mut Sink<'_, T>) {
    let columns = sums.c.len();
    let mut strip = [T::zero(); C];
    let mut below = matrix;
    for _ in 0..rows {
        let (row, rest) = below.split_at(columns);
        let row: [T; C] = *row[j..].first_chunk().expect("C columns");
        for (sum, value) in strip.iter_mut().zip(row) {
            *sum = *sum + value;
        }
        below = rest;
    }
    sums.put([strip], (0, j), columns);
}
