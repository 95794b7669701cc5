//! A model of times to an event that were not always waited for.

use std::collections::BTreeMap;
use std::f64::consts::SQRT_2;

use super::matrix::{add, add_square, dot, inverse, product, square};
use super::survival::Time;

/// A fitted model ln T = x'b + s e, e standard normal.
#[derive(Clone, Debug, PartialEq)]
pub struct Accelerated {
    /// b: e^b is the factor of the time for each unit of x.
    pub coefficients: Vec<f64>,
    /// s.
    pub scale: f64,
    /// The inverse observed information of (b, ln s), square, in this order.
    pub covariance: Vec<Vec<f64>>,
    /// The same when times of one cluster may depend on each other; for many clusters.
    pub robust: Vec<Vec<f64>>,
    /// ln of the likelihood of the times, not of their logarithms.
    pub log_likelihood: f64,
}

/// The log-normal accelerated failure time model of greatest likelihood, with the rows x of
/// `design` (a constant among them, if any) and the cluster of each time.
///
/// `robust` is V (sum over clusters of u u') V, V the covariance and u a cluster's score, without
/// a correction for few clusters. None if there is no greatest likelihood (as without events, or
/// without any in one arm), if columns of `design` are dependent, if a time is not above 0 or not
/// finite, or if s is at most 1e-8 times the largest logarithm, where rounding shows. Sources:
/// Kalbfleisch and Prentice 2002, chapter 3; Liang and Zeger 1986.
///
/// # Panics
/// If there is not one row and one cluster for each time, or the rows differ in length.
pub fn accelerated(times: &[Time], design: &[Vec<f64>], clusters: &[usize]) -> Option<Accelerated> {
    assert!(design.len() == times.len() && clusters.len() == times.len(), "one for each time");
    let width = design.first()?.len();
    assert!(design.iter().all(|x| x.len() == width), "rows of one length");
    let logs: Vec<Time> = times.iter().map(|t| Time { at: libm::log(t.at), ..*t }).collect();
    let mut fit = Fit::new(least_squares(&logs, design, width)?, &logs, design);
    for _ in 0..100 {
        let step = product(&inverse(fit.information.clone())?, &fit.score);
        // Residuals must settle, not the likelihood: without a maximum, it flattens far out.
        let is_small = |row: &Vec<f64>| dot(row, &step).abs() < 1e-8 * (1.0 + row[width].abs());
        let is_last = fit.rows.iter().all(is_small); // and is taken: about its square is left
        let least = fit.log_likelihood - 1e-9; // less of a fall is rounding
        fit = std::iter::successors(Some(1.0), |part| Some(part / 2.0))
            .take(40)
            .map(|part| {
                let mut parameters = fit.parameters.clone();
                add(&mut parameters, part, &step);
                Fit::new(parameters, &logs, design)
            })
            .find(|next| next.log_likelihood >= least)?;
        if is_last {
            let is_scatter = logs.iter().all(|t| fit.scale > 1e-8 * t.at.abs());
            return if is_scatter { fit.accelerated(clusters) } else { None };
        }
    }
    None
}

/// The model at some parameters.
struct Fit {
    /// (b, ln s).
    parameters: Vec<f64>,
    scale: f64,
    log_likelihood: f64,
    /// Of each time, minus the gradient of z = (ln t - x'b) / s.
    rows: Vec<Vec<f64>>,
    /// Of each time, the gradient of its log likelihood.
    scores: Vec<Vec<f64>>,
    /// Their sum.
    score: Vec<f64>,
    /// At the maximum, minus the second derivatives of the log likelihood.
    information: Vec<Vec<f64>>,
}

impl Fit {
    /// The log likelihood is concave in (b / s, 1 / s). Its second derivatives there, expressed in
    /// (b, ln s), are those of (b, ln s) but for terms that vanish with the score: steps by them
    /// are as fast as Newton's and always uphill. Source: Olsen 1978.
    fn new(parameters: Vec<f64>, logs: &[Time], design: &[Vec<f64>]) -> Self {
        let width = parameters.len() - 1;
        let (log_scale, scale) = (parameters[width], libm::exp(parameters[width]));
        let (mut log_likelihood, mut rows, mut scores) = (0.0, Vec::new(), Vec::new());
        let (mut total, mut information) = (vec![0.0; width + 1], square(width + 1));
        for (time, x) in logs.iter().zip(design) {
            let z = (time.at - dot(x, &parameters[..width])) / scale;
            let row: Vec<f64> = x.iter().map(|x| x / scale).chain([z]).collect();
            let (log_chance, slope, curvature) = if time.observed {
                (log_density(z) - log_scale - time.at, z, 1.0)
            } else {
                log_tail(z)
            };
            let mut score: Vec<f64> = row.iter().map(|v| slope * v).collect();
            if time.observed {
                score[width] -= 1.0;
                information[width][width] += 1.0;
            }
            log_likelihood += log_chance;
            add_square(&mut information, curvature, &row);
            add(&mut total, 1.0, &score);
            rows.push(row);
            scores.push(score);
        }
        Self { parameters, scale, log_likelihood, rows, scores, score: total, information }
    }

