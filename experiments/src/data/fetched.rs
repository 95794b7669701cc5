//! Data sets that `scripts/fetch-data` brings: MNIST and Fashion-MNIST.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, anyhow, ensure};
use mlp::{Data, Matrix};

use super::{Split, idx};
use crate::files;

/// Their names, which are those of their folders.
pub const FETCHED: [&str; 2] = ["mnist", "fashion_mnist"];

/// Images and labels for training, then for testing.
const FILES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

/// blake3 of those files: other bytes would make other results.
const HASHES: [[&str; 4]; 2] = [
    [
        "c6e6fd8c67d07c8a9b7bffa7dd0413ff4b8af241607b049b7721107f379df9fd",
        "8ebcfdf2fe191516f9cb37fceb75d2d19289d91ee92026534ed45e44144b5642",
        "f8d502322cd9f186e155a74a3dff598ed56c1a7b5a5c8d312749ac47c4a2bec7",
        "6d43ea317fa8f5851bb85404bb7358defd48b0294cf31f60cdcde8106fe2c3ad",
    ],
    [
        "feaca08b36e07f8d504641a929bff1554884ef73964323e44e59e39a986b4c9e",
        "b4d9ea8013b029ef778c95ea7de31195ef443589877589523ad330db2829ebd6",
        "a19b8c1e5f798e5a6fa7229093b630c04a620179497a1fa3a71e7334fb59a30b",
        "0a067399ed18bcc9d7dc26832b3b8e4481abf2d33fee04c611e90b9061296b90",
    ],
];

const PIXELS: usize = 28 * 28;
const CLASSES: usize = 10;
/// Inputs and classes.
pub(super) const SHAPE: (usize, usize) = (PIXELS, CLASSES);

/// A fetched data set: inputs from 0 to 1, one-hot targets; read once.
///
/// # Errors
/// If there is no such data set, or its files are missing or not the published ones.
pub fn fetched(name: &str) -> anyhow::Result<&'static Split> {
    static SPLITS: [OnceLock<Result<Split, String>>; 2] = [const { OnceLock::new() }; 2];
    let index = FETCHED.iter().position(|known| *known == name);
    let index = index.ok_or_else(|| anyhow!("no fetched data set `{name}`"))?;
    let read = || split(index).map_err(|error| format!("{error:#}"));
    SPLITS[index].get_or_init(read).as_ref().map_err(|error| anyhow!(error.clone()))
}

/// The folder that `MLP_DATA` names, or `data/` of the repository.
fn folder() -> anyhow::Result<PathBuf> {
    match std::env::var_os("MLP_DATA") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(files::workspace().map_err(|failure| anyhow!("{failure}"))?.join("data")),
    }
}

fn split(index: usize) -> anyhow::Result<Split> {
    let folder = folder()?.join(FETCHED[index]);
    let file = |i: usize| {
        let path = folder.join(FILES[i]);
        let bytes = std::fs::read(&path).with_context(|| {
            format!(
                "data set {}: cannot read {}; run scripts/fetch-data, or name the folder that has \
                 {}/ in MLP_DATA",
                FETCHED[index],
                files::shown(&path),
                FETCHED[index]
            )
        })?;
        Ok::<_, anyhow::Error>((path, bytes))
    };
    let part = |images: usize, labels: usize| {
        let ((images_path, images_file), (labels_path, labels_file)) =
            (file(images)?, file(labels)?);
        let data = examples((&images_path, &images_file), (&labels_path, &labels_file))?;
        for (i, path, bytes) in
            [(images, &images_path, &images_file), (labels, &labels_path, &labels_file)]
        {
            let found = blake3::hash(bytes).to_hex();
            ensure!(
                found.as_str() == HASHES[index][i],
                "{}: blake3 {found}, wanted {}: not the published file; run scripts/fetch-data",
                files::shown(path),
                HASHES[index][i]
            );
        }
        Ok::<_, anyhow::Error>(data)
    };
    Ok(Split { train: part(0, 1)?, test: part(2, 3)? })
}

/// Images and their labels as inputs and targets.
fn examples(
    (images_path, images): (&Path, &[u8]),
    (labels_path, labels): (&Path, &[u8]),
) -> anyhow::Result<Data<f32>> {
    let ([count, height, width], pixels) =
        idx::read::<3>(images).with_context(|| files::shown(images_path))?;
    let ([labelled], labels) = idx::read::<1>(labels).with_context(|| files::shown(labels_path))?;
    ensure!(
        height * width == PIXELS && count > 0,
        "{}: {count} images of {height} x {width}; wanted 28 x 28",
        files::shown(images_path)
    );
    ensure!(
        count == labelled,
        "{} has {count} images, {} has {labelled} labels: they do not belong together",
        files::shown(images_path),
        files::shown(labels_path)
    );
    if let Some(at) = labels.iter().position(|&label| usize::from(label) >= CLASSES) {
        let label = labels[at];
        return Err(anyhow!(
            "{}: label {at} is {label}; classes are 0 to 9",
            files::shown(labels_path)
        ));
    }
    let mut target = Matrix::zeros(count, CLASSES);
    for (row, &label) in target.as_mut_slice().chunks_exact_mut(CLASSES).zip(labels) {
        row[usize::from(label)] = 1.0;
    }
    let input = pixels.iter().map(|&pixel| f32::from(pixel) / 255.0).collect();
    Ok(Data { input: Matrix::new(count, PIXELS, input), target })
}

#[cfg(test)]
mod tests {
    use super::examples;
    use std::path::Path;

    fn images(count: u8) -> Vec<u8> {
        let mut file = vec![0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28];
        file.resize(16 + 784 * usize::from(count), 51);
        file
    }

    #[test]
    fn images_and_labels_that_do_not_belong_together_are_refused() {
        let read = |images: &[u8], labels: &[u8]| {
            examples((Path::new("images"), images), (Path::new("labels"), labels))
                .map_err(|error| format!("{error:#}"))
        };
        let data = read(&images(2), &[0, 0, 8, 1, 0, 0, 0, 2, 7, 1]).expect("two images");
        assert_eq!((data.input.row(1)[0], data.target.row(0)[7]), (0.2, 1.0));
        let says = |labels: &[u8]| read(&images(2), labels).expect_err("bad");
        assert!(says(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 10]).contains("label 1 is 10"));
        assert!(says(&[0, 0, 8, 1, 0, 0, 0, 1, 7]).contains("do not belong together"));
        assert!(says(&images(1)).starts_with("labels: begins with 0x00000803"));
    }
}
