//! The most that an experiment may be asked for: far beyond what a claim needs, and within what a
//! machine's memory holds.

use anyhow::{bail, ensure};
use claims::{Formula, spelling};
use mlp::Architecture;

/// Inputs and units of a network, all layers together.
const MOST_UNITS: usize = 1 << 14;
/// Weights and biases of a network.
const MOST_PARAMETERS: usize = 1 << 24;
/// Steps and epochs, each of which may be recorded.
pub(crate) const MOST_STEPS: usize = 10_000_000;
/// Points of a grid, examples, cases, draws.
pub(crate) const MOST_POINTS: usize = 1 << 20;
/// The widest matrix of exact fractions, whose digits grow with every product.
pub(crate) const MOST_EXACT: usize = 64;

/// Refuses a number beyond `most`.
///
/// # Errors
/// Names it and the remedy.
pub(crate) fn at_most(name: &str, count: usize, most: usize) -> anyhow::Result<()> {
    ensure!(count <= most, "{name} = {count}: give {most} or less");
    Ok(())
}

/// Refuses a formula with a variable that has no value: it would be NaN, which decides nothing and
/// says so to nobody.
///
/// # Errors
/// Names the variable, the one that may be meant, and those that there are.
pub(crate) fn variables(formula: &Formula, known: &[&str]) -> anyhow::Result<()> {
    let Some(other) = formula.variables().into_iter().find(|name| !known.contains(name)) else {
        return Ok(());
    };
    let same = known.iter().find(|name| name.eq_ignore_ascii_case(other));
    let meant = match same {
        Some(name) => Some((*name).to_owned()),
        None => spelling::nearest(other, known.iter().copied()),
    };
    match meant {
        Some(name) => bail!("{formula}: `{other}` is unknown; did you mean `{name}`?"),
        None => bail!("{formula}: `{other}` is unknown; there is {}", known.join(", ")),
    }
}

/// Refuses an interval that has no inside, or no end.
///
/// # Errors
/// Names it and the remedy.
pub(crate) fn interval(name: &str, [low, high]: [f64; 2]) -> anyhow::Result<()> {
    ensure!(
        low <= high && (high - low).is_finite(),
        "{name} = [{low}, {high}] is no interval: give two finite numbers, the lower one first"
    );
    Ok(())
}

/// Refuses a network that cannot be built, or is larger than any that is meant.
///
/// # Errors
/// Says what does not fit and the remedy.
pub(crate) fn network(architecture: &Architecture) -> anyhow::Result<()> {
    architecture.check()?;
    let sizes = &architecture.sizes;
    let units = sizes.iter().fold(0, |units: usize, &width| units.saturating_add(width));
    let parameters = architecture.parameters().unwrap_or(usize::MAX);
    ensure!(
        units <= MOST_UNITS && parameters <= MOST_PARAMETERS,
        "sizes = {sizes:?}: more than {MOST_UNITS} units or {MOST_PARAMETERS} parameters; use \
         narrower layers"
    );
    Ok(())
}
