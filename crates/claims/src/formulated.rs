//! Activations that claim.toml gives by a formula: `activation.formula = "x*sigmoid(x)"`.
//!
//! The text becomes the steps that `mlp` computes, with the slope by the rules of differentiation.

use mlp::formula::{Step, Steps};
use proofs::{Formula, Operation};
use toml::{Table, Value};

use crate::error::ConfigurationError;

/// What a formula may speak of.
const VARIABLE: &str = "x";

/// The activation of this formula in x.
///
/// # Errors
/// If it is no formula in x alone, or has no slope.
pub fn activation(text: &str) -> Result<mlp::Activation, String> {
    let steps = steps(text)?;
    mlp::formula::Formula::try_from(steps).map(mlp::Activation::Formula)
}

fn steps(text: &str) -> Result<Steps, String> {
    let formula: Formula = text.parse().map_err(|error: proofs::FormulaError| error.to_string())?;
    if let Some(other) = formula.variables().into_iter().find(|name| *name != VARIABLE) {
        return Err(format!("`{text}`: `{other}` has no value; an activation is a formula in x"));
    }
    let slope = formula.slope(VARIABLE);
    let slope = slope.ok_or_else(|| format!("`{text}`: no rule gives its slope"))?;
    Ok(Steps { text: text.to_owned(), value: translated(&formula), slope: translated(&slope) })
}

/// The steps of a formula, as `mlp` has them.
fn translated(formula: &Formula) -> Vec<Step> {
    let step = |step| match step {
        proofs::Step::Number(x) => Step::Number(x),
        proofs::Step::Variable(_) => Step::Z,
        proofs::Step::Power(n) => Step::Power(n),
        proofs::Step::Operation(operation) => match operation {
            Operation::Add => Step::Add,
            Operation::Subtract => Step::Subtract,
            Operation::Multiply => Step::Multiply,
            Operation::Divide => Step::Divide,
            Operation::Negate => Step::Negate,
            Operation::Exp => Step::Exp,
            Operation::Ln => Step::Ln,
            Operation::Ln1p => Step::Ln1p,
            Operation::Sqrt => Step::Sqrt,
            Operation::Sin => Step::Sin,
            Operation::Cos => Step::Cos,
            Operation::Erf => Step::Erf,
            Operation::Abs => Step::Abs,
            Operation::Max => Step::Max,
            Operation::Min => Step::Min,
            Operation::Sigmoid => Step::Sigmoid,
            Operation::Tanh => Step::Tanh,
            Operation::Relu => Step::Relu,
            Operation::Softplus => Step::Softplus,
            Operation::Where => Step::Where,
            Operation::Pi | Operation::Power | Operation::Derivative => {
                unreachable!("a number, a step of its own, and nothing that is computed")
            }
        },
    };
    formula.steps().into_iter().map(step).collect()
}

/// Puts steps in the place of the text of every activation that is given by a formula; whether there was
/// one.
///
/// # Errors
/// If one is no formula in x, with its place.
pub(crate) fn replace(table: &mut Table, origin: &str) -> Result<bool, ConfigurationError> {
    let mut has_any = false;
    for (key, value) in table.iter_mut() {
        if let Some(text) = text_of(key, value) {
            let error = |message| ConfigurationError::Text {
                origin: origin.to_owned(),
                message: format!("{key}.formula = {message}"),
                suggestion: None,
            };
            let steps = Value::try_from(steps(text).map_err(error)?);
            let steps = steps.map_err(|problem| error(problem.to_string()))?;
            *value = Value::Table(Table::from_iter([("formula".to_owned(), steps)]));
            has_any = true;
        } else if let Value::Table(inner) = value {
            has_any |= replace(inner, origin)?;
        }
    }
    Ok(has_any)
}

/// Puts the text in the place of the steps of every activation that was given by a formula; whether there
/// was one.
pub(crate) fn restore(table: &mut Table) -> bool {
    let mut has_any = false;
    for (key, value) in table.iter_mut() {
        let Value::Table(inner) = value else { continue };
        let steps = inner.get("formula").and_then(Value::as_table).filter(|_| key == "activation");
        if let Some(text) = steps.and_then(|steps| steps.get("text")).cloned() {
            inner.insert("formula".to_owned(), text);
            has_any = true;
        } else {
            has_any |= restore(inner);
        }
    }
    has_any
}

/// The formula, if this is an activation that is given by one.
fn text_of<'a>(key: &str, value: &'a Value) -> Option<&'a str> {
    let table = value.as_table().filter(|_| key == "activation")?;
    table.get("formula")?.as_str()
}
