//! What is wrong with a configuration, where, and what to do.

use thiserror::Error;

/// What is wrong with a configuration, where, and what to do.
#[derive(Debug, Error)]
pub enum ConfigurationError {
    /// The text is not a claim.toml.
    #[error("{origin}: {message}{}", help(suggestion.as_deref()))]
    Text {
        /// The file, and whether an overlay was applied.
        origin: String,
        /// Line, column, the line itself and what is wrong with it.
        message: String,
        /// The nearest name that would have been right.
        suggestion: Option<String>,
    },
    /// A part refers to another that does not exist, or lacks one it needs.
    #[error("{origin}, line {line}, column {column}: {message}{}", help(suggestion.as_deref()))]
    Reference {
        /// The file.
        origin: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// The nearest name that would have been right.
        suggestion: Option<String>,
    },
    /// A claim that cannot be judged, or a list that cannot be run.
    #[error("{origin}: {id}: {message}")]
    Claim {
        /// The file.
        origin: String,
        /// The claim, or the part of the file.
        id: String,
        /// What is wrong, and the remedy.
        message: String,
    },
    /// A `--set` that is not `key=value`, or whose key leads through something other than a table.
    #[error("--set {setting}: {message}")]
    Setting {
        /// As given.
        setting: String,
        /// What is wrong, and the remedy.
        message: String,
    },
}

impl ConfigurationError {
    /// What is wrong, without the place in a text that nobody has seen.
    pub(crate) fn core(&self) -> String {
        match self {
            // The last line, after the quoted one.
            Self::Text { message, .. } => message.lines().last().unwrap_or_default().to_owned(),
            Self::Reference { message, .. } | Self::Setting { message, .. } => message.clone(),
            Self::Claim { id, message, .. } => format!("{id}: {message}"),
        }
    }

    /// The nearest name that would have been right.
    pub(crate) fn suggestion(&self) -> Option<&str> {
        match self {
            Self::Text { suggestion, .. } | Self::Reference { suggestion, .. } => {
                suggestion.as_deref()
            }
            Self::Claim { .. } | Self::Setting { .. } => None,
        }
    }
}

pub(crate) fn help(suggestion: Option<&str>) -> String {
    suggestion.map_or(String::new(), |name| format!("\n  help: did you mean `{name}`?"))
}
