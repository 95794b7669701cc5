//! Row-major matrices: a batch is `[batch, features]`.

use kernels::Real;

/// Numbers in rows of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix<T> {
    rows: usize,
    columns: usize,
    data: Vec<T>,
}

impl<T: Real> Matrix<T> {
    /// The matrix `[rows, columns]` with `data` row after row.
    ///
    /// # Panics
    /// If `data` does not have `rows * columns` numbers, or `columns` is 0.
    pub fn new(rows: usize, columns: usize, data: Vec<T>) -> Self {
        assert!(
            columns > 0 && data.len() == rows * columns,
            "a [{rows}, {columns}] matrix from {} numbers",
            data.len()
        );
        Self { rows, columns, data }
    }

    /// The matrix `[rows, N]`, each number rounded to `T` and the same in every lane.
    ///
    /// # Panics
    /// If N is 0.
    pub fn from_rows<const N: usize>(rows: &[[f64; N]]) -> Self {
        let data = rows.iter().flatten().map(|&x| T::splat(x)).collect();
        Self::new(rows.len(), N, data)
    }

    /// Zeros, `[rows, columns]`.
    ///
    /// # Panics
    /// If `columns` is 0.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self::new(rows, columns, vec![T::zero(); rows * columns])
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }
    /// How many columns.
    pub fn columns(&self) -> usize {
        self.columns
    }
    /// All numbers, row after row.
    pub fn as_slice(&self) -> &[T] {
        &self.data
    }
    /// All numbers, row after row.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.data
    }
    /// Row i, counted from 0.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row(&self, i: usize) -> &[T] {
        &self.data[i * self.columns..(i + 1) * self.columns]
    }

    /// The same scalars in every lane of another number type.
    pub fn spread<U: Real<Scalar = T>>(&self) -> Matrix<U> {
        Matrix::new(
            self.rows,
            self.columns,
            self.data.iter().map(|x| U::splat(x.lane(0))).collect(),
        )
    }

    /// Copies row `order[i]` of `self` into lane k of row i of `batch`.
    pub(crate) fn gather<U: Real<Scalar = T>>(&self, order: &[u32], k: usize, batch: &mut [U]) {
        for (row, &from) in batch.chunks_exact_mut(self.columns).zip(order) {
            for (to, from) in row.iter_mut().zip(self.row(from as usize)) {
                *to = to.with_lane(k, from.lane(0));
            }
        }
    }
}
