//! Formulas: `LaTeX` to `MathML`.

use std::fmt;

use maud::{Markup, PreEscaped};
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// A formula that cannot be read.
#[derive(Debug)]
pub struct FormulaError {
    formula: String,
    message: String,
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "formula `{}`: {}", self.formula, self.message)
    }
}

impl std::error::Error for FormulaError {}

/// A line of LaTeX, displayed.
///
/// # Errors
/// If it is not `LaTeX` that `MathML` can say.
pub(super) fn displayed(latex: &str) -> Result<Markup, FormulaError> {
    let error = |message: String| FormulaError { formula: latex.to_owned(), message };
    let storage = Storage::new();
    // What cannot be read would be shown as an error in the page: it is one here.
    let events: Vec<_> = Parser::new(latex, &storage)
        .collect::<Result<_, _>>()
        .map_err(|source| error(source.to_string()))?;
    let block = RenderConfig { display_mode: DisplayMode::Block, ..RenderConfig::default() };
    let mut mathml = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut mathml, events, block).map_err(|source| error(source.to_string()))?;
    // A bare < is no markup, though browsers forgive it.
    Ok(PreEscaped(mathml.replace("<<", "&lt;<")))
}
