//! What every system does in a process of its own: train, say what came out, be timed.

use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use mlp::Data;
use serde_json::json;

use crate::workload::Workload;

/// A trained system, ready to be timed.
pub struct Peer<'a> {
    /// Of the library.
    pub version: String,
    /// After the checked steps, one a replicate.
    pub losses: Vec<f64>,
    /// What they should be, where the cost is not that of the workload.
    pub reference: Option<Vec<f64>>,
    /// The same in double precision, where the library has it.
    pub losses_in_double: Option<Vec<f64>>,
    /// Steps that one call of `work` takes, over all networks.
    pub steps: usize,
    /// Trains on.
    pub work: Box<dyn FnMut() -> Result<()> + 'a>,
}

impl Peer<'_> {
    /// Says what came out, then answers every line, a number of seconds, with steps a second over
    /// that time.
    pub fn serve(mut self) -> Result<()> {
        let mut out = std::io::stdout().lock();
        let said = json!({
            "version": self.version,
            "losses": self.losses,
            "reference": self.reference,
            "losses_in_double": self.losses_in_double,
        });
        writeln!(out, "{said}")?;
        out.flush()?;
        for line in std::io::stdin().lock().lines() {
            let seconds: f64 = line?.trim().parse().context("a number of seconds")?;
            let (start, mut done) = (Instant::now(), 0);
            while start.elapsed().as_secs_f64() < seconds {
                (self.work)()?;
                done += self.steps;
            }
            writeln!(out, "{}", done as f64 / start.elapsed().as_secs_f64())?;
            out.flush()?;
        }
        Ok(())
    }
}

/// The weights `[units, fan_in]` and biases of each layer, and the batch, as a library reads them.
pub struct Given {
    /// Shape and numbers of W and b.
    pub layers: Vec<([usize; 2], Vec<f32>, Vec<f32>)>,
    /// The batch.
    pub data: Data<f32>,
}

impl Given {
    /// From the workload's file.
    pub fn read(workload: &Workload, folder: &Path) -> Result<Self> {
        let path = workload.path(folder);
        let bytes =
            std::fs::read(&path).with_context(|| format!("{} is missing", path.display()))?;
        let tensors = safetensors::SafeTensors::deserialize(&bytes)?;
        let numbers = |name: String| -> Result<Vec<f32>> {
            let bytes = tensors.tensor(&name)?;
            let (chunks, _) = bytes.data().as_chunks();
            Ok(chunks.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
        };
        let layers = workload.sizes.windows(2).enumerate().map(|(i, pair)| {
            let weights = numbers(format!("layers.{i}.weight"))?;
            Ok(([pair[1], pair[0]], weights, numbers(format!("layers.{i}.bias"))?))
        });
        Ok(Self { layers: layers.collect::<Result<_>>()?, data: workload.data()? })
    }
}
