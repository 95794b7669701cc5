//! How time and memory of a run grow with its seeds, its width and its depth, measured on whole
//! commands; and what a run of a million trials costs that was stopped in the middle.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use report::{Axis, Chart, Mark, Panel};

use crate::charts::write;
use crate::programs;
use crate::table::Table;

const TABLE: &str = "results/performance/growth.csv";
const COLUMNS: &str = "what,level,trials,seconds,peak_mib";
/// How often the memory of a run is looked at.
const GLANCE: Duration = Duration::from_millis(20);
/// Each of its levels is a run: the smallest network, one arm, one width, one rate.
const SEEDS: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// Units in each of two hidden layers, on the digits.
const WIDTHS: [u64; 5] = [32, 64, 128, 256, 512];
/// Hidden layers + 1, of 64 units, on the digits.
const DEPTHS: [u64; 5] = [2, 4, 8, 16, 32];

/// Measures, writes the table and draws it. The experiments must have been built.
pub(crate) fn measure() -> Result<()> {
    let folder = programs::target()?.join("growth");
    let mut rows = Vec::new();
    for seeds in SEEDS {
        rows.push(row("seeds", seeds, &run(&xor(seeds), &folder, None)?));
    }
    let most = SEEDS[SEEDS.len() - 1];
    let whole: f64 = rows[rows.len() - 1][3].parse()?;
    let stopped = run(&xor(most), &folder, Some(Duration::from_secs_f64(whole / 2.0)))?;
    rows.push(row("seeds, stopped in the middle", most, &stopped));
    for width in WIDTHS {
        rows.push(row("width", width, &run(&digits(width, 3), &folder, None)?));
    }
    for depth in DEPTHS {
        rows.push(row("depth", depth, &run(&digits(64, depth), &folder, None)?));
    }
    Table { columns: COLUMNS, rows }.write(Path::new(TABLE))?;
    draw()
}

/// What a run took: trials, seconds, the most memory in MiB.
struct Taken {
    trials: u64,
    seconds: f64,
    peak: f64,
}

/// A row of the table, printed as well.
fn row(what: &str, level: u64, taken: &Taken) -> Vec<String> {
    let Taken { trials, seconds, peak } = taken;
    println!("{what} {level}: {trials} trials, {seconds:.2} s, {peak:.0} MiB");
    let level = level.to_string();
    vec![what.to_owned(), level, trials.to_string(), format!("{seconds:.3}"), format!("{peak:.1}")]
}

