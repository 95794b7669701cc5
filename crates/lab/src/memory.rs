//! How much memory a run needs, how much there is, and what is given back.

use std::fs;
use std::path::Path;

use anyhow::anyhow;
use experiment::{Configured, Plan};

use crate::command_line::Options;
use crate::failure::Failure;
use crate::request::Request;

/// What a process takes before its first trial.
const BASE: u64 = 50 << 20;
/// What a trial takes in lists, journal, tables and files, and each number that it may record: measured, and
/// rounded up (`results/performance/growth.csv` has the smallest network).
const TRIAL: u64 = 600;
const NUMBER: u64 = 24;

/// Has blocks of more than 128 KiB, where vectors of a training lie, given back to the system when they are
/// freed. The C library of GNU would keep them, and then not use them again if they are aligned to more than
/// 16 bytes: thousands of trainings, of which nothing is left but their results, took gigabytes.
pub(crate) fn give_back_blocks() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[allow(unsafe_code, reason = "a setting of the C library")]
    // SAFETY: `mallopt` takes two numbers and may be called at any time.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, 128 << 10);
    }
}

/// The bytes that a run takes, more or less: its trials are held until they are judged.
pub(crate) fn needed(configured: &Configured, request: &Request) -> u64 {
    let Plan { pilots, trials, .. } = Plan::of(configured);
    let trials = (pilots + trials) as u64;
    let held = match request {
        Request::Part { shard, .. } => trials.div_ceil(u64::from(shard.of)),
        _ => trials,
    };
    BASE + held * (TRIAL + NUMBER * configured.facts.metrics.len() as u64)
}

/// The bytes that this process may still take; none if the system does not say.
fn available() -> Option<u64> {
    let machine = meminfo(&fs::read_to_string("/proc/meminfo").ok()?)?;
    let groups = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let limit = |group: &str| limit(Path::new("/sys/fs/cgroup"), group);
    Some(groups.lines().filter_map(limit).fold(machine, u64::min))
}

/// What `/proc/meminfo` says is available.
fn meminfo(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}

/// What a control group may take, from its line in `/proc/self/cgroup`; none without a limit. What it has
/// taken is mostly files that the kernel caches, and gives back.
fn limit(root: &Path, line: &str) -> Option<u64> {
    let mut parts = line.splitn(3, ':').skip(1);
    let (controllers, path) = (parts.next()?, parts.next()?.trim_start_matches('/'));
    let (root, name) = match controllers {
        "" => (root.to_owned(), "memory.max"),
        "memory" => (root.join("memory"), "memory.limit_in_bytes"),
        _ => return None,
    };
    // In a container the group's own folder is the root.
    let read = |folder: &Path| fs::read_to_string(folder.join(name)).ok();
    read(&root.join(path)).or_else(|| read(&root))?.trim().parse().ok()
}

/// Refuses a run that needs more memory than there is, unless `--force` is given.
///
/// # Errors
/// Then, with what it needs and the remedies.
pub(crate) fn check(
    configured: &Configured,
    request: &Request,
    options: &Options,
) -> Result<(), Failure> {
    refused(needed(configured, request), available(), options.force)
        .map_or(Ok(()), |problem| Err(Failure::Usage(anyhow!("{}: {problem}", configured.name))))
}

/// What is wrong, if more is needed than is available.
fn refused(needed: u64, available: Option<u64>, force: bool) -> Option<String> {
    let free = available.filter(|&free| needed > free && !force)?;
    let (needed, free) = (in_words(needed), in_words(free));
    Some(format!(
        "the run needs about {needed} of memory, and {free} are free; give fewer --seeds, run it in \
         parts on several machines (--shard), or run it all the same with --force"
    ))
}

/// "40 MB", "1.2 GB".
pub(crate) fn in_words(bytes: u64) -> String {
    let megabytes = bytes as f64 / 1e6;
    if megabytes < 1000.0 {
        format!("{megabytes:.0} MB")
    } else {
        format!("{:.1} GB", megabytes / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fs;

    use super::{in_words, limit, meminfo, refused};

    #[test]
    fn what_does_not_fit_is_refused_unless_forced() {
        assert_eq!(refused(10, Some(10), false), None);
        assert_eq!(refused(11, Some(10), true), None);
        assert_eq!(refused(u64::MAX, None, false), None, "the system does not say");
        let said = refused(12_300_000_000, Some(950_000_000), false).unwrap_or_default();
        assert!(said.contains("about 12.3 GB of memory, and 950 MB are free"), "{said}");
        assert!(said.contains("--seeds") && said.contains("--shard") && said.contains("--force"));
        assert_eq!(in_words(40_400_000), "40 MB");
    }

    #[test]
    fn the_kernel_is_read() {
        let text = "MemTotal:       32662936 kB\nMemAvailable:   28662936 kB\nBuffers:  12 kB\n";
        assert_eq!(meminfo(text), Some(28_662_936 << 10));
        assert_eq!(meminfo("MemTotal: 1 kB\n"), None);
    }

    #[test]
    fn a_control_group_limits_a_process() -> Result<(), Box<dyn Error>> {
        let root = tempfile::tempdir()?;
        let write = |folder: &str, name: &str, limit: &str| -> std::io::Result<()> {
            let folder = root.path().join(folder);
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(name), limit)
        };
        write("jobs/7", "memory.max", "1000\n")?;
        write("jobs/8", "memory.max", "max\n")?;
        write("memory", "memory.limit_in_bytes", "500\n")?;
        let limit = |line| limit(root.path(), line);
        assert_eq!(limit("0::/jobs/7"), Some(1000));
        assert_eq!(limit("0::/jobs/8"), None, "no limit");
        assert_eq!(limit("5:memory:/docker/abc"), Some(500), "a container is its own root");
        assert_eq!(limit("4:cpu:/jobs/7"), None);
        Ok(())
    }
}
