//! An output unit with its cost, alone: y, J and dJ/dz at given logits.

use mlp::{Activation, Architecture, Cost, Network, Output, Simd, Workspace};

/// An output unit alone: logits that are its inputs, so that dJ/db is dJ/dz.
#[derive(Clone, Debug)]
pub struct OutputUnit {
    /// Weights 1 from each input to its output, biases 0.
    pub network: Network<f64>,
    workspace: Workspace<f64>,
}

impl OutputUnit {
    /// So many outputs of one kind under a cost.
    ///
    /// # Panics
    /// If the cost is not defined on the output.
    pub fn new(outputs: usize, output: Output, cost: Cost, simd: Simd) -> Self {
        let activation = Activation::Identity {};
        let sizes = vec![outputs, outputs];
        let mut network = Network::new(Architecture { sizes, activation, output, cost })
            .expect("a cost that the output accepts");
        (0..outputs).for_each(|i| network.parameters[i * outputs + i] = 1.0);
        let workspace = Workspace::new(&network, 1, simd);
        Self { network, workspace }
    }

    /// y at logits z, both `[outputs]`.
    ///
    /// # Panics
    /// If z is not `[outputs]`.
    pub fn prediction(&mut self, z: &[f64]) -> Vec<f64> {
        self.workspace.predictions(&self.network, z).to_vec()
    }

    /// J and dJ/dz at logits z, with one example of this target; all but J are `[outputs]`.
    ///
    /// # Panics
    /// If z or the target is not `[outputs]`.
    pub fn cost(&mut self, z: &[f64], target: &[f64]) -> (f64, Vec<f64>) {
        let biases = self.network.layers[0].biases.clone();
        let (cost, gradient) = self.workspace.gradient(&self.network, z, target);
        (cost, gradient[biases].to_vec())
    }
}
