//! A table: named columns of texts, whole numbers or floats, any of them with gaps.

use std::collections::BTreeSet;

use thiserror::Error;

/// Columns of one length, each with a name of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
}

/// A name and a value, or a gap, for each row.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What its values are.
    pub name: String,
    /// One for each row.
    pub values: Values,
}

/// The values of a column, of one type.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Words.
    Texts(Vec<Option<String>>),
    /// Whole numbers.
    Integers(Vec<Option<i64>>),
    /// Numbers in double precision.
    Floats(Vec<Option<f64>>),
}

/// Columns that do not form a table.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TableError {
    /// One is longer or shorter than the first.
    #[error("column `{name}` has {found} rows, `{first}` has {wanted}")]
    Length {
        /// The column.
        name: String,
        /// Its length.
        found: usize,
        /// The first column.
        first: String,
        /// Its length.
        wanted: usize,
    },
    /// Two have the same name.
    #[error("two columns are called `{0}`; give the metric or factor of that name another one")]
    Name(String),
}

impl Values {
    /// How many, gaps included.
    pub fn len(&self) -> usize {
        match self {
            Self::Texts(values) => values.len(),
            Self::Integers(values) => values.len(),
            Self::Floats(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A type whose values can form a column.
pub trait Cell: Sized {
    /// A column of such values.
    fn column(values: impl Iterator<Item = Self>) -> Values;
}

macro_rules! cells {
    ($($type:ty => $values:ident($value:ident, $as:expr)),* $(,)?) => {$(
        impl Cell for $type {
            fn column(values: impl Iterator<Item = Self>) -> Values {
                Values::$values(values.map(|$value| Some($as)).collect())
            }
        }
        impl Cell for Option<$type> {
            fn column(values: impl Iterator<Item = Self>) -> Values {
                Values::$values(values.map(|value| value.map(|$value| $as)).collect())
            }
        }
    )*};
}

cells! {
    String => Texts(text, text),
    &str => Texts(text, text.to_owned()),
    bool => Texts(truth, truth.to_string()),
    i64 => Integers(number, number),
    u64 => Integers(number, number as i64),
    usize => Integers(number, number as i64),
    f64 => Floats(number, number),
}

/// A column: `of` each of `rows`.
pub fn column<R, C: Cell>(name: &str, rows: &[R], of: impl Fn(&R) -> C) -> Column {
    Column { name: name.to_owned(), values: C::column(rows.iter().map(of)) }
}

/// A table of these columns.
///
/// # Errors
/// If they differ in length, or two have the same name.
pub fn frame(columns: Vec<Column>) -> Result<Table, TableError> {
    let mut names = BTreeSet::new();
    for column in &columns {
        let (found, wanted) = (column.values.len(), columns[0].values.len());
        let (name, first) = (column.name.clone(), columns[0].name.clone());
        if found != wanted {
            return Err(TableError::Length { name, found, first, wanted });
        }
        if !names.insert(&column.name) {
            return Err(TableError::Name(name));
        }
    }
    Ok(Table { columns })
}

impl Table {
    /// The columns, from left to right.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows.
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// blake3 of names, types and values: the same for tables with the same values, however they
    /// are formatted.
    ///
    /// Each column is the length of its name, its name, a letter for its type and the number of
    /// its rows; then, for each row, 0 for a gap, or 1 and the value: a text as its length and its
    /// bytes, a number as its bits. Lengths and numbers are in 8 bytes, the lowest first. Every
    /// NaN is one; 0 and -0 are two numbers.
    pub fn hash(&self) -> blake3::Hash {
        let mut bytes = Vec::new();
        for Column { name, values } in &self.columns {
            push_text(&mut bytes, name);
            match values {
                Values::Texts(values) => push_all(&mut bytes, b't', values, |bytes, text| {
                    push_text(bytes, text);
                }),
                Values::Integers(values) => push_all(&mut bytes, b'i', values, |bytes, number| {
                    bytes.extend(number.to_le_bytes());
                }),
                Values::Floats(values) => push_all(&mut bytes, b'f', values, |bytes, number| {
                    let one_nan = if number.is_nan() { f64::NAN } else { *number };
                    bytes.extend(one_nan.to_bits().to_le_bytes());
                }),
            }
        }
        blake3::hash(&bytes)
    }
}

/// Appends a type, the number of rows, and each row: a gap, or what `push` writes for its value.
fn push_all<T>(
    bytes: &mut Vec<u8>,
    letter: u8,
    values: &[Option<T>],
    push: impl Fn(&mut Vec<u8>, &T),
) {
    bytes.push(letter);
    bytes.extend((values.len() as u64).to_le_bytes());
    for value in values {
        bytes.push(u8::from(value.is_some()));
        if let Some(value) = value {
            push(bytes, value);
        }
    }
}

/// Length first, so that different lists of texts never give the same bytes.
fn push_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}
