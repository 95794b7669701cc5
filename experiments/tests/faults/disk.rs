//! A disk that is full: a small file system in memory, which then gets more room.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::counts::Counts;
use crate::scene::{Kind, Run, Scene, differences, error_of};

/// In KiB: at first too small for the journal, in the end large enough for everything.
const SIZES: [u32; 6] = [32, 64, 128, 256, 512, 16384];

#[test]
fn a_full_disk_and_then_more_room() {
    let mut counts = Counts::default();
    for run in [Run::groups(), Run::many(Kind::Part)] {
        let wanted = run.undisturbed().files;
        let scene = Scene::new(run);
        let Some(disk) = Disk::mount(scene.path("out"), SIZES[0]) else {
            eprintln!("skipped: only root may mount a file system");
            return;
        };
        let mut before = 0;
        for size in SIZES {
            disk.resize(size);
            let output = scene.command().output().expect("it starts");
            let said = String::from_utf8_lossy(&output.stdout);
            counts.lost += usize::saturating_sub(before, scene.found(&said).unwrap_or(0));
            counts.duplicates += scene.duplicates();
            if output.status.success() {
                break;
            }
            let error = error_of(&output);
            counts.tried += 1;
            counts.panics += usize::from(error.contains("panicked"));
            assert_eq!(output.status.code(), Some(3), "{error}");
            assert!(error.contains("No space left on device"), "{error}");
            before = scene.trials().len();
        }
        if run.kind == Kind::Part {
            scene.finish();
        }
        counts.differences += differences(&wanted, &scene.files());
    }
    counts.judge("a full disk");
}

/// A file system in memory, gone when this is dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: PathBuf, kib: u32) -> Option<Self> {
        std::fs::create_dir(&folder).expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"]).arg(&folder);
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        mounted.then(|| Self(folder))
    }

    fn resize(&self, kib: u32) {
        let options = format!("remount,size={kib}k");
        let status = Command::new("mount").args(["-o", &options]).arg(&self.0).status();
        assert!(status.expect("mount starts").success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}
