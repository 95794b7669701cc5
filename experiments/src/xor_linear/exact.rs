//! XOR by a linear fit, in exact arithmetic.

use claims::Metrics;
use num_rational::Ratio;

type Rational = Ratio<i64>;

/// The four inputs, with the 1 that b multiplies.
const ROWS: [[i64; 3]; 4] = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]];
/// XOR of each input.
pub(super) const XOR: [i64; 4] = [0, 1, 1, 0];

/// The normal equations A (w1, w2, b) = c: A = sum of x x^T (the Hessian of J), c = sum of y x.
fn equations(targets: [i64; 4]) -> ([[i64; 3]; 3], [i64; 3]) {
    let (mut a, mut c) = ([[0; 3]; 3], [0; 3]);
    for (row, y) in ROWS.iter().zip(targets) {
        for i in 0..3 {
            for j in 0..3 {
                a[i][j] += row[i] * row[j];
            }
            c[i] += row[i] * y;
        }
    }
    (a, c)
}

/// The determinant of the leading n x n part.
fn leading_minor(a: &[[i64; 3]; 3], n: usize) -> i64 {
    match n {
        1 => a[0][0],
        2 => a[0][0] * a[1][1] - a[0][1] * a[1][0],
        _ => {
            a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1])
                - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0])
                + a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0])
        }
    }
}

/// The solution, by Cramer's rule.
fn solve(a: &[[i64; 3]; 3], c: &[i64; 3]) -> [Rational; 3] {
    [0, 1, 2].map(|column| {
        let mut replaced = *a;
        for (row, value) in replaced.iter_mut().zip(c) {
            row[column] = *value;
        }
        Rational::new(leading_minor(&replaced, 3), leading_minor(a, 3))
    })
}

fn number(x: Rational) -> f64 {
    *x.numer() as f64 / *x.denom() as f64
}

fn magnitude(x: Rational) -> Rational {
    if x < Rational::from(0) { -x } else { x }
}

/// The exact optimum, the definiteness of the Hessian and the symmetry of the equations.
pub(super) fn normal_equations(targets: [i64; 4]) -> Metrics {
    let (a, c) = equations(targets);
    let solution @ [w1, w2, b] = solve(&a, &c);
    let half = Rational::new(1, 2);
    let solution_error = magnitude(w1) + magnitude(w2) + magnitude(b - half);
    let outputs = ROWS.map(|row| {
        let terms = row.iter().zip(solution).map(|(&x, weight)| weight * x);
        magnitude(terms.fold(-half, |sum, term| sum + term))
    });
    let output_error = outputs.into_iter().fold(Rational::from(0), Ord::max);
    let least_minor = [1, 2, 3].map(|n| leading_minor(&a, n)).into_iter().fold(i64::MAX, Ord::min);
    // Row 1 - row 2 reads w1 - w2 = 0: coefficients 1, -1, 0 and right-hand side 0.
    let difference = [0, 1, 2].map(|j| a[0][j] - a[1][j]);
    let row_difference = difference.iter().zip([1, -1, 0]).map(|(d, wanted)| (d - wanted).abs());
    let row_difference_error = row_difference.sum::<i64>() + (c[0] - c[1]).abs();
    vec![
        ("w1", number(w1)),
        ("w2", number(w2)),
        ("b", number(b)),
        ("solution_error", number(solution_error)),
        ("output_error", number(output_error)),
        ("least_minor", least_minor as f64),
        ("row_difference_error", row_difference_error as f64),
    ]
}

/// All 16 labellings of the four points: which a line can make, and the best of those on `targets`.
///
/// A labelling by w.x + b > 0 is searched for among small whole numbers. Where none is found there
/// is none: g(0,0) + g(1,1) = g(0,1) + g(1,0) for every affine g, so the two diagonals cannot
/// have opposite signs throughout, which excludes XOR and its negation.
pub(super) fn dichotomies(targets: [i64; 4]) -> Metrics {
    let made = |labels: u8| {
        let range = -3..=3_i64;
        range.clone().any(|w1| {
            range.clone().any(|w2| {
                range.clone().any(|twice_b| {
                    ROWS.iter().enumerate().all(|(i, row)| {
                        let twice_g = 2 * (w1 * row[0] + w2 * row[1]) + twice_b;
                        (twice_g > 0) == (labels >> i & 1 == 1)
                    })
                })
            })
        })
    };
    let excluded = |labels: u8| {
        let label = |i: u8| labels >> i & 1;
        label(0) == label(3) && label(1) == label(2) && label(0) != label(1)
    };
    let divisions: Vec<u8> = (0..16).filter(|&labels| made(labels)).collect();
    let decided = (0..16).all(|labels| made(labels) != excluded(labels));
    let right = |labels: u8| {
        targets.iter().enumerate().filter(|(i, y)| i64::from(labels >> i & 1) == **y).count()
    };
    let best = divisions.iter().map(|&labels| right(labels)).max().unwrap_or(0);
    vec![
        ("divisions", divisions.len() as f64),
        ("all_decided", f64::from(u8::from(decided))),
        ("best_accuracy", best as f64 / 4.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::{XOR, dichotomies, normal_equations};
    use claims::Metrics;

    fn metric(metrics: &Metrics, name: &str) -> f64 {
        metrics.iter().find(|(metric, _)| *metric == name).expect(name).1
    }

    #[test]
    fn other_targets_have_another_optimum() {
        assert_eq!(metric(&normal_equations(XOR), "solution_error"), 0.0);
        // AND: w = (1/2, 1/2), b = -1/4, by hand.
        let and = normal_equations([0, 0, 0, 1]);
        assert_eq!([metric(&and, "w1"), metric(&and, "w2"), metric(&and, "b")], [0.5, 0.5, -0.25]);
        assert!(metric(&and, "solution_error") > 0.0 && metric(&and, "output_error") > 0.0);
    }

    #[test]
    fn lopsided_targets_break_the_symmetry() {
        assert_eq!(metric(&normal_equations(XOR), "row_difference_error"), 0.0);
        assert!(metric(&normal_equations([0, 1, 0, 0]), "row_difference_error") > 0.0);
    }

    #[test]
    fn separable_targets_are_classified_without_error() {
        assert_eq!(metric(&dichotomies(XOR), "best_accuracy"), 0.75);
        assert_eq!(metric(&dichotomies([0, 1, 1, 1]), "best_accuracy"), 1.0);
        assert_eq!(metric(&dichotomies(XOR), "all_decided"), 1.0);
    }
}
