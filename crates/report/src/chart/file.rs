//! Charts in a file, to be drawn again at another size: `charts.json`.

use figures::Chart;

/// Charts as a file keeps them; [`rounded`](Chart::rounded) ones, since what is not finite could
/// not be read back.
///
/// # Errors
/// If they cannot be written as JSON.
pub fn json(charts: &[Chart]) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_vec(charts)?;
    text.push(b'\n');
    Ok(text)
}

/// What [`json`] wrote.
///
/// # Errors
/// If it is not that.
pub fn read(json: &[u8]) -> Result<Vec<Chart>, serde_json::Error> {
    serde_json::from_slice(json)
}
