//! Networks on disk, in the safetensors format, with the shapes that PyTorch uses.
//!
//! A layer's weight is `[columns, fan_in]`, the transpose of ours, as in `torch.nn.Linear`, its bias
//! `[columns]`, PReLU's slopes `[1]` or `[columns]`. Columns of a pointwise maxout go piece by piece.
//! [`Names`] lists the two naming schemes; files in either can be read. The architecture is stored
//! in the file's metadata as JSON. Half, bfloat16 and double-precision tensors can be read, doubles
//! being rounded to the nearest single; tensors are written in the network's own precision.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kernels::Real;
use safetensors::tensor::{SafeTensors, TensorView};
use thiserror::Error;

use crate::activation::Activation;
use crate::header;
use crate::network::{self, Architecture, ArchitectureError, Network};
use crate::tensor::{Stored, singles, transpose};

/// The metadata key of the architecture.
const ARCHITECTURE: &str = "architecture";
/// The metadata key of the activation of each hidden layer.
const ACTIVATIONS: &str = "activations";

/// Why a network could not be saved or loaded.
#[derive(Debug, Error)]
pub enum WeightsError {
    /// The file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// Not a safetensors file, or a damaged one.
    #[error("{}: not a whole safetensors file: {source}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// The error of the format's reader.
        source: safetensors::SafeTensorError,
    },
    /// A tensor that does not fit the architecture.
    #[error("{}: tensor {name} is {found}, wanted numbers {wanted:?}", path.display())]
    Tensor {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// What was found.
        found: String,
        /// The shape that the architecture requires.
        wanted: Vec<usize>,
    },
    /// Two tensors of one name.
    #[error("{}: two tensors are called {name}; of which one are the numbers?", path.display())]
    Twice {
        /// The file.
        path: PathBuf,
        /// Their name.
        name: String,
    },
    /// A tensor that the architecture has no place for.
    #[error("{}: tensor {name} has no place in this architecture", path.display())]
    Extra {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
    },
    /// No architecture in the file's metadata, or one that cannot be read.
    #[error("{}: no architecture in its metadata ({problem}); give it to `load`", path.display())]
    Metadata {
        /// The file.
        path: PathBuf,
        /// What is missing or wrong.
        problem: String,
    },
    /// An architecture that cannot be built.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
}

/// What tensors are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// `layers.0.weight`, `layers.0.bias`, `layers.0.slope`, `layers.1.weight`, ...
    #[default]
    Layers,
    /// As in a `torch.nn.Sequential` of linear layers and activations in turn: `0.weight`, `0.bias`,
    /// `1.weight` for the slopes of a PReLU, `2.weight`, ...
    Sequential,
}

/// One tensor: its name, its shape in PyTorch and where its numbers are stored.
struct Place {
    name: String,
    shape: Vec<usize>,
    range: std::ops::Range<usize>,
}

fn places<T: Real>(network: &Network<T>, names: Names) -> Vec<Place> {
    let mut places = Vec::new();
    for (i, layer) in network.layers.iter().enumerate() {
        let mut place = |name: &str, shape, range| {
            let name = match (names, name) {
                (Names::Layers, name) => format!("layers.{i}.{name}"),
                (Names::Sequential, "slope") => format!("{}.weight", 2 * i + 1),
                (Names::Sequential, name) => format!("{}.{name}", 2 * i),
            };
            places.push(Place { name, shape, range });
        };
        place("weight", vec![layer.columns, layer.fan_in], layer.weights.clone());
        place("bias", vec![layer.columns], layer.biases.clone());
        if !layer.slopes.is_empty() {
            place("slope", vec![layer.slopes.len()], layer.slopes.clone());
        }
    }
    places
}

impl<T: Stored> Network<T> {
    /// Writes the parameters and the architecture to `path`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&self, path: &Path, names: Names) -> Result<(), WeightsError> {
        let format = |source| WeightsError::Format { path: path.to_owned(), source };
        let metadata = |problem: serde_json::Error| WeightsError::Metadata {
            path: path.to_owned(),
            problem: problem.to_string(),
        };
        let tensors: Vec<(String, Vec<usize>, Vec<u8>)> = places(self, names)
            .into_iter()
            .map(|place| {
                let ours = &self.parameters[place.range];
                let mut theirs = ours.to_vec();
                if let [rows, _] = place.shape[..] {
                    transpose(ours, rows, &mut theirs);
                }
                let bytes = theirs.into_iter().flat_map(T::bytes).collect();
                (place.name, place.shape, bytes)
            })
            .collect();
        let mut views = BTreeMap::new();
        for (name, shape, bytes) in &tensors {
            let view = TensorView::new(T::DTYPE, shape.clone(), bytes).map_err(format)?;
            views.insert(name, view);
        }
        let hidden = &self.layers[..self.layers.len() - 1];
        let activations: Vec<Activation> = hidden.iter().map(|layer| layer.activation).collect();
        let architecture = serde_json::to_string(&self.architecture).map_err(metadata)?;
        let activations = serde_json::to_string(&activations).map_err(metadata)?;
        let said = [(ARCHITECTURE.to_owned(), architecture), (ACTIVATIONS.to_owned(), activations)];
        let bytes = safetensors::serialize(views, Some(said.into())).map_err(format)?;
        std::fs::write(path, bytes)
            .map_err(|source| WeightsError::Io { path: path.to_owned(), source })
    }
}

