//! Derivatives by central differences, which every derivation is held against.

/// f'(x) = (f(x-2h) - 8 f(x-h) + 8 f(x+h) - f(x+2h)) / 12h, h = 0.001.
///
/// Off by h^4 f^(5) / 30 and by the rounding of f over h: for functions whose size and slopes are
/// near 1, below 1e-12.
pub fn derivative(mut f: impl FnMut(f64) -> f64, x: f64) -> f64 {
    (f(x - 2.0 * STEP) - 8.0 * f(x - STEP) + 8.0 * f(x + STEP) - f(x + 2.0 * STEP)) / (12.0 * STEP)
}

/// (-3 f(x) + 4 f(x+h) - f(x+2h)) / 2h, h = 0.0001 `side`: the slope of f on one side of x, right
/// for `side` = 1, left for -1.
///
/// Off by h^2 f''' / 3 and by the rounding of f over h.
pub fn one_sided(f: impl Fn(f64) -> f64, x: f64, side: f64) -> f64 {
    let h = side * 1e-4;
    (-3.0 * f(x) + 4.0 * f(x + h) - f(x + 2.0 * h)) / (2.0 * h)
}

/// How far from a kink a central difference must stay: 2.5 h, since it looks 2 h far.
pub const REACH: f64 = 2.5 * STEP;

const STEP: f64 = 1e-3;

/// abs(value - difference) / max(abs(difference), 1e-3): how far a derivative is from a
/// [`derivative`] by differences.
pub fn error(value: f64, difference: f64) -> f64 {
    let size = if difference.abs() > 1e-3 { difference.abs() } else { 1e-3 };
    (value - difference).abs() / size
}

/// abs(value - wanted) / max(abs(wanted), 1): how far a value is off, absolute where it is small.
pub fn distance(value: f64, wanted: f64) -> f64 {
    (value - wanted).abs() / if wanted.abs() > 1.0 { wanted.abs() } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::{derivative, error, one_sided};

    #[test]
    fn differences_are_as_near_as_they_say() {
        for x in [-3.0, -0.1, 0.0, 1.7] {
            assert!(error(libm::cos(x), derivative(libm::sin, x)) < 1e-10, "{x}");
            assert!(error(libm::cos(x), derivative(|x| libm::sin(1.001 * x), x)) > 1e-4, "{x}");
        }
        assert_eq!((one_sided(f64::abs, 0.0, 1.0), one_sided(f64::abs, 0.0, -1.0)), (1.0, -1.0));
    }
}
