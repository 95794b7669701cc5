//! Overrides of claim.toml from the command line: quick numbers, seeds, single values.
use toml::{Table, Value};

use crate::error::ConfigurationError;
use crate::setting;

/// What is laid over claim.toml.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Take the values of `[quick]`.
    pub quick: bool,
    /// The number of confirmation seeds in every cell.
    pub seeds: Option<usize>,
    /// `key=value`, the key dotted.
    pub set: Vec<String>,
    /// The hash of data of one's own that stand in the place of the digits.
    pub own_data: Option<String>,
}

impl Overlay {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        !self.quick && self.seeds.is_none() && self.set.is_empty() && self.own_data.is_none()
    }

    /// Applies it to a claim.toml: first the quick numbers, then the seeds, then single values.
    ///
    /// # Errors
    /// If a setting is not `key=value`, or leads through something other than a table.
    pub(crate) fn apply(&self, table: &mut Table) -> Result<(), ConfigurationError> {
        let quick = table.remove("quick");
        if let (true, Some(Value::Table(quick))) = (self.quick, quick) {
            lay(table, &quick);
        }
        if let Some(seeds) = self.seeds {
            set_seeds(table, i64::try_from(seeds).unwrap_or(i64::MAX));
        }
        if let Some(hash) = &self.own_data
            && let Some(trials) = trials(table)
        {
            trials.insert("own_data".to_owned(), Value::String(hash.clone()));
        }
        self.set.iter().try_for_each(|setting| setting::apply(table, setting))
    }
}

/// `[trials]`, unless something else has its name.
fn trials(table: &mut Table) -> Option<&mut Table> {
    table.entry("trials").or_insert_with(|| Value::Table(Table::new())).as_table_mut()
}

/// Sets the number of confirmation seeds in every cell that has any.
fn set_seeds(table: &mut Table, seeds: i64) {
    let Some(trials) = trials(table) else { return };
    let more = trials.get_mut("more").and_then(Value::as_array_mut);
    for cells in more.into_iter().flatten().filter_map(Value::as_table_mut) {
        if let Some(count) = cells.get_mut("confirm_seeds").filter(|n| n.as_integer() != Some(0)) {
            *count = Value::Integer(seeds);
        }
    }
    trials.insert("confirm_seeds".to_owned(), Value::Integer(seeds));
}

/// Replaces values in `table` by those in `over`; tables are merged.
fn lay(table: &mut Table, over: &Table) {
    for (key, value) in over {
        match (table.get_mut(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay(below, above),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
}
