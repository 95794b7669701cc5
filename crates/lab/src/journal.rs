//! The journal: finished trials on disk, so that a stopped run can resume.
//!
//! It is a text file with one line per trial: a checksum, then the trial's key and the bits of what
//! it recorded. A torn or changed line fails its checksum, and its trial is run again.
//!
//! The line is `checksum phase place rate seed metric=bits ...`: 16 digits of the blake3 of the
//! rest, the cell as [`place`] names it, `-` for no learning rate, bits in hexadecimal. A cell is
//! never identified by its index, since the order of the arms may have changed when the run
//! resumes.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use claims::trial::Group;
use claims::{Cell, Metrics, Phase};

use crate::durable;

/// The most time that a crash of the machine can cost; a crash of the program costs less.
const SYNC_EVERY: Duration = Duration::from_secs(2);

/// Trial: phase, place, bits of the learning rate, seed.
type Key = (Phase, String, Option<u64>, u64);

/// Trials that were finished before, by key.
#[derive(Clone, Debug, Default)]
pub struct Found {
    trials: BTreeMap<Key, Metrics>,
    damaged: usize,
}

/// The finished trials of one run. The file is locked by the process that has it open.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    found: Found,
    file: Mutex<(File, Instant)>,
}

impl Found {
    /// Parses a journal. A line with a metric that is not among `metrics` counts as damaged.
    pub fn read(bytes: &[u8], metrics: &[&'static str]) -> Self {
        let mut found = Self::default();
        for line in bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
            match std::str::from_utf8(line).ok().and_then(|line| parse(line, metrics)) {
                Some((key, metrics)) => {
                    found.trials.insert(key, metrics);
                }
                None => found.damaged += 1,
            }
        }
        found
    }

    /// How many trials.
    pub fn len(&self) -> usize {
        self.trials.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.trials.is_empty()
    }

    /// How many lines were torn or changed.
    pub fn damaged(&self) -> usize {
        self.damaged
    }

    /// Adds another's trials.
    pub fn join(&mut self, other: Self) {
        self.trials.extend(other.trials);
        self.damaged += other.damaged;
    }

    /// What every trial of a group recorded, if all of them were found.
    pub fn group(&self, phase: Phase, cell: &Cell, group: &Group) -> Option<Vec<Metrics>> {
        let (place, rate) = (place(cell), group.learning_rate.map(f64::to_bits));
        let of = |seed| self.trials.get(&(phase, place.clone(), rate, seed)).cloned();
        group.seeds.clone().map(of).collect()
    }
}

