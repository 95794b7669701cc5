//! Gradients against central differences, in double precision, for every combination.

mod common;

use common::{activations, data, heads, network};
use mlp::{Network, Output, Simd, Workspace};

/// dJ/dp by the fourth-order central difference: (8 (J(p+s) - J(p-s)) - (J(p+2s) - J(p-2s))) / 12s.
fn central_difference(
    network: &mut Network<f64>,
    i: usize,
    mut cost: impl FnMut(&Network<f64>) -> f64,
) -> f64 {
    // Truncation is of the order s^4 = 1e-14, rounding of the order 1e-16 / s = 3e-13.
    let step = 3e-4;
    let at = network.parameters[i];
    let mut cost_at = |offset: f64| {
        network.parameters[i] = at + offset;
        cost(network)
    };
    let near = cost_at(step) - cost_at(-step);
    let far = cost_at(2.0 * step) - cost_at(-2.0 * step);
    network.parameters[i] = at;
    (8.0 * near - far) / (12.0 * step)
}

#[test]
#[cfg_attr(miri, ignore = "forty thousand passes; those of `steps` touch the same memory")]
fn gradients_equal_central_differences() {
    for activation in activations() {
        for head in heads() {
            for sizes in [vec![3, 2], vec![3, 4, 2], vec![3, 4, 6, 4, 2]] {
                // The clamp has a slope, and a likelihood, only where outputs lie inside (0, 1).
                let inside = head.0 == Output::Clamp;
                let mut network: Network<f64> = network(&sizes, activation, head, 11);
                if inside {
                    let last = network.layers.last().expect("a layer").clone();
                    network.parameters[last.weights].iter_mut().for_each(|w| *w *= 0.02);
                    network.parameters[last.biases].fill(0.5);
                }
                let data = data::<f64>(3, 3, 2, 8);
                let (input, target) = (data.input.as_slice(), data.target.as_slice());
                let mut workspace = Workspace::new(&network, 3, Simd::available()[0]);
                let gradient = workspace.gradient(&network, input, target).1.to_vec();
                assert!(gradient.iter().any(|g| *g != 0.0), "{activation:?} {head:?} is all 0");
                for (i, &found) in gradient.iter().enumerate() {
                    let difference = central_difference(&mut network, i, |network| {
                        workspace.loss(network, input, target)
                    });
                    let error = (found - difference).abs();
                    let size = if found.abs() > 1e-3 { found.abs() } else { 1e-3 };
                    assert!(
                        error <= 1e-7 * size,
                        "{activation:?} {head:?} {sizes:?} parameter {i}: {found:e}, by differences {difference:e}"
                    );
                }
            }
        }
    }
}
