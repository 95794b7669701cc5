//! Composition and rank in exact rational arithmetic, and the composition in double precision.

use claims::Streams;
use mlp::Random;
use num_bigint::BigInt;
use num_rational::BigRational;

/// A matrix of rational numbers, row by row.
pub type Exact = Vec<Vec<BigRational>>;

fn whole(n: i64) -> BigRational {
    BigRational::from(BigInt::from(n))
}

/// Whole numbers from -9 to 9.
pub fn random_matrix(rows: usize, columns: usize, random: &mut Random) -> Exact {
    let entry = |random: &mut Random| whole(i64::from(random.below(19)) - 9);
    (0..rows).map(|_| (0..columns).map(|_| entry(random)).collect()).collect()
}

/// a b.
fn product(a: &Exact, b: &Exact) -> Exact {
    let columns = b.first().map_or(0, Vec::len);
    let entry = |row: &[BigRational], j: usize| {
        row.iter().zip(b).map(|(x, other)| x * &other[j]).sum::<BigRational>()
    };
    a.iter().map(|row| (0..columns).map(|j| entry(row, j)).collect()).collect()
}

/// a + b.
fn sum(a: &Exact, b: &Exact) -> Exact {
    let row = |(a, b): (&Vec<BigRational>, &Vec<BigRational>)| {
        a.iter().zip(b).map(|(x, y)| x + y).collect()
    };
    a.iter().zip(b).map(row).collect()
}

/// The rank, by elimination.
pub fn rank(matrix: &Exact) -> usize {
    let mut rows = matrix.clone();
    let columns = rows.first().map_or(0, Vec::len);
    let zero = whole(0);
    let mut rank = 0;
    for column in 0..columns {
        let Some(pivot) = (rank..rows.len()).find(|&i| rows[i][column] != zero) else { continue };
        rows.swap(rank, pivot);
        for i in rank + 1..rows.len() {
            let factor = &rows[i][column] / &rows[rank][column];
            let (above, below) = rows.split_at_mut(i);
            for (entry, pivot) in below[0].iter_mut().zip(&above[rank]).skip(column) {
                *entry -= &factor * pivot;
            }
        }
        rank += 1;
    }
    rank
}

/// The product of random layers of these widths.
pub fn random_map(sizes: &[usize], random: &mut Random) -> Exact {
    let mut layers = sizes.windows(2).map(|pair| random_matrix(pair[1], pair[0], random));
    let first = layers.next().unwrap_or_default();
    layers.fold(first, |map, layer| product(&layer, &map))
}

/// The largest abs(layer by layer - (W x + b)) over depths 1 to `deepest`, widths drawn.
///
/// W = `W_N` ... `W_1` and b = `b_N` + `W_N` `b_(N-1)` + ... + `W_N` ... `W_2` `b_1`, as the notes
/// print them; without `carried`, b is `b_N` alone.
pub fn composition_error(deepest: usize, widest: u32, carried: bool, streams: &Streams) -> f64 {
    let random = &mut streams.stream("weights");
    let mut worst = whole(0);
    for depth in 1..=deepest {
        let sizes: Vec<usize> = (0..=depth).map(|_| random.below(widest) as usize + 1).collect();
        let layers: Vec<(Exact, Exact)> = sizes
            .windows(2)
            .map(|pair| {
                (random_matrix(pair[1], pair[0], random), random_matrix(pair[1], 1, random))
            })
            .collect();
        let x = random_matrix(sizes[0], 1, random);
        let chain = layers.iter().fold(x.clone(), |h, (w, b)| sum(&product(w, &h), b));

        let (mut map, mut bias) = layers[depth - 1].clone();
        for (w, b) in layers[..depth - 1].iter().rev() {
            // `map` is the product of the layers above, which this layer's bias passes through.
            if carried {
                bias = sum(&bias, &product(&map, b));
            }
            map = product(&map, w);
        }
        let printed = sum(&product(&map, &x), &bias);
        for (a, b) in chain.iter().flatten().zip(printed.iter().flatten()) {
            let difference = a - b;
            let distance = if difference < whole(0) { -difference } else { difference };
            worst = if distance > worst { distance } else { worst };
        }
    }
    // A ratio too large for a number is infinite, which is as wrong.
    worst.numer().to_string().parse().unwrap_or(f64::INFINITY)
}

/// The same composition in double precision: its difference over the bound 2 K u S.
///
/// K is the number of roundings on a path, the sum of (width + 1) over the layers, u = 2^-53, and S
/// the same chain of magnitudes: each side is off by K u S at most, to first order.
/// Source: Higham, "Accuracy and Stability of Numerical Algorithms", 3.5.
pub fn rounding_over_bound(deepest: usize, widest: u32, streams: &Streams) -> f64 {
    let random = &mut streams.stream("real weights");
    let mut ratios = Vec::new();
    for depth in 1..=deepest {
        let sizes: Vec<usize> = (0..=depth).map(|_| random.below(widest) as usize + 1).collect();
        let mut draw = |n: usize| -> Vec<f64> { (0..n).map(|_| random.normal()).collect() };
        let layers: Vec<(Vec<f64>, Vec<f64>)> =
            sizes.windows(2).map(|pair| (draw(pair[1] * pair[0]), draw(pair[1]))).collect();
        let x = draw(sizes[0]);
        let magnitudes = |values: &[f64]| values.iter().map(|x| x.abs()).collect::<Vec<_>>();
        let mut chain = x.clone();
        let mut size = magnitudes(&x);
        for (w, b) in &layers {
            chain = affine(w, &chain, b);
            size = affine(&magnitudes(w), &size, &magnitudes(b));
        }
        let (mut map, mut bias) = layers[depth - 1].clone();
        for (k, (w, b)) in layers[..depth - 1].iter().enumerate().rev() {
            bias = affine(&map, b, &bias);
            let (rows, inner, columns) = (sizes[depth], sizes[k + 1], sizes[k]);
            map = multiply(&map, w, (rows, inner, columns));
        }
        let printed = affine(&map, &x, &bias);
        let roundings: usize = sizes[..depth].iter().map(|width| width + 1).sum();
        let u = f64::EPSILON / 2.0;
        for ((a, b), s) in chain.iter().zip(&printed).zip(&size) {
            ratios.push((a - b).abs() / (2.0 * roundings as f64 * u * s));
        }
    }
    claims::statistics::max(&ratios)
}

/// W x + b.
fn affine(w: &[f64], x: &[f64], b: &[f64]) -> Vec<f64> {
    let row = |(row, b): (&[f64], &f64)| row.iter().zip(x).fold(*b, |sum, (w, x)| sum + w * x);
    w.chunks_exact(x.len()).zip(b).map(row).collect()
}

fn multiply(a: &[f64], b: &[f64], (rows, inner, columns): (usize, usize, usize)) -> Vec<f64> {
    let entry = |i: usize, j: usize| {
        (0..inner).fold(0.0, |sum, k| sum + a[i * inner + k] * b[k * columns + j])
    };
    (0..rows * columns).map(|at| entry(at / columns, at % columns)).collect()
}

#[cfg(test)]
mod tests {
    use super::{random_map, random_matrix, rank};
    use mlp::Random;

    #[test]
    fn ranks_by_hand() {
        let random = &mut Random::from_number(2);
        assert_eq!(rank(&random_matrix(4, 6, random)), 4);
        assert_eq!(rank(&random_map(&[5, 2, 5], random)), 2);
        let repeated: super::Exact =
            [[1, 2], [2, 4], [0, 0]].map(|row| row.map(super::whole).to_vec()).to_vec();
        assert_eq!(rank(&repeated), 1);
    }
}
