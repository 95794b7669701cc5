//! A whole experiment by its quick numbers, in memory and on one thread.

use claims::Overlay;
use experiment::{Configured, Run};
use experiments::EXPERIMENTS;
use mlp::Simd;

/// The hashes of its tables, a line each.
///
/// # Errors
/// If there is no such experiment.
pub(crate) fn quick(name: &str) -> Result<String, String> {
    let entry = EXPERIMENTS.iter().find(|entry| entry.name == name);
    let entry = entry.ok_or_else(|| format!("there is no experiment {name}"))?;
    let overlay = Overlay { quick: true, ..Overlay::default() };
    let whole = || -> anyhow::Result<String> {
        let configured = &Configured::of(entry, &overlay)?;
        Ok(Run { configured, simd: Simd::fastest() }.whole()?.table_hashes(name))
    };
    whole().map_err(|error| format!("{error:#}"))
}
