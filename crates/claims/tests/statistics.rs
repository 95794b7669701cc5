//! Statistics against numbers computed elsewhere, and their properties.

use claims::statistics::{
    RESAMPLES, Resampled, at_least, at_most, bootstrap, clopper_pearson, furthest, holm,
    interquartile_mean, log_ratio, max, mean, median, middle_half_ends, min, significant, sorted,
    wilson,
};
use mlp::Random;
use proptest::prelude::*;

#[test]
fn reductions_by_hand() {
    let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
    assert_eq!(mean(&values), 31.0 / 8.0);
    assert_eq!(median(&values), 3.5);
    assert_eq!(median(&values[..5]), 3.0);
    assert_eq!(interquartile_mean(&values), (2.0 + 3.0 + 4.0 + 5.0) / 4.0);
    assert_eq!(middle_half_ends(&values), (2.0, 5.0));
    assert!(middle_half_ends(&[]).0.is_nan());
    assert_eq!((min(&values), max(&values)), (1.0, 9.0));
    assert!(mean(&[]).is_nan() && median(&[]).is_nan() && max(&[]).is_nan());
    assert!(max(&[1.0, f64::NAN, 2.0]).is_nan() && min(&[f64::NAN, 1.0]).is_nan());
    assert_eq!(median(&[f64::MAX, f64::MAX]), f64::MAX);
    // The first of equals, whose signs may differ.
    assert!(max(&[0.0, -0.0]).is_sign_positive() && min(&[0.0, -0.0]).is_sign_positive());
}

#[test]
fn the_furthest_value_is_the_first_of_several() {
    assert_eq!(furthest(&[1.0, -4.0, 3.0], 0.0), -4.0);
    assert_eq!(furthest(&[1.0, -4.0, 3.0], -2.0), 3.0);
    assert_eq!(furthest(&[2.0, -2.0], 0.0), 2.0);
    assert!(furthest(&[1.0, f64::NAN, 9.0], 0.0).is_nan() && furthest(&[], 0.0).is_nan());
    assert_eq!(sorted(&[2.0, -1.0, 0.5]), [-1.0, 0.5, 2.0]);
    assert!(sorted(&[-f64::NAN, 1.0])[1].is_nan());
}

/// 99,999 numbers from 1 on: an end of the interval leaves out 2,500 of middles, the whole of a
/// mean's tail by Student's t, and is certain up to three times sqrt(2500 0.975) = 49 of them.
#[test]
fn an_interval_ends_where_its_tail_begins() {
    let ranks: Vec<f64> = (1..=RESAMPLES).map(|rank| rank as f64).collect();
    assert_eq!(Resampled::Median.interval(10, &ranks), (2500.0, 97_500.0));
    assert_eq!(Resampled::Median.certain(10, &ranks), (2352.0, 97_648.0));
    // scipy 1.17: norm.sf(sqrt(10 / 9) * t.isf(0.025, 9)) = 0.00855.
    assert_eq!(Resampled::Mean.interval(10, &ranks), (855.0, 99_145.0));
    assert_eq!(Resampled::Median.interval(1, &[7.0]), (7.0, 7.0));
    assert!(Resampled::Median.interval(0, &[]).0.is_nan());
    assert!(Resampled::Median.certain(0, &[]).0.is_nan());
    // The data are one resample more, and three standard errors are added: sqrt(25000 0.75) = 137.
    let p = |beyond| Resampled::Median.p(10, beyond, RESAMPLES);
    assert!((p(24_999) - 2.0 * 0.254_108).abs() < 1e-6, "{}", p(24_999));
    assert!((p(0) - 8e-5).abs() < 1e-9, "{}", p(0));
    assert_eq!(p(74_999), 1.0);
    // The count with which a mean's tail is that of the 95 % interval: 769 + 3 sqrt(769) = 855 - 3.
    let mean = Resampled::Mean.p(10, 771, RESAMPLES);
    assert!((mean - 0.05).abs() < 2e-4, "{mean}");
    assert!(bootstrap(&[], Resampled::Mean, &mut Random::from_number(1)).is_empty());
    let threes = bootstrap(&[3.0], Resampled::Mean, &mut Random::from_number(1));
    assert_eq!(threes, vec![3.0; RESAMPLES]);
}

