//! Small matrices: just what a fit by Newton's steps needs, summed in a fixed order.

pub(super) fn square(size: usize) -> Vec<Vec<f64>> {
    vec![vec![0.0; size]; size]
}

pub(super) fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).fold(0.0, |sum, (x, y)| sum + x * y)
}

pub(super) fn product(matrix: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| dot(row, x)).collect()
}

pub(super) fn add(sum: &mut [f64], weight: f64, x: &[f64]) {
    sum.iter_mut().zip(x).for_each(|(sum, x)| *sum += weight * x);
}

/// Adds weight x x'.
pub(super) fn add_square(sum: &mut [Vec<f64>], weight: f64, x: &[f64]) {
    sum.iter_mut().zip(x).for_each(|(row, v)| add(row, weight * v, x));
}

/// The inverse of a positive definite matrix by Gauss and Jordan, which needs no pivoting; None if
/// a column is a combination of those before it to ten digits.
pub(super) fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let diagonal: Vec<f64> = matrix.iter().enumerate().map(|(i, row)| row[i]).collect();
    for (k, whole) in diagonal.into_iter().enumerate() {
        let pivot = std::mem::replace(&mut matrix[k][k], 1.0);
        (pivot > 1e-10 * whole).then_some(())?;
        let swept: Vec<f64> = matrix[k].iter().map(|x| x / pivot).collect();
        for row in &mut matrix {
            let factor = std::mem::replace(&mut row[k], 0.0);
            add(row, -factor, &swept);
        }
        matrix[k] = swept;
    }
    Some(matrix)
}
