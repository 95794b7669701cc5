//! Other programs: where cargo builds them, what they print.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Cargo's target folder: the parent of the profile's folder in which this program lies.
pub(crate) fn target() -> Result<PathBuf> {
    let program = env::current_exe().context("the path of this program is not known")?;
    Ok(program.ancestors().nth(2).context("this program lies in no target folder")?.to_owned())
}

/// What a program prints, if it succeeds.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {command:?}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed, {}\n{said}", output.status);
    String::from_utf8(output.stdout).with_context(|| format!("{command:?} prints no text"))
}
