//! Eigenvalues of a symmetric matrix, from square roots alone: the same on every machine.

/// Eigenvalues of a symmetric row-major `[n, n]` matrix, largest first.
///
/// # Panics
/// If `matrix` is not `[n, n]`.
pub fn eigenvalues(matrix: &[f64], n: usize) -> Vec<f64> {
    eigen(matrix, n).into_iter().map(|(value, _)| value).collect()
}

/// A v = lambda v: eigenvalues of a symmetric row-major `[n, n]` matrix A, largest first, each with
/// its eigenvector of length 1, `[n]`, whose entry of the largest magnitude is positive.
///
/// Cyclic Jacobi: each pair of rows and columns is turned so that its off-diagonal entry becomes
/// 0, over and over, until all are small. Source: Golub and Van Loan, "Matrix Computations", 4th
/// edition, 8.5.
///
/// # Panics
/// If `matrix` is not `[n, n]`.
pub fn eigen(matrix: &[f64], n: usize) -> Vec<(f64, Vec<f64>)> {
    assert_eq!(matrix.len(), n * n, "a square matrix, row by row");
    let mut a = matrix.to_vec();
    // Row i becomes the i-th eigenvector.
    let mut vectors: Vec<f64> =
        (0..n * n).map(|at| f64::from(u8::from(at % (n + 1) == 0))).collect();
    let size = a.iter().fold(0.0, |sum, x| sum + x * x);
    for _ in 0..SWEEPS {
        let mut off_diagonal = 0.0;
        for p in 0..n {
            for q in p + 1..n {
                off_diagonal += a[p * n + q] * a[p * n + q];
                rotate(&mut a, &mut vectors, n, (p, q));
            }
        }
        if off_diagonal <= size * f64::EPSILON * f64::EPSILON {
            break;
        }
    }
    let signed = |vector: &[f64]| {
        let largest = vector.iter().fold(0.0_f64, |a, &b| if b.abs() > a.abs() { b } else { a });
        vector.iter().map(|x| x * largest.signum()).collect()
    };
    let mut pairs: Vec<(f64, Vec<f64>)> =
        (0..n).map(|i| (a[i * n + i], signed(&vectors[i * n..(i + 1) * n]))).collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    pairs
}

/// Convergence is quadratic: a dozen sweeps suffice for any size in use.
const SWEEPS: usize = 30;

/// Turns rows and columns p and q so that `a[p, q]` becomes 0, and the vectors p and q with them.
fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, (p, q): (usize, usize)) {
    let pq = a[p * n + q];
    if pq == 0.0 {
        return;
    }
    // The smaller root t of t^2 + 2 theta t - 1 = 0 turns by less than 45 degrees.
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * pq);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..n {
        let (kp, kq) = (a[k * n + p], a[k * n + q]);
        a[k * n + p] = c * kp - s * kq;
        a[k * n + q] = s * kp + c * kq;
    }
    for k in 0..n {
        let (pk, qk) = (a[p * n + k], a[q * n + k]);
        a[p * n + k] = c * pk - s * qk;
        a[q * n + k] = s * pk + c * qk;
        let (vp, vq) = (vectors[p * n + k], vectors[q * n + k]);
        vectors[p * n + k] = c * vp - s * vq;
        vectors[q * n + k] = s * vp + c * vq;
    }
}

#[cfg(test)]
mod tests {
    use super::{eigen, eigenvalues};
    use mlp::Random;

    #[test]
    fn eigenvalues_equal_a_librarys() {
        let random = &mut Random::from_number(5);
        for n in [1, 2, 5, 20, 64] {
            let mut matrix = vec![0.0; n * n];
            for i in 0..n {
                for j in 0..=i {
                    // A wide range of sizes, as covariances have.
                    let entry = random.normal() / (1.0 + (i * j) as f64);
                    (matrix[i * n + j], matrix[j * n + i]) = (entry, entry);
                }
            }
            let oracle = nalgebra::DMatrix::from_row_slice(n, n, &matrix);
            let mut wanted: Vec<f64> = oracle.symmetric_eigenvalues().iter().copied().collect();
            wanted.sort_by(|x, y| y.total_cmp(x));
            let found = eigenvalues(&matrix, n);
            for (found, wanted) in found.iter().zip(&wanted) {
                // Both are off by a few roundings of the largest eigenvalue.
                assert!((found - wanted).abs() < 1e-13 * n as f64, "{n}: {found} {wanted}");
            }
        }
    }

    #[test]
    fn a_matrix_only_stretches_its_eigenvectors() {
        let matrix = [4.0, 1.0, 0.5, 1.0, 3.0, -1.0, 0.5, -1.0, 2.0];
        for (value, vector) in eigen(&matrix, 3) {
            let length = vector.iter().fold(0.0, |sum, x| sum + x * x);
            assert!((length - 1.0).abs() < 1e-14);
            for (row, x) in matrix.chunks_exact(3).zip(&vector) {
                let product = row.iter().zip(&vector).fold(0.0, |sum, (a, b)| sum + a * b);
                assert!((product - value * x).abs() < 1e-14);
            }
        }
    }
}
