//! The record of timings under `results/performance`: kept, compared and drawn.
//!
//! `performance record CRITERION HISTORY DATE COMMIT HOST RUSTC` takes the figures that criterion
//! left in its folder, says how they compare with the last run of the same host, appends them to
//! the history and draws it. `performance peers PEERS` draws the comparison with other libraries.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use report::chart::{Axis, Chart, Layout, Mark, Panel};
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const HEADER: &str = "date,commit,host,rustc,bench,median,low,high,unit";
/// So many of the last runs are drawn.
const DRAWN: usize = 6;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["record", criterion, history, run @ ..] if run.len() == 4 => {
            record(Path::new(criterion), Path::new(history), run)
        }
        ["peers", table] => draw_peers(Path::new(table)),
        _ => {
            Err("performance record CRITERION HISTORY DATE COMMIT HOST RUSTC, or peers TABLE"
                .into())
        }
    }
}

/// One line of the history: seconds of one call, their median with its 95 % interval.
struct Row {
    run: [String; 4],
    bench: String,
    seconds: [f64; 3],
}

impl Row {
    fn parse(line: &str) -> Result<Self> {
        let fields: Vec<&str> = line.split(',').collect();
        let [date, commit, host, rustc, bench, median, low, high, _] = fields[..] else {
            return Err(format!("{line:?} has not the columns {HEADER}").into());
        };
        Ok(Self {
            run: [date, commit, host, rustc].map(str::to_owned),
            bench: bench.to_owned(),
            seconds: [median.parse()?, low.parse()?, high.parse()?],
        })
    }

    fn line(&self) -> String {
        let [date, commit, host, rustc] = &self.run;
        let [median, low, high] = self.seconds;
        let bench = &self.bench;
        format!("{date},{commit},{host},{rustc},{bench},{median:.4e},{low:.4e},{high:.4e},s")
    }
}

fn record(criterion: &Path, history: &Path, run: &[&str]) -> Result<()> {
    let mut rows: Vec<Row> = match fs::read_to_string(history) {
        Ok(text) => text.lines().skip(1).map(Row::parse).collect::<Result<_>>()?,
        Err(_) => Vec::new(),
    };
    let field = |i: usize| run[i].replace(',', " ");
    let run = [field(0), field(1), field(2), field(3)];
    let mut new = Vec::new();
    for folder in benches(criterion)? {
        let read = |name| -> Result<Value> {
            Ok(serde_json::from_str(&fs::read_to_string(folder.join(name))?)?)
        };
        let (bench, estimates) = (read("benchmark.json")?, read("estimates.json")?);
        let median = &estimates["median"];
        let seconds = |value: &Value| value.as_f64().map(|nanoseconds| nanoseconds * 1e-9);
        let interval = &median["confidence_interval"];
        let (Some(name), Some(middle), Some(low), Some(high)) = (
            bench["full_id"].as_str(),
            seconds(&median["point_estimate"]),
            seconds(&interval["lower_bound"]),
            seconds(&interval["upper_bound"]),
        ) else {
            return Err(format!("{} is not what criterion writes", folder.display()).into());
        };
        let seconds = [middle, low, high];
        new.push(Row { run: run.clone(), bench: name.to_owned(), seconds });
    }
    new.sort_by(|a, b| a.bench.cmp(&b.bench));
    println!("{:44} {:>10} {:>8}  interval", "bench", "median", "ratio");
    for row in &new {
        let same_host = |old: &&Row| old.bench == row.bench && old.run[2] == row.run[2];
        let ([median, low, high], name) = (row.seconds, &row.bench);
        print!("{name:44} {:>10}", readable(median));
        match rows.iter().rev().find(same_host) {
            None => println!("    first run on this host"),
            Some(old) => {
                let [old_median, old_low, old_high] = old.seconds;
                let (least, most) = (low / old_high, high / old_low);
                let word = if least > 1.0 {
                    "  slower"
                } else if most < 1.0 {
                    "  faster"
                } else {
                    ""
                };
                println!(" {:8.3}  {least:.3} to {most:.3}{word}", median / old_median);
            }
        }
    }
    rows.extend(new);
    let lines: Vec<String> = rows.iter().map(Row::line).collect();
    fs::create_dir_all(folder_of(history))?;
    fs::write(history, format!("{HEADER}\n{}\n", lines.join("\n")))?;
    draw_history(&rows, &run[2], folder_of(history))?;
    draw_activation_cost(&rows, &run[2], folder_of(history))
}

