//! The rank correlation of pairs.

use claims::statistics::mean;

/// Spearman's rank correlation: Pearson's, of the ranks, equal values sharing the mean of theirs.
/// NaN if one side is all the same.
pub(super) fn rank_correlation(pairs: &[(f64, f64)]) -> f64 {
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let centred = |values: &[f64]| -> Vec<f64> {
        let ranks = ranks(values);
        let middle = mean(&ranks);
        ranks.iter().map(|rank| rank - middle).collect()
    };
    let (x, y) = (centred(&x), centred(&y));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b);
    product(&x, &y) / (product(&x, &x) * product(&y, &y)).sqrt()
}

/// The rank of each value, from 0.
fn ranks(values: &[f64]) -> Vec<f64> {
    let rank = |value: &f64| {
        let below = values.iter().filter(|other| *other < value).count() as f64;
        let equal = values.iter().filter(|other| *other == value).count() as f64;
        below + (equal - 1.0) / 2.0
    };
    values.iter().map(rank).collect()
}

#[cfg(test)]
mod tests {
    use super::{rank_correlation, ranks};

    #[test]
    fn only_the_order_counts_and_ties_share_a_rank() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 9.0]), [1.5, 0.0, 1.5, 3.0]);
        assert_eq!(rank_correlation(&[(1.0, 10.0), (2.0, 11.0), (3.0, 900.0)]), 1.0);
        assert_eq!(rank_correlation(&[(1.0, 3.0), (2.0, 2.0), (3.0, -7.0)]), -1.0);
        // scipy.stats.spearmanr([1, 2, 2, 3], [1, 3, 2, 4]) = 0.9486832980505138.
        let tied = [(1.0, 1.0), (2.0, 3.0), (2.0, 2.0), (3.0, 4.0)];
        assert!((rank_correlation(&tied) - 0.948_683_298_050_513_8).abs() < 1e-15);
        assert!(rank_correlation(&[(1.0, 1.0), (1.0, 2.0)]).is_nan());
    }
}