    fn accelerated(mut self, clusters: &[usize]) -> Option<Accelerated> {
        let size = self.parameters.len();
        let covariance = inverse(self.information)?;
        let mut sums = BTreeMap::new();
        for (cluster, score) in clusters.iter().zip(&self.scores) {
            add(sums.entry(cluster).or_insert_with(|| vec![0.0; size]), 1.0, score);
        }
        let mut robust = square(size);
        for sum in sums.values() {
            add_square(&mut robust, 1.0, &product(&covariance, sum));
        }
        self.parameters.truncate(size - 1);
        Some(Accelerated {
            coefficients: self.parameters,
            scale: self.scale,
            covariance,
            robust,
            log_likelihood: self.log_likelihood,
        })
    }
}

/// ln phi(z) = -z^2 / 2 - ln sqrt(2 pi) of a standard normal.
fn log_density(z: f64) -> f64 {
    -0.5 * z * z - 0.9189385332046727
}

/// ln S(z) of a standard normal, S its tail, and minus two derivatives of that: m = phi(z) / S(z)
/// and m (m - z).
///
/// S underflows from z = 38 and m - z cancels long before; from z = 4 on, m - z is the continued
/// fraction 1 / (z + 2 / (z + 3 / ..)), where 40 terms are exact to the last bits. Source:
/// Abramowitz and Stegun 26.2.14.
fn log_tail(z: f64) -> (f64, f64, f64) {
    if z < 4.0 {
        let tail = 0.5 * libm::erfc(z / SQRT_2);
        let m = libm::exp(log_density(z)) / tail;
        (libm::log(tail), m, m * (m - z))
    } else {
        let excess = (1..=40).rev().fold(0.0, |rest, k| f64::from(k) / (z + rest));
        let m = z + excess;
        (log_density(z) - libm::log(m), m, m * excess)
    }
}