/// What the last run on this host says each activation costs: an element of it, and a training
/// step with it over one with ReLU.
fn draw_activation_cost(rows: &[Row], host: &str, folder: &Path) -> Result<()> {
    const ELEMENTS: f64 = 65536.0;
    let last = |bench: String| {
        let here = |row: &&Row| row.run[2] == host && row.bench == bench;
        rows.iter().rev().find(here).map(|row| row.seconds)
    };
    let names = ["relu", "leaky_relu", "elu", "softplus", "tanh", "sigmoid"];
    let Some([relu, ..]) = last("activation_step/relu".to_owned()) else { return Ok(()) };
    let panel = |title: &str, name: &str, from: f64, of: &dyn Fn(&str) -> Option<[f64; 3]>| {
        let mut marks = Vec::new();
        let mut most = from;
        for (y, name) in names.iter().rev().enumerate() {
            let Some([median, low, high]) = of(name) else { continue };
            most = if high > most { high } else { most };
            marks.extend(Mark::spread(0, y as f64, [low, median, high]));
        }
        let names = names.iter().rev().map(|name| name.replace('_', " "));
        let x = Axis::linear(name, from, from + 1.08 * (most - from));
        Panel { title: title.to_owned(), x, y: Axis::names("", names), marks }
    };
    let element =
        |name: &str| last(format!("function/{name}")).map(|s| s.map(|s| s / ELEMENTS * 1e9));
    let step = |name: &str| last(format!("activation_step/{name}")).map(|s| s.map(|s| s / relu));
    write(
        folder,
        &Chart {
            name: "activation_cost".to_owned(),
            title: "What an activation costs: an element alone, and a whole training step"
                .to_owned(),
            caption: format!(
                "{host}. Left: nanoseconds an element, over 64 Ki of them. Right: the time of a step of \
                 the 64-128-10 digits network over that with ReLU. Discs: medians; lines: 95 % \
                 intervals."
            ),
            panels: vec![
                panel("an element", "ns", 0.0, &element),
                panel("a step, over one with ReLU", "ratio", 0.9, &step),
            ],
        },
    )
}

fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new("."))
}

