//! Networks written down, not trained.

use mlp::{Activation, Architecture, Cost, Network, Output};

/// Rectified units behind a linear output.
pub(super) fn architecture(sizes: Vec<usize>, cost: Cost) -> Architecture {
    let activation = Activation::Relu { at_zero: 0.0 };
    Architecture { sizes, activation, output: Output::Linear, cost }
}

fn relu_network(sizes: Vec<usize>) -> Network<f64> {
    Network::new(architecture(sizes, Cost::HalfSquaredError)).expect("widths above 0")
}

/// The polygon through N + 1 points of f, as f(x0) + sum of slope changes times ReLU(x - xi):
/// one hidden layer of N units. Exact knots need not be, so `low + N piece` may miss `high` by a
/// rounding.
///
/// # Panics
/// Without a piece.
pub fn polygon(f: impl Fn(f64) -> f64, [low, high]: [f64; 2], pieces: usize) -> Network<f64> {
    let mut network = relu_network(vec![1, pieces, 1]);
    let knot = |i: usize| low + (high - low) * i as f64 / pieces as f64;
    let slope = |i: usize| (f(knot(i + 1)) - f(knot(i))) / (knot(i + 1) - knot(i));
    let (hidden, output) = (network.layers[0].clone(), network.layers[1].clone());
    let parameters = &mut network.parameters;
    parameters[hidden.weights].fill(1.0);
    for i in 0..pieces {
        parameters[hidden.biases.start + i] = -knot(i);
        let before = if i == 0 { 0.0 } else { slope(i - 1) };
        parameters[output.weights.start + i] = slope(i) - before;
    }
    parameters[output.biases.start] = f(low);
    network
}

/// f(x0) + sum of the differences of f times sigmoid(k (x - m)), m half way between two of N + 1
/// points: a staircase whose steps are 1/40 of the points' distance wide, so that elsewhere each
/// sigmoid is 0 or 1 to within e^-20.
///
/// # Panics
/// Without a step.
pub fn staircase(f: impl Fn(f64) -> f64, [low, high]: [f64; 2], steps: usize) -> Network<f64> {
    let architecture = Architecture {
        activation: Activation::Sigmoid {},
        ..relu_network(vec![1, steps, 1]).architecture
    };
    let mut network: Network<f64> = Network::new(architecture).expect("widths above 0");
    let knot = |i: usize| low + (high - low) * i as f64 / steps as f64;
    let steepness = 40.0 * steps as f64 / (high - low);
    let (hidden, output) = (network.layers[0].clone(), network.layers[1].clone());
    let parameters = &mut network.parameters;
    parameters[hidden.weights].fill(steepness);
    for i in 0..steps {
        parameters[hidden.biases.start + i] = -steepness * 0.5 * (knot(i) + knot(i + 1));
        parameters[output.weights.start + i] = f(knot(i + 1)) - f(knot(i));
    }
    parameters[output.biases.start] = f(low);
    network
}

/// x1 x2 = ((x1 + x2)^2 - (x1 - x2)^2) / 4 on the unit square: two polygons of N pieces for the
/// squares, of x1 + x2 on [0, 2] and of x1 - x2 on [-1, 1], side by side in one hidden layer.
pub(super) fn product(pieces: usize) -> Network<f64> {
    let square = |x: f64| x * x;
    let mut network = relu_network(vec![2, 2 * pieces, 1]);
    let (hidden, output) = (network.layers[0].clone(), network.layers[1].clone());
    let parts = [([0.0, 2.0], [1.0, 1.0], 0.25), ([-1.0, 1.0], [1.0, -1.0], -0.25)];
    for (part, (interval, direction, factor)) in parts.into_iter().enumerate() {
        let polygon = polygon(square, interval, pieces);
        for i in 0..pieces {
            let unit = part * pieces + i;
            for (input, weight) in direction.into_iter().enumerate() {
                network.parameters[hidden.weights.start + input * 2 * pieces + unit] = weight;
            }
            let (bias, weight) =
                (polygon.layers[0].biases.start + i, polygon.layers[1].weights.start + i);
            network.parameters[hidden.biases.start + unit] = polygon.parameters[bias];
            network.parameters[output.weights.start + unit] = factor * polygon.parameters[weight];
        }
        let bias = polygon.parameters[polygon.layers[1].biases.start];
        network.parameters[output.biases.start] += factor * bias;
    }
    network
}

/// x^2 = x - g1(x)/4 - g2(x)/16 - ... on [0, 1], cut off after m terms, where g1 is the tent
/// 2 ReLU(x) - 4 ReLU(x - 1/2) and each further g the tent of the one before: m hidden layers of
/// three units, two for the tent and one that carries the sum, which never falls below 0.
///
/// Source: Yarotsky 2017, "Error bounds for approximations with deep ReLU networks".
pub(super) fn sawtooth(terms: usize) -> Network<f64> {
    let mut sizes = vec![3; terms + 2];
    (sizes[0], sizes[terms + 1]) = (1, 1);
    let mut network = relu_network(sizes);
    // The tent and the sum as functions of the layer before: (of its tent units, of its sum).
    let mut power = 1.0;
    for (i, layer) in network.layers.clone().into_iter().enumerate() {
        let columns = layer.columns;
        let weights = &mut network.parameters[layer.weights];
        // From the input, the tent is x itself; after that 2 h1 - 4 h2.
        let (tent, sum): (&[f64], &[f64]) = match i {
            0 => (&[1.0], &[1.0]),
            _ => (&[2.0, -4.0, 0.0], &[-2.0 / power, 4.0 / power, 1.0]),
        };
        for (row, (t, s)) in weights.chunks_exact_mut(columns).zip(tent.iter().zip(sum)) {
            match row {
                [only] => *only = *s,
                row => row.copy_from_slice(&[*t, *t, *s]),
            }
        }
        if columns == 3 {
            network.parameters[layer.biases.start + 1] = -0.5;
        }
        power *= 4.0;
    }
    network
}

#[cfg(test)]
mod tests {
    use super::{polygon, product, sawtooth, staircase};
    use mlp::{Simd, Workspace};

    #[test]
    fn a_polygon_passes_through_its_points_and_a_sawtooth_through_halves() {
        let at = |network: &mlp::Network<f64>, x: &[f64]| {
            Workspace::new(network, 1, Simd::available()[0]).logits(network, x)[0]
        };
        let square = polygon(|x| x * x, [0.0, 1.0], 4);
        assert_eq!([at(&square, &[0.5]), at(&square, &[0.125])], [0.25, 0.03125]);
        let three = sawtooth(3);
        for i in 0..=8 {
            let x = f64::from(i) / 8.0;
            assert_eq!(at(&three, &[x]), x * x, "{x}");
        }
        let stairs = staircase(|x| x * x, [0.0, 1.0], 4);
        // At the points themselves every step is behind or ahead by half a distance: e^-20.
        assert!((at(&stairs, &[0.5]) - 0.25).abs() < 1e-8);
        // Both squares are exact at the knots.
        assert_eq!(at(&product(4), &[0.75, 0.25]), 0.1875);
    }
}
