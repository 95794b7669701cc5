//! Contour lines of a function on a grid, by marching squares.

/// The pieces of the line f = `level` over [x0, x1] x [y0, y1], on a grid of `cells` squares a
/// side. Each piece is a segment across one square.
pub fn contours(
    f: impl Fn(f64, f64) -> f64,
    (x0, x1): (f64, f64),
    (y0, y1): (f64, f64),
    cells: usize,
    level: f64,
) -> Vec<[(f64, f64); 2]> {
    let x = |i: usize| x0 + (x1 - x0) * i as f64 / cells as f64;
    let y = |j: usize| y0 + (y1 - y0) * j as f64 / cells as f64;
    let mut segments = Vec::new();
    for i in 0..cells {
        for j in 0..cells {
            let corners = [(x(i), y(j)), (x(i + 1), y(j)), (x(i + 1), y(j + 1)), (x(i), y(j + 1))];
            let heights = corners.map(|(x, y)| f(x, y) - level);
            let mut crossings = Vec::new();
            for a in 0..4 {
                let b = (a + 1) % 4;
                if (heights[a] < 0.0) != (heights[b] < 0.0) {
                    let t = heights[a] / (heights[a] - heights[b]);
                    let along = |from: f64, to: f64| from + t * (to - from);
                    crossings.push((
                        along(corners[a].0, corners[b].0),
                        along(corners[a].1, corners[b].1),
                    ));
                }
            }
            // Two crossings are a line; four are a saddle, joined in the order they were met.
            segments.extend(crossings.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
        }
    }
    segments
}