/// (b, ln s) as if all were observed: of least squares, and of the residuals' mean square.
fn least_squares(logs: &[Time], design: &[Vec<f64>], width: usize) -> Option<Vec<f64>> {
    let (mut gram, mut moments) = (square(width), vec![0.0; width]);
    for (time, x) in logs.iter().zip(design) {
        add_square(&mut gram, 1.0, x);
        add(&mut moments, time.at, x);
    }
    let mut parameters = product(&inverse(gram)?, &moments);
    let residuals: Vec<f64> =
        logs.iter().zip(design).map(|(time, x)| time.at - dot(x, &parameters)).collect();
    parameters.push(0.5 * libm::log(dot(&residuals, &residuals) / logs.len() as f64));
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use super::super::survival::Time;
    use super::super::survival::tests::{CENSORED, TIED, assert_close, times};
    use super::{Accelerated, accelerated, log_tail};

    /// Two arms with a constant, the arm and, if there are three, the level of each seed.
    fn fitted(arms: [&[f64]; 2], columns: usize) -> Option<Accelerated> {
        let seeds: Vec<usize> = arms.iter().flat_map(|arm| 0..arm.len()).collect();
        let arm = |i| if i < arms[0].len() { 0.0 } else { 1.0 };
        let row =
            |(i, seed): (usize, &usize)| vec![1.0, arm(i), (seed % 3) as f64][..columns].to_vec();
        let design: Vec<Vec<f64>> = seeds.iter().enumerate().map(row).collect();
        accelerated(&times(&arms.concat()), &design, &seeds)
    }

    /// (b, ln s).
    fn parameters(fit: &Accelerated) -> Vec<f64> {
        fit.coefficients.iter().copied().chain([libm::log(fit.scale)]).collect()
    }

    fn errors(covariance: &[Vec<f64>]) -> Vec<f64> {
        covariance.iter().enumerate().map(|(i, row)| row[i].sqrt()).collect()
    }

    /// Lifelines stops at a gradient of 1e-8, which leaves less than 1e-7. Its `robust` knows no
    /// clusters: those errors are from a few lines of numpy, at its parameters.
    #[test]
    fn fits_equal_lifelines() {
        let tied = fitted([&TIED[0], &TIED[1]], 3).unwrap();
        let b = [2.419474042, 0.2396191044, -0.1174414582, -0.6545560789];
        let model = [0.204311958, 0.2207543758, 0.1369351834, 0.1729434614];
        let robust = [0.2488696537, 0.1785317519, 0.1774170627, 0.1219795664];
        assert_fit(&tied, [&b, &model, &robust], -59.20520167);

        let censored = fitted([&CENSORED[0], &CENSORED[1]], 2).unwrap();
        let b = [2.212607507, 0.6005479746, -0.941526045];
        let model = [0.1233390032, 0.2022063885, 0.1866459151];
        let robust = [0.1423073363, 0.2027663004, 0.1502050203];
        assert_fit(&censored, [&b, &model, &robust], -41.42293336);
    }

    fn assert_fit(found: &Accelerated, wanted: [&[f64]; 3], log_likelihood: f64) {
        assert_close(&parameters(found), wanted[0], 1e-7);
        assert_close(&errors(&found.covariance), wanted[1], 1e-7);
        assert_close(&errors(&found.robust), wanted[2], 1e-7);
        assert_close(&[found.log_likelihood], &[log_likelihood], 1e-9); // flat there; to ten digits
    }

    #[test]
    fn a_fit_needs_a_maximum() {
        let rest = [3.0, 5.0, 4.0, -6.0];
        assert!(fitted([&rest, &[4.0, -7.0]], 2).is_some());
        // Censored so early that least squares start far out, with a scatter so small that its
        // rounding shows.
        let (a, b) = ([2.0, 2.0000006, 2.0000003, -1.0], [4.0, 4.0000002, -1.0]);
        assert!(fitted([&a, &b], 2).is_some());
        let (none, zero) = ([-4.0, -7.0, -5.0], [4.0, 0.0]);
        assert_eq!(fitted([&none, &none], 2), None, "without events");
        assert_eq!(fitted([&rest, &none], 2), None, "without events in an arm");
        assert_eq!(fitted([&rest, &[]], 2), None, "without an arm");
        assert_eq!(fitted([&rest, &zero], 2), None, "at 0");
        assert_eq!(fitted([&[3.0, 3.0, 3.0], &[7.0, 7.0, 7.0]], 2), None, "without scatter");
        let row = |i: u8| vec![1.0, 0.1 * f64::from(i), 1.0 + 1.1 * f64::from(i)];
        let dependent: Vec<Vec<f64>> = (1..=4).map(row).collect();
        let fit = accelerated(&times(&rest), &dependent, &[0; 4]);
        assert_eq!(fit, None, "with a dependent column");
        assert_eq!(accelerated(&[], &[], &[]), None, "without times");
    }

    #[test]
    fn tails_equal_scipy() {
        for (z, wanted) in [
            (-40.0, [0.0, 0.0, 0.0]),
            (-10.0, [-7.619853024e-24, 7.694598627e-23, 7.694598627e-22]),
            (-1.0, [-0.172753779, 0.2875999709, 0.3703137142]),
            (1.0, [-1.841021645, 1.525135276, 0.8009023344]),
            (3.0, [-6.607726222, 3.283098655, 0.9294408132]),
            (5.0, [-15.06499839, 5.186503967, 0.9673035654]),
            (12.0, [-75.410673, 12.08221418, 0.9933292737]),
            (40.0, [-804.608442, 40.02496885, 0.9993773318]),
        ] {
            let (log, slope, curvature) = log_tail(z);
            assert_close(&[log, slope, curvature], &wanted, 1e-9); // to ten digits
        }
    }

    #[test]
    fn a_fit_finds_what_was_simulated() {
        let mut state = 1_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let (mut times, mut design) = (Vec::new(), Vec::new());
        for i in 0..400 {
            let x = vec![1.0, f64::from(i % 2), uniform()];
            // The sum of twelve uniform numbers is nearly normal.
            let normal = (0..12).fold(-6.0, |sum, _| sum + uniform());
            let at = libm::exp(2.0 + 0.7 * x[1] - 1.5 * x[2] + 0.5 * normal);
            let last = 15.0 * uniform();
            times.push(Time { at: if at < last { at } else { last }, observed: at < last });
            design.push(x);
        }
        let fit = accelerated(&times, &design, &(0..400).collect::<Vec<usize>>()).unwrap();
        let (model, robust) = (errors(&fit.covariance), errors(&fit.robust));
        for (i, wanted) in [2.0, 0.7, -1.5, libm::log(0.5)].into_iter().enumerate() {
            assert!((parameters(&fit)[i] - wanted).abs() < 3.0 * model[i], "{i} {fit:?}");
            // Of a true model, the two errors differ by chance: by some 1 / sqrt(400).
            assert!((robust[i] / model[i] - 1.0).abs() < 0.15, "{i} {fit:?}");
        }
    }
}
