//! What a disk may hold after the power fails: what was synced, and any part of what was not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::scene::Files;
use crate::trace::Call;

/// What a disk holds: folders, and files with their bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tree {
    pub(crate) folders: BTreeSet<PathBuf>,
    pub(crate) files: Files,
}

/// A disk on which some of what was asked is not yet safe.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    files: Vec<File>,
    folders: BTreeMap<PathBuf, Folder>,
}

#[derive(Clone, Debug, Default)]
struct File {
    synced: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Cut(usize),
}

/// The names in a folder: those on the disk, and what is asked since.
#[derive(Clone, Debug, Default)]
struct Folder {
    synced: BTreeMap<PathBuf, Entry>,
    pending: Vec<Naming>,
}

#[derive(Clone, Copy, Debug)]
enum Entry {
    File(usize),
    Folder,
}

#[derive(Clone, Debug)]
enum Naming {
    Add(PathBuf, Entry),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
}

/// What became of the bytes that were not synced.
#[derive(Clone, Copy, Debug)]
enum Bytes {
    /// None arrived.
    Lost,
    /// All did.
    Kept,
    /// Only those of one file did.
    KeptIn(usize),
    /// The lengths did, and zeros in the place of the bytes.
    Zeros,
    /// The last blocks did, but for so many, in whose place there are zeros.
    WithoutFirst(usize),
    /// So many blocks did.
    First(usize),
}

/// A block is written whole or not at all.
const BLOCK: usize = 512;

impl Disk {
    /// A disk with these files, all safe, numbered in their order.
    pub(crate) fn with(files: Files) -> Self {
        let mut disk = Self::default();
        disk.folders.entry(PathBuf::new()).or_default();
        for (file, (path, bytes)) in files.into_iter().enumerate() {
            let folders: Vec<PathBuf> = path.ancestors().skip(1).map(Path::to_owned).collect();
            for folder in folders.into_iter().rev().filter(|folder| *folder != PathBuf::new()) {
                disk.parent(&folder).synced.insert(folder.clone(), Entry::Folder);
            }
            disk.parent(&path).synced.insert(path, Entry::File(file));
            disk.files.push(File { synced: bytes, pending: Vec::new() });
        }
        disk
    }

    fn parent(&mut self, path: &Path) -> &mut Folder {
        self.folders.entry(path.parent().unwrap_or(path).to_owned()).or_default()
    }

    /// Does what is asked.
    pub(crate) fn apply(&mut self, call: &Call) {
        let mut name = |path: &Path, naming| self.parent(path).pending.push(naming);
        match call.clone() {
            Call::Folder(path) => name(&path.clone(), Naming::Add(path, Entry::Folder)),
            Call::Rename { from, to } => name(&from.clone(), Naming::Rename(from, to)),
            Call::Remove(path) => name(&path.clone(), Naming::Remove(path)),
            Call::File { path, file } => {
                name(&path.clone(), Naming::Add(path, Entry::File(file)));
                assert_eq!(file, self.files.len(), "numbered in order");
                self.files.push(File::default());
            }
            Call::Write { file, at, bytes } => {
                self.files[file].pending.push(Change::Write { at, bytes });
            }
            Call::Cut { file, length } => self.files[file].pending.push(Change::Cut(length)),
            Call::Sync(file) => {
                let File { synced, pending } = &mut self.files[file];
                pending.drain(..).for_each(|change| change.apply(synced));
            }
            Call::SyncFolder(path) => {
                let Folder { synced, pending } = self.folders.entry(path).or_default();
                pending.drain(..).for_each(|naming| naming.apply(synced));
            }
        }
    }

    /// The states in which the power may leave the disk: each folder after any number of what was asked of
    /// it, and the bytes as [`Bytes`] has it.
    pub(crate) fn states(&self) -> BTreeSet<Tree> {
        let mut names = vec![BTreeMap::new()];
        for (path, folder) in &self.folders {
            let counts = 0..=folder.pending.len();
            let all = names.into_iter().flat_map(|kept: BTreeMap<&PathBuf, usize>| {
                counts.clone().map(move |count| {
                    let mut kept = kept.clone();
                    kept.insert(path, count);
                    kept
                })
            });
            names = all.collect();
        }
        let mut ways = vec![Bytes::Lost, Bytes::Kept, Bytes::Zeros];
        for (number, file) in self.files.iter().enumerate() {
            if file.pending.is_empty() {
                continue;
            }
            ways.push(Bytes::KeptIn(number));
            let blocks = file.with(Bytes::Kept, number).len() / BLOCK;
            ways.extend((0..=blocks).flat_map(|n| [Bytes::First(n), Bytes::WithoutFirst(n)]));
        }
        let states = names.iter().flat_map(|kept| ways.iter().map(|&way| self.state(kept, way)));
        states.collect()
    }

    fn state(&self, kept: &BTreeMap<&PathBuf, usize>, way: Bytes) -> Tree {
        let mut tree = Tree::default();
        // A folder comes before what is in it.
        for (path, folder) in &self.folders {
            if !path.as_os_str().is_empty() && !tree.folders.contains(path) {
                continue;
            }
            let mut names = folder.synced.clone();
            let count = kept.get(path).copied().unwrap_or(0);
            folder.pending.iter().take(count).for_each(|naming| naming.apply(&mut names));
            for (path, entry) in names {
                match entry {
                    Entry::Folder => {
                        tree.folders.insert(path);
                    }
                    Entry::File(file) => {
                        tree.files.insert(path, self.files[file].with(way, file));
                    }
                }
            }
        }
        tree
    }

    /// What is surely there: only what was synced, under names that were.
    pub(crate) fn safe(&self) -> Tree {
        self.state(&BTreeMap::new(), Bytes::Lost)
    }
}

impl File {
    /// The bytes on the disk.
    fn with(&self, way: Bytes, number: usize) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        let is_kept = match way {
            Bytes::Lost => false,
            Bytes::KeptIn(file) => file == number,
            _ => true,
        };
        if is_kept {
            self.pending.iter().for_each(|change| change.apply(&mut bytes));
        }
        // What was synced has arrived, whatever happens to the rest of its block.
        let safe = self.synced.len().min(bytes.len());
        match way {
            Bytes::Zeros => bytes[safe..].fill(0),
            Bytes::First(blocks) => bytes.truncate((blocks * BLOCK).max(safe)),
            Bytes::WithoutFirst(blocks) => {
                let end = (blocks * BLOCK).clamp(safe, bytes.len());
                bytes[safe..end].fill(0);
            }
            Bytes::Lost | Bytes::Kept | Bytes::KeptIn(_) => {}
        }
        bytes
    }
}

impl Change {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Self::Cut(length) => to.resize(*length, 0),
            Self::Write { at, bytes } => {
                let end = at + bytes.len();
                to.resize(to.len().max(end), 0);
                to[*at..end].copy_from_slice(bytes);
            }
        }
    }
}

impl Naming {
    fn apply(&self, names: &mut BTreeMap<PathBuf, Entry>) {
        match self {
            Self::Add(path, entry) => {
                names.insert(path.clone(), *entry);
            }
            Self::Remove(path) => {
                names.remove(path);
            }
            Self::Rename(from, to) => {
                if let Some(entry) = names.remove(from) {
                    names.insert(to.clone(), entry);
                }
            }
        }
    }
}
