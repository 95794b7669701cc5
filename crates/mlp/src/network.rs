//! The multilayer perceptron: its architecture, and its parameters in one flat vector.
//!
//! Source: the notes, "Introducing nonlinearity": `h_1` = f(`W_1` x + `b_1`), ..., z = `W_N`
//! `h_(N-1)` + `b_N`. A batch is a row-major matrix here, so the equations read h = f(x W + b).

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::activation::{Activation, MaxoutForm};
use crate::checked;
use crate::cost::Cost;
use crate::layer::Layer;
use crate::output::Output;
use kernels::{Number, Real};

/// What a network is made of, without its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Architecture {
    /// The width of every layer, the input included: `[2, 4, 1]` has two layers.
    #[serde(deserialize_with = "checked::counts")]
    pub sizes: Vec<usize>,
    /// f of the hidden layers.
    pub activation: Activation,
    /// The output unit.
    pub output: Output,
    /// What is minimised.
    pub cost: Cost,
}

/// Why an architecture cannot be built.
#[derive(Debug, Error, PartialEq)]
pub enum ArchitectureError {
    /// Fewer than an input and an output layer.
    #[error("sizes = {0:?}: a network needs an input and an output, as in [2, 1]")]
    TooShort(Vec<usize>),
    /// A layer without units.
    #[error("sizes = {0:?}: layer {1} has width 0; every layer needs at least one unit")]
    ZeroWidth(Vec<usize>, usize),
    /// A likelihood without a probability.
    #[error("{cost:?} is undefined on {output:?} outputs; use {}", outputs_for(*cost))]
    CostOnOutput {
        /// The cost asked for.
        cost: Cost,
        /// The output unit it was asked for on.
        output: Output,
    },
    /// A width that is not a multiple of the maxout group size.
    #[error("sizes = {sizes:?}: width {width} does not divide into maxout groups of {pieces}")]
    UnevenGroups {
        /// All widths.
        sizes: Vec<usize>,
        /// The width in question.
        width: usize,
        /// The size of a group.
        pieces: usize,
    },
    /// The number of activations is not the number of hidden layers.
    #[error("sizes = {0:?}: {1} activations; give one for each hidden layer")]
    Activations(Vec<usize>, usize),
    /// Too many parameters: more than [`MOST_PARAMETERS`].
    #[error("sizes = {0:?}: more than {MOST_PARAMETERS} parameters; use narrower layers")]
    TooLarge(Vec<usize>),
    /// A constant that is too large for the numbers of the network, or bounds in the wrong order.
    #[error("{0:?}: give finite constants, and a lower bound that is not above the upper one")]
    Constant(Activation),
    /// A maxout without pieces.
    #[error("maxout with 0 pieces; use 2 or more")]
    NoPieces,
}

/// With more parameters than this (1 GiB in single precision), a width is assumed to be a mistake.
pub const MOST_PARAMETERS: usize = 1 << 28;

fn outputs_for(cost: Cost) -> String {
    let outputs = Output::ALL.into_iter().filter(|&output| cost.accepts(output));
    outputs.map(|output| format!("{output:?}")).collect::<Vec<_>>().join(" or ")
}

impl Architecture {
    /// A classifier of these widths: ReLU, softmax, categorical cross-entropy.
    pub fn classifier(sizes: &[usize]) -> Self {
        Self {
            sizes: sizes.to_vec(),
            activation: Activation::Relu { at_zero: 0.0 },
            output: Output::Softmax,
            cost: Cost::CategoricalCrossEntropy,
        }
    }

    /// A regression of these widths: tanh, linear outputs, the mean squared error.
    pub fn regression(sizes: &[usize]) -> Self {
        Self {
            sizes: sizes.to_vec(),
            activation: Activation::Tanh {},
            output: Output::Linear,
            cost: Cost::MeanSquaredError,
        }
    }

    /// An upper bound on the number of weights and biases, counting every layer as if it had the
    /// pieces of a maxout; none if it overflows.
    pub fn parameters(&self) -> Option<usize> {
        let pieces = match self.activation {
            Activation::Maxout { pieces, .. } => pieces,
            _ => 1,
        };
        let product =
            |pair: &[usize]| pair[0].checked_add(1)?.checked_mul(pair[1])?.checked_mul(pieces);
        self.sizes.windows(2).map(product).try_fold(0_usize, |sum, n| sum.checked_add(n?))
    }