impl Network<f32> {
    /// Reads a network whose architecture is in the metadata of `path`.
    ///
    /// # Errors
    /// If the file cannot be read, is damaged, or lacks an architecture that fits its tensors.
    pub fn open(path: &Path) -> Result<Self, WeightsError> {
        Self::decode(&read(path)?, path)
    }

    /// A network whose architecture is in the metadata of the bytes of a file, which `path` names in errors.
    ///
    /// # Errors
    /// If they are damaged, or lack an architecture that fits their tensors.
    pub fn decode(bytes: &[u8], path: &Path) -> Result<Self, WeightsError> {
        let (_, header) = SafeTensors::read_metadata(bytes)
            .map_err(|source| WeightsError::Format { path: path.to_owned(), source })?;
        let error = |problem: String| WeightsError::Metadata { path: path.to_owned(), problem };
        let said = |key: &str| {
            let all = header.metadata().as_ref();
            let text = all.and_then(|all| all.get(key));
            text.cloned().ok_or_else(|| error(format!("`{key}` is missing")))
        };
        let wrong = |key: &str, problem: serde_json::Error| error(format!("`{key}`: {problem}"));
        let architecture: Architecture = serde_json::from_str(&said(ARCHITECTURE)?)
            .map_err(|problem| wrong(ARCHITECTURE, problem))?;
        let activations: Vec<Activation> = serde_json::from_str(&said(ACTIVATIONS)?)
            .map_err(|problem| wrong(ACTIVATIONS, problem))?;
        // A parameter takes two bytes or more. No room is made for what is not there.
        let layers = Self::laid_out(&architecture, &activations)?;
        if 2 * network::count(&layers) > bytes.len() {
            let sizes = &architecture.sizes;
            return Err(error(format!("`{ARCHITECTURE}`: {sizes:?} is more than the file holds")));
        }
        Self::with_activations(architecture, &activations)?.filled(bytes, path)
    }

    /// Reads a network of this architecture from `path`.
    ///
    /// # Errors
    /// If the file cannot be read, is damaged, or its tensors are not those of the architecture.
    pub fn load(path: &Path, architecture: Architecture) -> Result<Self, WeightsError> {
        Self::from_bytes(&read(path)?, path, architecture)
    }

    /// A network of this architecture from the bytes of a file, which `path` names in errors.
    ///
    /// # Errors
    /// If they are damaged, or their tensors are not those of the architecture.
    pub fn from_bytes(
        bytes: &[u8],
        path: &Path,
        architecture: Architecture,
    ) -> Result<Self, WeightsError> {
        Self::new(architecture)?.filled(bytes, path)
    }

    /// The same network with the numbers of a file.
    fn filled(mut self, bytes: &[u8], path: &Path) -> Result<Self, WeightsError> {
        let tensors = SafeTensors::deserialize(bytes)
            .map_err(|source| WeightsError::Format { path: path.to_owned(), source })?;
        if let Some(name) = header::repeated(bytes) {
            return Err(WeightsError::Twice { path: path.to_owned(), name });
        }
        let is_sequential = tensors.tensor("0.weight").is_ok();
        let names = if is_sequential { Names::Sequential } else { Names::Layers };
        let places = places(&self, names);
        let extra = |name: &&str| !places.iter().any(|place| place.name == **name);
        if let Some(name) = tensors.names().into_iter().find(extra) {
            return Err(WeightsError::Extra { path: path.to_owned(), name: name.to_owned() });
        }
        for Place { name, shape, range } in places {
            let tensor = tensors.tensor(&name).ok();
            let numbers = tensor
                .as_ref()
                .filter(|tensor| tensor.shape() == shape)
                .and_then(|tensor| singles(tensor.dtype(), tensor.data()));
            let Some(theirs) = numbers else {
                let found = tensor
                    .map_or("missing".to_owned(), |t| format!("{:?} {:?}", t.dtype(), t.shape()));
                let path = path.to_owned();
                return Err(WeightsError::Tensor { path, name, found, wanted: shape });
            };
            let ours = &mut self.parameters[range];
            if let [_, columns] = shape[..] {
                transpose(&theirs, columns, ours);
            } else {
                ours.copy_from_slice(&theirs);
            }
        }
        Ok(self)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, WeightsError> {
    std::fs::read(path).map_err(|source| WeightsError::Io { path: path.to_owned(), source })
}
