//! What a run asks of the file system, call by call, from a log of strace.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::scene::Scene;

/// A call that succeeded. Files have numbers, since a name may come to be another's; paths are below the
/// scene's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// A new folder.
    Folder(PathBuf),
    /// A new file, empty.
    File { path: PathBuf, file: usize },
    /// Bytes go into a file.
    Write { file: usize, at: usize, bytes: Vec<u8> },
    /// A file gets this length.
    Cut { file: usize, length: usize },
    /// A name is another, in the same folder.
    Rename { from: PathBuf, to: PathBuf },
    /// A name is gone.
    Remove(PathBuf),
    /// The bytes of a file are on the disk.
    Sync(usize),
    /// The names in a folder are.
    SyncFolder(PathBuf),
}

const TRACED: &str = "openat,write,lseek,ftruncate,fsync,fdatasync,?rename,?renameat,?renameat2,\
                      ?unlink,unlinkat,?mkdir,mkdirat,\
                      ?linkat,?pwrite64,?writev,?pwritev,?fallocate,?copy_file_range";

/// Runs a scene, in which there are some files, and says what it asked. Its first writes take so long that a journal is synced between them.
pub(crate) fn of(scene: &Scene, before: &[PathBuf]) -> Vec<Call> {
    let log = scene.path("strace.log");
    let traced = scene.command();
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-y", "-xx", "-s", "100000000", "-e", "signal=none"]);
    command.args(["-e", &format!("trace={TRACED}"), "-o"]).arg(&log);
    command.args(["-e", "inject=write:delay_exit=800000:when=1..4"]);
    command.arg(traced.get_program()).args(traced.get_args());
    command.current_dir(scene.path("")).env_remove("MLP_SIMD").stdin(Stdio::null());
    let output = command.output().expect("strace starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&log).expect("strace has a log");
    fs::remove_file(&log).expect("it is ours");
    let mut reader = Reader {
        folder: fs::canonicalize(scene.path("")).expect("a folder"),
        files: before.iter().enumerate().map(|(file, path)| (path.clone(), file)).collect(),
        open: BTreeMap::new(),
        next: before.len(),
        calls: Vec::new(),
    };
    // A call of one thread may be interrupted by another's.
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    for line in text.lines() {
        let (thread, call) = line.split_once(' ').expect("thread and call");
        let call = call.trim_start();
        if let Some(start) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, start.to_owned());
        } else if let Some((_, rest)) = call.split_once(" resumed>") {
            let start = begun.remove(thread).expect("it had begun");
            reader.read(&format!("{start}{rest}"));
        } else {
            reader.read(call);
        }
    }
    reader.calls
}

struct Reader {
    folder: PathBuf,
    /// Files by name, as the program sees them.
    files: BTreeMap<PathBuf, usize>,
    /// Open files and folders: number and position, or path.
    open: BTreeMap<String, Open>,
    next: usize,
    calls: Vec<Call>,
}

enum Open {
    File { file: usize, at: usize },
    Folder(PathBuf),
    Elsewhere,
}

