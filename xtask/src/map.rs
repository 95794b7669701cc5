//! The map of widths, batches and depths, drawn: how far ahead of other libraries, how near to what
//! the machine can do.

use std::path::Path;

use anyhow::{Context, Result};
use report::{Axis, Chart, Mark, Panel};

use crate::charts::write;
use crate::table::Table;

const TABLE: &str = "results/performance/map.csv";
const COLUMNS: &str = "net,batch,number,threads,system,version,rate,ratio,bound,share,mark";
/// From each of these ratios on, a cell is a shade darker: the first are behind.
const SHADES: [f64; 4] = [0.98, 1.5, 3.0, 10.0];

/// A cell of one map.
struct Cell {
    hidden: usize,
    width: usize,
    batch: usize,
    /// Ours over the fastest of theirs.
    ratio: f64,
    /// Of what the machine can do.
    share: f64,
}

/// Two charts for each precision and number of threads.
pub(crate) fn draw() -> Result<()> {
    let Table { rows, .. } = Table::read(Path::new(TABLE), COLUMNS)?;
    for (number, precision) in [("f32", "single"), ("f64", "double")] {
        for (threads, many) in [("1", "one thread"), ("2", "two threads")] {
            let chosen = rows.iter().filter(|row| row[2] == number && row[3] == threads);
            let cells = cells(chosen)?;
            if cells.is_empty() {
                continue;
            }
            let name = |what: &str| {
                format!(
                    "map_{what}_{number}_{threads}_thread{}",
                    if threads == "1" { "" } else { "s" }
                )
            };
            let mut depths: Vec<usize> = cells.iter().map(|cell| cell.hidden).collect();
            depths.dedup();
            let panels = |of: &dyn Fn(&Cell) -> (f64, String)| {
                depths.iter().map(|&hidden| panel(hidden, &cells, of)).collect()
            };
            write(&Chart {
                name: name("ratio"),
                title: format!("Times as fast as JAX and PyTorch: {precision} precision, {many}"),
                caption:
                    "Training steps a second, ours over the faster of the two: above 1 we are \
                          faster. The palest shade is below 0.98."
                        .to_owned(),
                panels: panels(&|cell| {
                    let above = SHADES.iter().filter(|&&shade| cell.ratio >= shade).count();
                    let digits = if cell.ratio < 10.0 { 2 } else { 0 };
                    let shade = above as f64 / SHADES.len() as f64;
                    (shade, format!("{:.digits$}", cell.ratio))
                }),
            })?;
            write(&Chart {
                name: name("share"),
                title: format!("Share of what the machine can do: {precision} precision, {many}"),
                caption:
                    "What binds is multiply-adds at their peak, or the weights read twice and \
                          changed once, whichever takes longer; both were measured in the same run."
                        .to_owned(),
                panels: panels(&|cell| (cell.share.clamp(0.0, 1.0), format!("{:.2}", cell.share))),
            })?;
        }
    }
    Ok(())
}

/// The cells in the order of the table.
fn cells<'a>(rows: impl Iterator<Item = &'a Vec<String>>) -> Result<Vec<Cell>> {
    let mut cells: Vec<Cell> = Vec::new();
    for row in rows {
        let sizes: Vec<usize> =
            row[0].split('-').map(str::parse).collect::<Result<_, _>>().context("net")?;
        let (hidden, width, batch) = (sizes.len() - 2, sizes[0], row[1].parse()?);
        let (ratio, share): (f64, f64) = (row[7].parse()?, row[9].parse()?);
        if row[4] == "mlp" {
            cells.push(Cell { hidden, width, batch, ratio: f64::INFINITY, share });
        } else if let Some(cell) = cells.last_mut().filter(|cell| ratio < cell.ratio) {
            cell.ratio = ratio;
        }
    }
    Ok(cells)
}

/// The cells of one depth: what `of` gives for each, a shade and a text.
fn panel(hidden: usize, cells: &[Cell], of: &dyn Fn(&Cell) -> (f64, String)) -> Panel {
    let cells: Vec<&Cell> = cells.iter().filter(|cell| cell.hidden == hidden).collect();
    let distinct = |value: fn(&Cell) -> usize| {
        let mut values: Vec<usize> = cells.iter().map(|cell| value(cell)).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    let (widths, batches) = (distinct(|cell| cell.width), distinct(|cell| cell.batch));
    let place = |values: &[usize], value| values.partition_point(|&v| v < value) as f64;
    let marks = cells.iter().map(|cell| {
        let (shade, text) = of(cell);
        (place(&widths, cell.width), place(&batches, cell.batch), shade, text)
    });
    Panel {
        title: format!("{hidden} hidden layer{}", if hidden == 1 { "" } else { "s" }),
        x: Axis::names("units in a layer", widths.iter().map(usize::to_string)),
        y: Axis::names("batch", batches.iter().map(usize::to_string)),
        marks: vec![Mark::heat(marks.collect())],
    }
}
