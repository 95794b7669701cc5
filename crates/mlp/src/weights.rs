//! Networks on disk, in the safetensors format, under the names and shapes that PyTorch uses.
//!
//! `layers.0.weight` is `[columns, fan_in]` (the transpose of ours, as in `torch.nn.Linear`),
//! `layers.0.bias` is `[columns]`, `layers.0.slope` holds PReLU's slopes. Columns of a pointwise
//! maxout go piece by piece.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use thiserror::Error;

use crate::network::{Architecture, ArchitectureError, Network};

/// Why a network could not be saved or loaded.
#[derive(Debug, Error)]
pub enum WeightsError {
    /// The file system said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not a safetensors file, or a damaged one.
    #[error("{}: not a whole safetensors file: {source}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What the format's reader said.
        source: safetensors::SafeTensorError,
    },
    /// A tensor that does not fit the architecture.
    #[error("{}: tensor {name} is {found}, wanted F32 {wanted:?}", path.display())]
    Tensor {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// What stands there.
        found: String,
        /// The shape the architecture asks for.
        wanted: Vec<usize>,
    },
    /// A tensor that the architecture has no place for.
    #[error("{}: tensor {name} has no place in this architecture", path.display())]
    Extra {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
    },
    /// An architecture that cannot be built.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
}

/// One tensor: its name, its shape as PyTorch has it and where its numbers are kept.
struct Place {
    name: String,
    shape: Vec<usize>,
    range: std::ops::Range<usize>,
}

fn places(network: &Network<f32>) -> Vec<Place> {
    let mut places = Vec::new();
    for (i, layer) in network.layers.iter().enumerate() {
        let mut place = |name, shape, range| {
            places.push(Place { name: format!("layers.{i}.{name}"), shape, range });
        };
        place("weight", vec![layer.columns, layer.fan_in], layer.weights.clone());
        place("bias", vec![layer.columns], layer.biases.clone());
        if !layer.slopes.is_empty() {
            place("slope", vec![layer.slopes.len()], layer.slopes.clone());
        }
    }
    places
}

impl Network<f32> {
    /// Writes the parameters to `path`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), WeightsError> {
        let tensors: Vec<(String, Vec<usize>, Vec<u8>)> = places(self)
            .into_iter()
            .map(|place| {
                let ours = &self.parameters[place.range];
                let mut theirs = ours.to_vec();
                if let [rows, _] = place.shape[..] {
                    transpose(ours, rows, &mut theirs);
                }
                let bytes = theirs.iter().flat_map(|x| x.to_le_bytes()).collect();
                (place.name, place.shape, bytes)
            })
            .collect();
        let format = |source| WeightsError::Format { path: path.to_owned(), source };
        let mut views = BTreeMap::new();
        for (name, shape, bytes) in &tensors {
            let view = TensorView::new(Dtype::F32, shape.clone(), bytes).map_err(format)?;
            views.insert(name, view);
        }
        let bytes = safetensors::serialize(views, None).map_err(format)?;
        std::fs::write(path, bytes)
            .map_err(|source| WeightsError::Io { path: path.to_owned(), source })
    }

    /// Reads a network of this architecture from `path`.
    ///
    /// # Errors
    /// If the file cannot be read, is damaged, or its tensors are not those of the architecture.
    pub fn load(path: &Path, architecture: Architecture) -> Result<Self, WeightsError> {
        let bytes = std::fs::read(path)
            .map_err(|source| WeightsError::Io { path: path.to_owned(), source })?;
        Self::from_bytes(&bytes, path, architecture)
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
        let mut network = Self::new(architecture)?;
        let tensors = SafeTensors::deserialize(bytes)
            .map_err(|source| WeightsError::Format { path: path.to_owned(), source })?;
        let places = places(&network);
        let extra = |name: &&str| !places.iter().any(|place| place.name == **name);
        if let Some(name) = tensors.names().into_iter().find(extra) {
            return Err(WeightsError::Extra { path: path.to_owned(), name: name.to_owned() });
        }
        for place in places {
            let found = tensors.tensor(&place.name).ok();
            let fits =
                found.as_ref().is_some_and(|t| t.dtype() == Dtype::F32 && t.shape() == place.shape);
            let Some(tensor) = found.as_ref().filter(|_| fits) else {
                let found = found
                    .map_or("missing".to_owned(), |t| format!("{:?} {:?}", t.dtype(), t.shape()));
                let path = path.to_owned();
                return Err(WeightsError::Tensor {
                    path,
                    name: place.name,
                    found,
                    wanted: place.shape,
                });
            };
            let (words, _) = tensor.data().as_chunks::<4>();
            let theirs: Vec<f32> = words.iter().map(|&word| f32::from_le_bytes(word)).collect();
            let ours = &mut network.parameters[place.range];
            if let [_, columns] = place.shape[..] {
                transpose(&theirs, columns, ours);
            } else {
                ours.copy_from_slice(&theirs);
            }
        }
        Ok(network)
    }
}

/// `to[j][i] = from[i][j]`, where `from` has `columns` columns.
fn transpose<T: Copy>(from: &[T], columns: usize, to: &mut [T]) {
    let rows = from.len() / columns;
    for (i, row) in from.chunks_exact(columns).enumerate() {
        for (j, &value) in row.iter().enumerate() {
            to[j * rows + i] = value;
        }
    }
}
