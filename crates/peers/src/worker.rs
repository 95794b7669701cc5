//! Processes that train: each system in one of its own, asked in turn for a round of timing.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Before each round: threads that wait for more work, spinning, are asleep by then.
const PAUSE: Duration = Duration::from_millis(300);
/// Losses that differ by more, relatively, mark a row: single and double precision.
const AGREEMENT: [f64; 2] = [1e-4, 1e-10];

/// A process that trains one system on one workload.
pub struct Worker {
    /// What is timed.
    pub system: &'static str,
    process: Child,
    ask: ChildStdin,
    answers: BufReader<std::process::ChildStdout>,
    said: Value,
    rates: Vec<f64>,
}

impl Worker {
    fn start(
        system: &'static str,
        workload: &str,
        threads: usize,
        folder: &Path,
        python: &Path,
    ) -> Result<Self> {
        let cores = if threads == 1 { "0".to_owned() } else { format!("0-{}", threads - 1) };
        let mut command = Command::new("taskset");
        command.args(["-c", &cores]);
        if ["mlp", "candle", "burn", "fann", "gemm"].contains(&system) {
            command.arg(std::env::current_exe()?).arg("worker");
        } else {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/worker.py");
            command.arg(python).arg(script);
        }
        let mut process = command
            .args([system, workload, &threads.to_string()])
            .arg(folder)
            .env("RAYON_NUM_THREADS", threads.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("taskset (of util-linux) does not start")?;
        let ask = process.stdin.take().context("a pipe")?;
        let mut answers = BufReader::new(process.stdout.take().context("a pipe")?);
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let said = serde_json::from_str(&line)
            .with_context(|| format!("{system} fails on {workload}: run its worker by hand"))?;
        Ok(Self { system, process, ask, answers, said, rates: Vec::new() })
    }

    fn round(&mut self, seconds: f64) -> Result<()> {
        thread::sleep(PAUSE);
        writeln!(self.ask, "{seconds}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        self.rates
            .push(line.trim().parse().with_context(|| format!("{} says nothing", self.system))?);
        Ok(())
    }

    /// Of all rounds so far.
    pub fn median(&self) -> f64 {
        let mut rates = self.rates.clone();
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    }

    /// The system's.
    pub fn version(&self) -> &str {
        self.said["version"].as_str().unwrap_or("unknown")
    }

    fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.said[key].as_array().map(|all| all.iter().filter_map(Value::as_f64).collect())
    }

    /// What is to be known of a row that does not agree with ours, or is otherwise special.
    pub fn mark(&self, ours: &Worker) -> Result<String> {
        let mut marks = Vec::new();
        if let Some(count) = self.said["replicates"].as_u64() {
            marks.push(format!("{count} replicates"));
        }
        let reference = self.numbers("reference");
        if reference.is_some() {
            marks.push("squared error".to_owned());
        }
        let wanted = reference.or_else(|| ours.numbers("losses")).context("losses")?;
        let found = self.numbers("losses").context("losses")?;
        let pairs = [
            (Some(wanted), Some(found)),
            (ours.numbers("losses_in_double"), self.numbers("losses_in_double")),
        ];
        for ((wanted, found), tolerance) in pairs.into_iter().zip(AGREEMENT) {
            let (Some(wanted), Some(found)) = (wanted, found) else { continue };
            let difference = wanted
                .iter()
                .zip(&found)
                .map(|(wanted, found)| ((found - wanted) / wanted).abs())
                .fold(0.0, |worst, x| if x < worst { worst } else { x });
            if difference > tolerance || difference.is_nan() || wanted.len() > found.len() {
                marks.push(format!("loss differs by {difference:.1e}"));
            }
        }
        Ok(marks.join("; "))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where the workloads' files are.
pub fn folder() -> Result<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/workloads");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A process for each system that can do the workload, ours first.
pub fn start(
    systems: &[&'static str],
    workload: &str,
    threads: usize,
    folder: &Path,
    python: &Path,
) -> Result<Vec<Worker>> {
    let mut workers = Vec::new();
    for &system in systems {
        match Worker::start(system, workload, threads, folder, python) {
            Ok(worker) => workers.push(worker),
            Err(error) => eprintln!("left out: {error:#}"),
        }
    }
    ensure!(workers.first().is_some_and(|worker| worker.system == "mlp"), "ours fails");
    Ok(workers)
}

/// Asks each in turn for a round of so many seconds, so many times over.
pub fn ask(workers: &mut [Worker], (rounds, seconds): (usize, f64)) -> Result<()> {
    for _ in 0..rounds {
        for worker in &mut *workers {
            worker.round(seconds)?;
        }
    }
    Ok(())
}
