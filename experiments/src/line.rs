//! The least-squares line through points.

use claims::statistics::mean;

/// Sums over points (x, y) of the squares of x and y and of their product, each from its mean.
fn sums(points: &[(f64, f64)]) -> (f64, f64, f64) {
    let centre = |of: fn(&(f64, f64)) -> f64| mean(&points.iter().map(of).collect::<Vec<_>>());
    let (x, y) = (centre(|point| point.0), centre(|point| point.1));
    points.iter().fold((0.0, 0.0, 0.0), |(xx, xy, yy), (a, b)| {
        (xx + (a - x) * (a - x), xy + (a - x) * (b - y), yy + (b - y) * (b - y))
    })
}

/// Its slope; none through fewer than two points.
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let (xx, xy, _) = sums(points);
    (points.len() > 1).then_some(xy / xx)
}

/// The share of the variance of y that it explains.
pub fn r_squared(points: &[(f64, f64)]) -> f64 {
    let (xx, xy, yy) = sums(points);
    xy * xy / (xx * yy)
}

#[cfg(test)]
mod tests {
    use super::{r_squared, slope};

    #[test]
    fn a_line_has_its_slope() {
        let line = [(1.0, 5.0), (2.0, 3.0), (3.0, 1.0)];
        assert_eq!((slope(&line), r_squared(&line)), (Some(-2.0), 1.0));
        assert_eq!(slope(&line[..1]), None);
        assert_eq!(slope(&[(-1.0, 0.0), (0.0, 3.0), (1.0, 0.0)]), Some(0.0));
    }
}
