//! A statement together with what came of it.

use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::answer::Answer;
use crate::comparisons::StatementError;
use crate::statement::Statement;

/// A statement that claims to be true; whether it is, is found when it is first asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Theorem {
    statement: Statement,
    answer: OnceLock<Answer>,
}

impl Theorem {
    /// What is stated.
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// What came of it.
    pub fn answer(&self) -> &Answer {
        self.answer.get_or_init(|| self.statement.settle())
    }

    /// How it was settled, in a word or two.
    pub fn method(&self) -> String {
        self.statement.method(self.answer())
    }

    /// How many products, cases and boxes the certificate has.
    pub fn size(&self) -> usize {
        self.statement.size(self.answer())
    }

    /// The certificate, so that another program can check it.
    pub fn certificate(&self) -> String {
        self.statement.certificate(self.answer())
    }

    /// The proof in `LaTeX`, a line each; nothing if it would be too long to read.
    pub fn explained(&self) -> Vec<String> {
        self.statement.explained(self.answer())
    }
}

/// By what is stated.
impl PartialEq for Theorem {
    fn eq(&self, other: &Self) -> bool {
        self.statement == other.statement
    }
}

impl fmt::Display for Theorem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.statement.fmt(f)
    }
}

impl TryFrom<String> for Theorem {
    type Error = StatementError;

    fn try_from(text: String) -> Result<Self, StatementError> {
        Ok(Self { statement: Statement::try_from(text)?, answer: OnceLock::new() })
    }
}
