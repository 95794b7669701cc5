//! Whatever stops a run, the same command goes on: no trial is lost, none is written down twice, and
//! the files are, byte for byte, those of a run that nothing disturbed.
//!
//! A sample of the faults; all of them, with `KILLS` kills at random moments, where `FAULTS_RECORD`
//! names a file for the counts. `scripts/faults` sets both. What needs strace, or the right to
//! mount a file system, is skipped without, and says so.

#![cfg(unix)]

mod counts;
mod crash;
mod damage;
mod disk;
mod kills;
mod power;
mod scene;
mod sharing;
mod strace;
mod system_calls;
mod trace;
