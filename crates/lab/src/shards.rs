//! Parts of a run: `--shard k/n` keeps the trials of one, `merge` joins them.
//!
//! A part is a folder `<experiment>/part-k-of-n`: part.toml says which run it is a part of,
//! claim.toml is the configuration with every overlay applied, `trials` is the journal.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use experiment::Configured;
use serde::{Deserialize, Serialize};

use crate::command_line::Options;
use crate::failure::{Attempt, Failure};
use crate::files::{self, Output};
use crate::shard::Shard;

/// part.toml.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    experiment: String,
    /// The hash of what decides the trials.
    trials_configuration: String,
    /// The hash of the code.
    code: String,
    part: u32,
    of: u32,
}

/// The parts of an experiment, joined.
pub(crate) struct Joined {
    pub(crate) experiment: String,
    /// The claim.toml of all of them.
    pub(crate) claim: String,
    /// Their journals.
    pub(crate) journals: Vec<Vec<u8>>,
}

/// The folder of a part.
pub(crate) fn path(experiment: &str, shard: Shard, folder: &Path) -> PathBuf {
    folder.join(experiment).join(format!("part-{}-of-{}", shard.part, shard.of))
}

/// Writes part.toml and claim.toml into the folder of a part, or checks an existing part.toml.
///
/// # Errors
/// If the folder holds a part of another run.
pub(crate) fn prepare(
    configured: &Configured,
    code_version: &str,
    shard: Shard,
    path: &Path,
    options: &Options,
) -> Result<(), Failure> {
    let stands = path.join("part.toml");
    if options.fresh && stands.exists() {
        let cannot = || format!("cannot remove {}", files::shown(&stands));
        fs::remove_file(&stands).with_context(cannot).input_output()?;
    }
    let manifest = Manifest {
        experiment: configured.name.to_owned(),
        trials_configuration: configured.configuration.trials_hash.clone(),
        code: code_version.to_owned(),
        part: shard.part,
        of: shard.of,
    };
    if stands.is_file() {
        if read(path).input_output()? != manifest {
            return Err(Failure::Usage(anyhow!(
                "{} is a part of another configuration or version of the code; take another \
                 --out, or --fresh to start over",
                files::shown(path)
            )));
        }
    } else {
        let toml = toml::to_string(&manifest).usage()?;
        let file = |name: &str, text: &str| Output {
            path: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let claim = file("claim.toml", &configured.configuration.text);
        files::write(path, &[claim, file("part.toml", &toml)])?;
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Manifest> {
    let file = path.join("part.toml");
    let context = || format!("cannot read {}", files::shown(&file));
    let text = fs::read_to_string(&file).with_context(context)?;
    toml::from_str(&text).with_context(context)
}

/// The parts in some folders, experiment by experiment.
///
/// # Errors
/// If a part is missing or occurs twice, or the parts do not belong to one run of this program.
pub(crate) fn join(
    folders: &[PathBuf],
    code_version: impl Fn(&str) -> &'static str,
) -> Result<Vec<Joined>, Failure> {
    let mut parts: Vec<(PathBuf, Manifest)> = Vec::new();
    for folder in folders {
        for experiment in files::folders(folder)? {
            for path in files::folders(&experiment)? {
                if path.join("part.toml").is_file() {
                    let manifest = read(&path).input_output()?;
                    parts.push((path, manifest));
                }
            }
        }
    }
    parts.sort_by(|(_, a), (_, b)| (&a.experiment, a.part).cmp(&(&b.experiment, b.part)));
    if parts.is_empty() {
        return Err(Failure::Usage(anyhow!("no part of any experiment in the folders given")));
    }
    parts
        .chunk_by(|(_, a), (_, b)| a.experiment == b.experiment)
        .map(|of_one| {
            check(of_one, code_version(&of_one[0].1.experiment)).usage()?;
            read_all(of_one).input_output()
        })
        .collect()
}

/// Checks that the parts of one experiment make one whole.
fn check(parts: &[(PathBuf, Manifest)], code_version: &str) -> anyhow::Result<()> {
    /// How many missing parts are named.
    const SHOWN: usize = 100;
    let (first_path, first) = &parts[0];
    let experiment = &first.experiment;
    for (path, part) in parts {
        let shown = files::shown(path);
        if part.code != code_version {
            bail!("{shown}: computed by another version of the code than this program");
        }
        if part.trials_configuration != first.trials_configuration {
            bail!("{shown}: another configuration than {}", files::shown(first_path));
        }
        if part.of != first.of {
            bail!(
                "{shown}: one of {} parts, {} of {}",
                part.of,
                files::shown(first_path),
                first.of
            );
        }
    }
    if let Some([(a, part), (b, _)]) = parts.array_windows().find(|[a, b]| a.1.part == b.1.part) {
        let (a, b) = (files::shown(a), files::shown(b));
        bail!("part {}/{} of {experiment} stands in {a} and in {b}", part.part, part.of);
    }
    let is_there = |k: &u32| parts.iter().any(|(_, part)| part.part == *k);
    let mut missing = (1..=first.of).filter(|k| !is_there(k)).map(|k| format!("{k}/{}", first.of));
    let shown: Vec<String> = missing.by_ref().take(SHOWN).collect();
    if !shown.is_empty() {
        let more = if missing.next().is_some() { ", ..." } else { "" };
        bail!("{experiment}: parts are missing: {}{more}", shown.join(", "));
    }
    Ok(())
}

/// The configuration and the journals of parts that belong together.
fn read_all(parts: &[(PathBuf, Manifest)]) -> anyhow::Result<Joined> {
    let cannot = |path: &Path| format!("cannot read {}", files::shown(path));
    let claim = parts[0].0.join("claim.toml");
    let trials = parts.iter().map(|(path, _)| {
        let trials = path.join("trials");
        fs::read(&trials).with_context(|| cannot(&trials))
    });
    Ok(Joined {
        experiment: parts[0].1.experiment.clone(),
        claim: fs::read_to_string(&claim).with_context(|| cannot(&claim))?,
        journals: trials.collect::<anyhow::Result<_>>()?,
    })
}