impl Journal {
    /// Opens or creates the journal at `path` and reads it. A line with a metric that is not among
    /// `metrics` counts as damaged.
    ///
    /// # Errors
    /// If the file cannot be opened, or another process has it open.
    pub fn open(path: &Path, metrics: &[&'static str]) -> io::Result<Self> {
        let mut file = lock(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        // A torn last line is terminated, so that the next one starts on a line of its own.
        if bytes.last().is_some_and(|&byte| byte != b'\n') {
            file.write_all(b"\n")?;
        }
        Ok(Self::of(path, Found::read(&bytes, metrics), file))
    }

    /// Opens or creates the journal at `path` and discards its contents.
    ///
    /// # Errors
    /// If the file cannot be written to, or another process has it open.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let file = lock(path)?;
        file.set_len(0)?;
        file.sync_all()?;
        Ok(Self::of(path, Found::default(), file))
    }

    fn of(path: &Path, found: Found, file: File) -> Self {
        Self { path: path.to_owned(), found, file: Mutex::new((file, Instant::now())) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it held when it was opened.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Appends the trials of a finished group, except those found earlier.
    ///
    /// # Errors
    /// If the file cannot be written to, or another process has done so; it is then unchanged.
    pub fn append(
        &self,
        phase: Phase,
        cell: &Cell,
        group: &Group,
        metrics: &[Metrics],
    ) -> io::Result<()> {
        let mut lines = String::new();
        let place = place(cell);
        let bits = group.learning_rate.map(f64::to_bits);
        let rate = bits.map_or("-".to_owned(), hex);
        for (seed, metrics) in group.seeds.clone().zip(metrics) {
            if self.found.trials.contains_key(&(phase, place.clone(), bits, seed)) {
                continue;
            }
            let mut line = format!("{phase} {place} {rate} {seed}");
            for (name, value) in metrics {
                line.extend([" ", name, "=", &hex(value.to_bits())]);
            }
            lines.extend([checksum(&line).as_str(), " ", &line, "\n"]);
        }
        let mut file = self.file.lock().map_err(|_| io::Error::other("a trial has panicked"))?;
        let end = file.0.stream_position()?;
        if file.0.metadata()?.len() != end {
            let why = "another process writes to it: locks do not hold here; name a folder on another \
                       file system with --out";
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, why));
        }
        if let Err(error) = file.0.write_all(lines.as_bytes()) {
            // Half a line would corrupt the next one, which another thread may be about to write.
            file.0.set_len(end)?;
            file.0.seek(SeekFrom::Start(end))?;
            return Err(error);
        }
        if file.1.elapsed() > SYNC_EVERY {
            file.0.sync_data()?;
            file.1 = Instant::now();
        }
        Ok(())
    }

    /// Syncs everything written so far, so that it also survives a crash of the machine.
    ///
    /// # Errors
    /// If the file cannot be synced.
    pub fn sync(&self) -> io::Result<()> {
        let file = self.file.lock().map_err(|_| io::Error::other("a trial has panicked"))?;
        file.0.sync_data()
    }

    /// Removes the journal once its contents are safe elsewhere; until then it stays locked.
    ///
    /// # Errors
    /// If the file cannot be removed.
    pub fn remove(self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            // Where locks do not hold, another process may have written the same files and removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }
}

/// A cell by name: `data_set/arm/factor=level/...`, with the factors sorted by name. It is unique,
/// since no name contains a `/`, a `=` or a space.
pub fn place(cell: &Cell) -> String {
    let mut levels: Vec<&(String, i64)> = cell.levels.iter().collect();
    levels.sort();
    let levels = levels.iter().map(|(factor, level)| format!("/{factor}={level}"));
    format!("{}/{}{}", cell.data_set, cell.arm, levels.collect::<String>())
}

/// Opens the file at `path`, creating it if missing, and locks it for this process.
fn lock(path: &Path) -> io::Result<File> {
    let folder = path.parent().unwrap_or(path);
    durable::create(folder)?;
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => durable::sync(folder)?,
        Err(TryLockError::WouldBlock) => {
            let busy = "another process has it open; let that one finish";
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, busy));
        }
        Err(TryLockError::Error(error)) => {
            let why =
                format!("{error}: it cannot be locked here; name a folder elsewhere with --out");
            return Err(io::Error::new(error.kind(), why));
        }
    }
    // Its previous owner may have removed it between opening and locking.
    if path.exists() { Ok(file) } else { lock(path) }
}

fn hex(bits: u64) -> String {
    format!("{bits:016x}")
}

fn checksum(line: &str) -> String {
    blake3::hash(line.as_bytes()).to_hex()[..16].to_owned()
}

fn parse(line: &str, metrics: &[&'static str]) -> Option<(Key, Metrics)> {
    let (sum, line) = line.split_once(' ')?;
    if checksum(line) != sum {
        return None;
    }
    let mut words = line.split(' ');
    let phase = match words.next()? {
        "pilot" => Phase::Pilot,
        "confirm" => Phase::Confirm,
        _ => return None,
    };
    let place = words.next()?.to_owned();
    let rate = match words.next()? {
        "-" => None,
        bits => Some(u64::from_str_radix(bits, 16).ok()?),
    };
    let seed = words.next()?.parse().ok()?;
    let metric = |word: &str| {
        let (name, bits) = word.split_once('=')?;
        let name = metrics.iter().find(|metric| **metric == name)?;
        Some((*name, f64::from_bits(u64::from_str_radix(bits, 16).ok()?)))
    };
    Some(((phase, place, rate, seed), words.map(metric).collect::<Option<_>>()?))
}