impl Reader {
    /// Reads "name(argument, ...) = result".
    fn read(&mut self, call: &str) {
        let (call, result) = call.rsplit_once(" = ").expect("a result");
        if result.starts_with('-') {
            return;
        }
        let (name, arguments) = call.split_once('(').expect("arguments");
        let arguments = arguments.trim_end().strip_suffix(')').expect("an end");
        let arguments: Vec<&str> = arguments.split(", ").collect();
        match (name, &arguments[..]) {
            ("openat", [folder, path, flags, ..]) => self.opened(folder, path, flags, result),
            ("write", [file, bytes, _]) => self.written(file, &unescaped(bytes)),
            ("lseek", [file, ..]) => {
                let to = result.trim().parse().expect("a position");
                if let Some(Open::File { at, .. }) = self.open.get_mut(number(file)) {
                    *at = to;
                }
            }
            ("ftruncate", [file, length]) => {
                let length = length.parse().expect("a length");
                if let Some(&Open::File { file, .. }) = self.open.get(number(file)) {
                    self.calls.push(Call::Cut { file, length });
                }
            }
            ("fsync" | "fdatasync", [file]) => match self.open.get(number(file)) {
                Some(&Open::File { file, .. }) => self.calls.push(Call::Sync(file)),
                Some(Open::Folder(path)) => self.calls.push(Call::SyncFolder(path.clone())),
                _ => {}
            },
            ("rename", [from, to]) => self.renamed(self.path("", from), self.path("", to)),
            ("renameat" | "renameat2", [from_folder, from, to_folder, to, ..]) => {
                self.renamed(self.path(from_folder, from), self.path(to_folder, to));
            }
            ("unlink", [path]) => self.removed(self.path("", path)),
            ("unlinkat", [folder, path, ..]) => self.removed(self.path(folder, path)),
            ("mkdir", [path, _]) => self.calls.extend(self.path("", path).map(Call::Folder)),
            ("mkdirat", [folder, path, _]) => {
                self.calls.extend(self.path(folder, path).map(Call::Folder));
            }
            _ => panic!("{name} is not understood"),
        }
    }

    /// A path below the scene's folder: relative to a folder, which strace names behind its number.
    fn path(&self, folder: &str, path: &str) -> Option<PathBuf> {
        let relative = PathBuf::from(String::from_utf8(unescaped(path)).expect("a path"));
        let named = folder.split_once('<').map(|(_, named)| named.trim_end_matches('>'));
        let bytes = named.map(|named| unescaped(&format!("\"{named}\"")));
        let folder = bytes.map(|bytes| PathBuf::from(String::from_utf8(bytes).expect("a path")));
        let folder = folder.unwrap_or_else(|| self.folder.clone());
        let path = folder.join(relative);
        path.strip_prefix(&self.folder).ok().map(|path| path.components().collect())
    }

    fn opened(&mut self, folder: &str, path: &str, flags: &str, result: &str) {
        let path = self.path(folder, path);
        let open = match path {
            None => Open::Elsewhere,
            Some(path) if flags.contains("O_CREAT") => {
                let next = self.next;
                let file = *self.files.entry(path.clone()).or_insert(next);
                if file == next {
                    self.next += 1;
                    self.calls.push(Call::File { path, file });
                } else if flags.contains("O_TRUNC") {
                    self.calls.push(Call::Cut { file, length: 0 });
                }
                Open::File { file, at: 0 }
            }
            Some(path) => match self.files.get(&path) {
                Some(&file) => Open::File { file, at: 0 },
                None => Open::Folder(path),
            },
        };
        self.open.insert(number(result).to_owned(), open);
    }

    fn written(&mut self, file: &str, bytes: &[u8]) {
        if let Some(Open::File { file, at }) = self.open.get_mut(number(file)) {
            self.calls.push(Call::Write { file: *file, at: *at, bytes: bytes.to_owned() });
            *at += bytes.len();
        }
    }

    fn renamed(&mut self, from: Option<PathBuf>, to: Option<PathBuf>) {
        let (Some(from), Some(to)) = (from, to) else { return };
        assert_eq!(from.parent(), to.parent(), "from one folder into another");
        let file = self.files.remove(&from).expect("a file");
        self.files.insert(to.clone(), file);
        self.calls.push(Call::Rename { from, to });
    }

    fn removed(&mut self, path: Option<PathBuf>) {
        let Some(path) = path else { return };
        self.files.remove(&path);
        self.calls.push(Call::Remove(path));
    }
}

/// The number of an open file, behind which strace names it.
fn number(file: &str) -> &str {
    file.split('<').next().unwrap_or(file).trim()
}

/// The bytes of a string in which strace has written each as `\x..`.
fn unescaped(text: &str) -> Vec<u8> {
    let text = text.trim_matches('"');
    let digits = text.split("\\x").skip(1);
    let plain = text.split("\\x").next().unwrap_or_default().bytes();
    let byte = |digits: &str| u8::from_str_radix(&digits[..2], 16).expect("two digits");
    plain.chain(digits.map(byte)).collect()
}