/// scipy 1.17: `binomtest(k, n).proportion_ci(method='exact' | 'wilson')`.
#[test]
fn binomial_intervals_equal_scipy() {
    // Bisection goes to the last bit of a tail that is right to about 1e-14.
    for (k, n, low, high) in [
        (0, 10, 0.0, 0.30849710781876294),
        (10, 10, 0.6915028921812371, 1.0),
        (3, 10, 0.06673951117773447, 0.652452850060008),
        (2433, 10000, 0.23491599755642067, 0.25183374335012054),
    ] {
        let (found_low, found_high) = clopper_pearson(k, n);
        assert!(
            (found_low - low).abs() < 1e-12 && (found_high - high).abs() < 1e-12,
            "{k}/{n}: {found_low} {found_high}"
        );
    }
    let (low, high) = wilson(3, 10);
    assert!((low - 0.10779126740630102).abs() < 1e-14 && (high - 0.6032218525388546).abs() < 1e-14);
    // scipy 1.17 gives -1.2e-17 and 1.0000000000000002 here.
    assert_eq!((wilson(0, 21).0, wilson(21, 21).1), (0.0, 1.0));
    assert!(wilson(0, 0).0.is_nan() && wilson(0, 0).1.is_nan());
}

#[test]
fn binomial_tails_equal_the_sum() {
    // The sum of the 11 terms of (p + q)^10 in double precision is right to about 1e-15.
    let binomial = |k: u64, p: f64| {
        let choose = (0..k).fold(1.0, |c, i| c * (10 - i) as f64 / (i + 1) as f64);
        let power = |x: f64, n: u64| (0..n).fold(1.0, |product, _| product * x);
        choose * power(p, k) * power(1.0 - p, 10 - k)
    };
    for p in [0.01, 0.3, 0.5, 0.9] {
        for k in 0..=10 {
            let tail: f64 = (k..=10).map(|j| binomial(j, p)).sum();
            assert!((at_least(k, 10, p) - tail).abs() < 1e-12, "P(X >= {k}), p = {p}");
            let tail: f64 = (0..=k).map(|j| binomial(j, p)).sum();
            assert!((at_most(k, 10, p) - tail).abs() < 1e-12, "P(X <= {k}), p = {p}");
        }
    }
}

#[test]
fn holm_by_hand() {
    // Holm 1979's step-down: 0.01 x 4, then 0.02 x 3, 0.03 x 2, and 0.04 no smaller than those.
    assert_eq!(holm(&[0.04, 0.01, 0.03, 0.02]), [0.06, 0.04, 0.06, 0.06]);
    assert_eq!(holm(&[0.6, 0.9]), [1.0, 1.0]);
    assert!(holm(&[]).is_empty());
}

#[test]
fn the_bootstrap_covers_the_mean_about_as_often_as_it_says() {
    // 400 samples of 40 normal numbers: four standard errors around 95 % are 90.6 % to 99.4 %.
    let mut random = Random::from_number(1);
    let mut covered = 0;
    for _ in 0..400 {
        let values: Vec<f64> = (0..40).map(|_| random.normal()).collect();
        let resamples = bootstrap(&values, Resampled::Mean, &mut random);
        let (low, high) = Resampled::Mean.interval(40, &resamples);
        covered += usize::from(low <= 0.0 && 0.0 <= high);
    }
    assert!((362..=398).contains(&covered), "{covered} of 400");
}

#[test]
fn a_ratio_has_a_logarithm_where_both_numbers_are_above_0() {
    assert!((log_ratio(3.0, 2.0) - 0.405465108108164).abs() < 1e-15);
    let infinite = f64::INFINITY;
    for (x, y) in
        [(-2.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 1.0), (infinite, 1.0), (1.0, infinite)]
    {
        assert!(log_ratio(x, y).is_nan(), "{x} / {y}");
    }
}

#[test]
fn significant_digits() {
    assert_eq!(significant(0.123_456_789, 4), 0.1235);
    assert_eq!(significant(-123_456.0, 2), -120_000.0);
    assert_eq!(significant(0.0, 6), 0.0);
    assert!(significant(f64::NAN, 6).is_nan() && significant(f64::INFINITY, 6).is_infinite());
}

proptest! {
    #[test]
    fn intervals_hold_the_rate(n in 1u64..500, share in 0.0f64..=1.0) {
        let k = (share * n as f64) as u64;
        let rate = k as f64 / n as f64;
        let (low, high) = clopper_pearson(k, n);
        prop_assert!(0.0 <= low && low <= rate && rate <= high && high <= 1.0);
        let (from, to) = wilson(k, n);
        prop_assert!(0.0 <= from && from <= rate && rate <= to && to <= 1.0);
    }

    #[test]
    fn order_does_not_matter_where_it_must_not(mut values in proptest::collection::vec(-1e3f64..1e3, 1..50)) {
        let before = (median(&values), interquartile_mean(&values), min(&values), max(&values));
        values.reverse();
        let after = (median(&values), interquartile_mean(&values), min(&values), max(&values));
        prop_assert_eq!(before, after);
    }
}