/// An experiment's binary and its arguments.
type Run = (&'static str, Vec<String>);

/// XOR by two units of `relu`, so many seeds, at one learning rate.
fn xor(seeds: u64) -> Run {
    let only = format!("{{ arms = [\"relu\"], at = {{ width = [2] }}, confirm_seeds = {seeds} }}");
    let set = [
        "trials.pilot_seeds=1".to_owned(),
        "tuning.learning_rates=[0.1]".to_owned(),
        format!("trials.more=[{only}, {{ confirm_seeds = 0 }}]"),
    ];
    ("xor_relu", set.to_vec())
}

/// Sixteen ReLU networks of this width and depth on the digits, five epochs each.
fn digits(width: u64, depth: u64) -> Run {
    let only = "{ arms = [\"relu_to_the_end\"], confirm_seeds = 16 }";
    let set = [
        format!("settings.width={width}"),
        format!("factors.depth=[{depth}]"),
        "settings.tasks.digits.epochs=5".to_owned(),
        "trials.data_sets=[\"digits\"]".to_owned(),
        "trials.pilot_seeds=1".to_owned(),
        "tuning.learning_rates=[0.1]".to_owned(),
        format!("trials.more=[{only}, {{ confirm_seeds = 0 }}]"),
    ];
    ("activation_race", set.to_vec())
}

/// Runs it, on one thread and in a folder of its own; after `stop`, if given, it is interrupted and
/// given again.
fn run((name, set): &Run, folder: &Path, stop: Option<Duration>) -> Result<Taken> {
    let _ = fs::remove_dir_all(folder);
    let program = programs::target()?.join("debug").join(name);
    ensure!(program.is_file(), "{} is missing: cargo build", program.display());
    let command = || {
        let mut command = Command::new(&program);
        command.args(["--threads", "1", "--json", "--out"]).arg(folder);
        for setting in set {
            command.args(["--set", setting]);
        }
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let started = Instant::now();
    let mut peak = 0.0;
    if let Some(after) = stop {
        let mut child = command().spawn().context("it does not start")?;
        peak = watch(&mut child, Some(after))?.1;
    }
    let mut child = command().spawn().context("it does not start")?;
    let (succeeded, later) = watch(&mut child, None)?;
    let seconds = started.elapsed().as_secs_f64();
    ensure!(succeeded, "{name} failed: {}", set.join(" "));
    let trials = trials(&folder.join(name))?;
    Ok(Taken { trials, seconds, peak: if later > peak { later } else { peak } })
}

/// Waits for a program, or interrupts it; whether it succeeded, and its peak memory in MiB.
fn watch(child: &mut Child, stop: Option<Duration>) -> Result<(bool, f64)> {
    let (started, mut peak) = (Instant::now(), 0.0);
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut is_told = false;
    loop {
        if let Some(ended) = child.try_wait()? {
            return Ok((ended.success(), peak));
        }
        // The kernel keeps the maximum, so that a glance now and then is enough.
        let text = fs::read_to_string(&status).unwrap_or_default();
        let kib = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: Option<f64> = kib.and_then(|kib| kib.trim_end_matches("kB").trim().parse().ok());
        peak = kib.map_or(peak, |kib| kib / 1024.0);
        if !is_told && stop.is_some_and(|stop| started.elapsed() >= stop) {
            programs::output(Command::new("kill").args(["-TERM", &child.id().to_string()]))?;
            is_told = true;
        }
        thread::sleep(GLANCE);
    }
}

/// How many trials a finished run has, from its table or its summary.
fn trials(folder: &Path) -> Result<u64> {
    let lines = |name: &str| fs::read_to_string(folder.join(name)).map(|text| text.lines().count());
    if let Ok(lines) = lines("trials.csv") {
        return Ok(lines as u64 - 1);
    }
    let summary = report::table::read(&folder.join("summary.csv"))?;
    let n = report::table::column_of(&summary, "n")?;
    let n = n.first().copied().flatten().context("an empty summary")?;
    Ok(n.parse()?)
}

/// The levels of a series and what a column has for each, as logarithms.
fn points(rows: &[Vec<String>], what: &str, column: usize) -> Result<Vec<(f64, f64)>> {
    let rows = rows.iter().filter(|row| row[0] == what);
    rows.map(|row| Ok((libm::log10(row[1].parse()?), libm::log10(row[column].parse()?)))).collect()
}

/// Seconds against seeds, width and depth, and memory against seeds.
pub(crate) fn draw() -> Result<()> {
    let Table { rows, .. } = Table::read(Path::new(TABLE), COLUMNS)?;
    let series = [("seeds", "seeds"), ("width", "units in a layer"), ("depth", "layers")];
    let panels = series.map(|(what, label)| Ok(panel(label, "seconds", &points(&rows, what, 3)?)));
    write(&Chart {
        name: "growth_seconds".to_owned(),
        title: "How long a run takes, by its size".to_owned(),
        caption: "One thread. Seeds: XOR by two units. Units and layers: sixteen networks on the \
                  digits, five epochs each. On the dashed line twice as much takes twice as long."
            .to_owned(),
        panels: panels.into_iter().collect::<Result<_>>()?,
    })?;
    write(&Chart {
        name: "growth_memory".to_owned(),
        title: "How much memory a run takes, by its seeds".to_owned(),
        caption:
            "The most at any time: some 30 MiB, and half a KiB a trial. On the dashed line twice \
                  as many seeds take twice as much."
                .to_owned(),
        panels: vec![panel("seeds", "MiB at most", &points(&rows, "seeds", 4)?)],
    })
}

/// A line through points, and a dashed one through the last of them on which both axes grow alike.
fn panel(label: &str, unit: &str, points: &[(f64, f64)]) -> Panel {
    let (first, last) = (points[0], points[points.len() - 1]);
    let proportional = vec![(first.0, last.1 - (last.0 - first.0)), last];
    let low = if proportional[0].1 < first.1 { proportional[0].1 } else { first.1 };
    let none = String::new;
    Panel {
        title: String::new(),
        x: Axis::powers_of_ten(label, first.0.floor(), last.0.ceil()),
        y: Axis::powers_of_ten(unit, low.floor(), last.1.ceil()),
        marks: vec![
            Mark::Dashes { series: 1, points: proportional, label: none() },
            Mark::Line { series: 0, points: points.to_vec(), label: none() },
        ],
    }
}
