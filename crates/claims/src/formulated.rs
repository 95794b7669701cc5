//! Activations that claim.toml gives by a formula: `activation.formula = "x*sigmoid(x)"`.
//!
//! The text becomes the steps that `mlp` computes, with the slope by the rules of differentiation.

use mlp::formula::{Step, Steps};
use proofs::Formula;
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
    let mut steps: Vec<Step> = Vec::new();
    for step in formula.steps() {
        let step = match step {
            proofs::Step::Number(x) => Step::Number(x),
            proofs::Step::Variable(_) => Step::Z,
            proofs::Step::Operation(name) => operation(name, &mut steps),
        };
        steps.push(step);
    }
    steps
}

/// An operation by its name; a power takes its exponent from the steps before.
fn operation(name: &str, before: &mut Vec<Step>) -> Step {
    match name {
        "+" => Step::Add,
        "-" => Step::Subtract,
        "*" => Step::Multiply,
        "/" => Step::Divide,
        "neg" => Step::Negate,
        "exp" => Step::Exp,
        "ln" => Step::Ln,
        "ln1p" => Step::Ln1p,
        "sqrt" => Step::Sqrt,
        "sin" => Step::Sin,
        "cos" => Step::Cos,
        "erf" => Step::Erf,
        "abs" => Step::Abs,
        "max" => Step::Max,
        "min" => Step::Min,
        "sigmoid" => Step::Sigmoid,
        "tanh" => Step::Tanh,
        "relu" => Step::Relu,
        "softplus" => Step::Softplus,
        "where" => Step::Where,
        "^" => match before.pop() {
            Some(Step::Number(n)) => Step::Power(n as i32),
            other => unreachable!("an exponent is a whole number, not {other:?}"),
        },
        other => unreachable!("no operation {other}"),
    }
}

/// Whether any activation of this table is given by a formula.
pub(crate) fn is_in(table: &Table) -> bool {
    table
        .iter()
        .any(|(key, value)| text_of(key, value).is_some() || value.as_table().is_some_and(is_in))
}

/// Puts steps in the place of the text of every activation that is given by a formula.
///
/// # Errors
/// If one is no formula in x, with its place.
pub(crate) fn replace(table: &mut Table, origin: &str) -> Result<(), ConfigurationError> {
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
        } else if let Value::Table(inner) = value {
            replace(inner, origin)?;
        }
    }
    Ok(())
}

/// The formula, if this is an activation that is given by one.
fn text_of<'a>(key: &str, value: &'a Value) -> Option<&'a str> {
    let table = value.as_table().filter(|_| key == "activation")?;
    table.get("formula")?.as_str()
}