/// The folders of criterion's last figures.
fn benches(criterion: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![criterion.to_owned()];
    while let Some(folder) = open.pop() {
        if folder.file_name().is_some_and(|name| name == "new") {
            found.push(folder);
            continue;
        }
        for entry in
            fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?
        {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    Ok(found)
}

fn readable(seconds: f64) -> String {
    let units = [(1.0, "s"), (1e-3, "ms"), (1e-6, "us")];
    let unit = units.into_iter().find(|&(unit, _)| seconds >= unit);
    let (unit, name) = unit.unwrap_or((1e-9, "ns"));
    format!("{:.1} {name}", seconds / unit)
}

/// A chart for each family of benches: the time of each of the last runs of this host as a share of
/// the first of them.
fn draw_history(rows: &[Row], host: &str, folder: &Path) -> Result<()> {
    let here: Vec<&Row> = rows.iter().filter(|row| row.run[2] == host).collect();
    let mut runs: Vec<&[String; 4]> = here.iter().map(|row| &row.run).collect();
    runs.dedup();
    let runs = &runs[runs.len().saturating_sub(DRAWN)..];
    let families: [(&str, &[&str]); 4] = [
        ("product", &["product"]),
        ("function", &["function"]),
        ("training", &["step", "sweep", "activation_step"]),
        ("setup", &["setup"]),
    ];
    for (family, prefixes) in families {
        let mut benches: Vec<&str> = here.iter().map(|row| row.bench.as_str()).collect();
        benches.retain(|bench| prefixes.iter().any(|prefix| bench.starts_with(prefix)));
        benches.sort_unstable();
        benches.dedup();
        benches.reverse();
        let at = |run: &[String; 4], bench: &str| {
            here.iter().find(|row| row.run == *run && row.bench == bench).map(|row| row.seconds[0])
        };
        let mut cells: Vec<(f64, f64, f64, String)> = Vec::new();
        for (y, bench) in benches.iter().enumerate() {
            let first = runs.iter().find_map(|run| at(run, bench));
            for (x, run) in runs.iter().enumerate() {
                let (Some(seconds), Some(first)) = (at(run, bench), first) else { continue };
                let ratio = seconds / first;
                // From half the time to twice the time.
                let share = (ratio.clamp(0.5, 2.0) - 0.5) / 1.5;
                let shown_first = !cells.iter().any(|&(_, row, ..)| row == y as f64);
                let text = if shown_first { readable(seconds) } else { format!("{ratio:.2}") };
                cells.push((x as f64, y as f64, share, text));
            }
        }
        let names = |bench: &&str| {
            let name = bench.strip_prefix(family).unwrap_or(bench);
            name.trim_start_matches(['_', '/']).replace('/', " ")
        };
        write(
            folder,
            &Chart {
                name: format!("history_{family}"),
                title: format!("Time of a call, run by run: {family}"),
                caption: format!("{host}. First the median; then its ratio to the first."),
                panels: vec![Panel {
                    title: String::new(),
                    x: Axis::names("commit", runs.iter().map(|run| run[1].as_str())),
                    y: Axis::names("", benches.iter().map(names)),
                    marks: vec![Mark::Heat { cells }],
                }],
            },
        )?;
    }
    Ok(())
}

/// A chart for each number of threads: our rate over theirs, system by workload.
fn draw_peers(table: &Path) -> Result<()> {
    let text = fs::read_to_string(table)?;
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    if rows.iter().any(|row| row.len() < 7) {
        return Err(format!("{} has not the columns of a comparison", table.display()).into());
    }
    let distinct = |column: usize| {
        let mut names: Vec<&str> = Vec::new();
        for row in &rows {
            if !names.contains(&row[column]) {
                names.push(row[column]);
            }
        }
        names
    };
    let workloads = distinct(0);
    let mut systems = distinct(2);
    systems.retain(|system| *system != "mlp");
    systems.reverse();
    for threads in ["1", "2"] {
        let mut cells = Vec::new();
        for row in rows.iter().filter(|row| row[1] == threads) {
            let Some(y) = systems.iter().position(|system| *system == row[2]) else { continue };
            let x = workloads.iter().position(|workload| *workload == row[0]).unwrap_or(0);
            let ratio: f64 = row[6].parse()?;
            // Shades by whether we are slower, up to twice, ten times or more than that as fast.
            let share = [0.5, 1.0, 2.0, 10.0].iter().filter(|&&step| ratio >= step).count();
            let text = if ratio < 10.0 { format!("{ratio:.2}") } else { format!("{ratio:.0}") };
            cells.push((x as f64, y as f64, share as f64 / 4.0, text));
        }
        let name = format!("peers_{threads}_thread{}", if threads == "1" { "" } else { "s" });
        let many = if threads == "1" { "one thread" } else { "two threads" };
        write(
            folder_of(table),
            &Chart {
                name,
                title: format!("Training steps a second: ours over theirs, {many}"),
                caption: "Medians of seven interleaved rounds; above 1 we are faster.".to_owned(),
                panels: vec![Panel {
                    title: String::new(),
                    x: Axis::names("workload", workloads.iter().map(short)),
                    y: Axis::names("library", systems.iter().map(|name| name.replace('_', " "))),
                    marks: vec![Mark::Heat { cells }],
                }],
            },
        )?;
    }
    Ok(())
}

/// `xor_sweep_tanh` as "tanh sweep": six names have to fit below a chart.
fn short(workload: &&str) -> String {
    match workload.strip_prefix("xor_sweep_") {
        Some(activation) => format!("{activation} sweep"),
        None => workload.replace('_', " "),
    }
}

fn write(folder: &Path, chart: &Chart) -> Result<()> {
    let svg = report::chart::svg(chart, Layout::FILE).map_err(|error| format!("{error:?}"))?;
    Ok(fs::write(folder.join(&chart.name).with_extension("svg"), svg)?)
}