    /// Checks that the parts fit together.
    ///
    /// # Errors
    /// Names the first part that does not, and the remedy.
    pub fn check(&self) -> Result<(), ArchitectureError> {
        if self.sizes.len() < 2 {
            return Err(ArchitectureError::TooShort(self.sizes.clone()));
        }
        if let Some(layer) = self.sizes.iter().position(|&width| width == 0) {
            return Err(ArchitectureError::ZeroWidth(self.sizes.clone(), layer));
        }
        let sizes = self.sizes.iter().any(|&width| width > MOST_PARAMETERS);
        if sizes || self.parameters().is_none_or(|count| count > MOST_PARAMETERS) {
            return Err(ArchitectureError::TooLarge(self.sizes.clone()));
        }
        if !self.cost.accepts(self.output) {
            return Err(ArchitectureError::CostOnOutput { cost: self.cost, output: self.output });
        }
        if let Activation::Maxout { pieces, form } = self.activation {
            if pieces == 0 {
                return Err(ArchitectureError::NoPieces);
            }
            let hidden = &self.sizes[1..self.sizes.len() - 1];
            let uneven = hidden.iter().find(|&&width| width % pieces != 0);
            if let (MaxoutForm::Grouped, Some(&width)) = (form, uneven) {
                return Err(ArchitectureError::UnevenGroups {
                    sizes: self.sizes.clone(),
                    width,
                    pieces,
                });
            }
        }
        Ok(())
    }
}

/// How many parameters these layers have.
pub(crate) fn count(layers: &[Layer]) -> usize {
    layers.last().map_or(0, |layer| layer.slopes.end)
}

/// A network: an architecture and its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Network<T> {
    /// What it is made of.
    pub architecture: Architecture,
    /// Shapes and places, layer by layer.
    pub layers: Vec<Layer>,
    /// W, b and slopes of each layer, one layer after the other.
    pub parameters: Vec<T>,
}

impl<T: Real> Network<T> {
    /// A network with all parameters 0.
    ///
    /// # Errors
    /// If the parts of the architecture do not fit together.
    pub fn new(architecture: Architecture) -> Result<Self, ArchitectureError> {
        let hidden = architecture.sizes.len().saturating_sub(2);
        let activations = vec![architecture.activation; hidden];
        Self::with_activations(architecture, &activations)
    }

    /// The same with one activation for each hidden layer, replacing the architecture's.
    ///
    /// # Errors
    /// If the parts do not fit together.
    pub fn with_activations(
        architecture: Architecture,
        activations: &[Activation],
    ) -> Result<Self, ArchitectureError> {
        let layers = Self::laid_out(&architecture, activations)?;
        let parameters = vec![T::zero(); count(&layers)];
        Ok(Self { architecture, layers, parameters })
    }

    /// The layers of such a network, for whose parameters there is no room yet.
    pub(crate) fn laid_out(
        architecture: &Architecture,
        activations: &[Activation],
    ) -> Result<Vec<Layer>, ArchitectureError> {
        architecture.check()?;
        if activations.len() != architecture.sizes.len() - 2 {
            let sizes = architecture.sizes.clone();
            return Err(ArchitectureError::Activations(sizes, activations.len()));
        }
        for &activation in activations.iter().chain([&architecture.activation]) {
            Architecture { activation, ..architecture.clone() }.check()?;
            if !activation.fits::<T>() {
                return Err(ArchitectureError::Constant(activation));
            }
        }
        let mut layers: Vec<Layer> = Vec::new();
        for (i, pair) in architecture.sizes.windows(2).enumerate() {
            // The logits are left as they are: the output unit acts on them.
            let activation = activations.get(i).copied().unwrap_or(Activation::Identity {});
            let start = layers.last().map_or(0, |layer| layer.slopes.end);
            layers.push(Layer::new(pair[0], pair[1], activation, start));
        }
        Ok(layers)
    }

    /// How many inputs.
    pub fn inputs(&self) -> usize {
        self.layers[0].fan_in
    }

    /// How many outputs.
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].units
    }

    /// How many values of z and h a pass over one example stores.
    pub(crate) fn stored(&self) -> usize {
        self.layers.iter().map(|layer| layer.columns + layer.kept()).sum()
    }

    /// The network of lane k.
    pub fn lane(&self, k: usize) -> Network<T::Scalar> {
        Network {
            architecture: self.architecture.clone(),
            layers: self.layers.clone(),
            parameters: self.parameters.iter().map(|x| T::Scalar::splat(x.lane(k))).collect(),
        }
    }
}
