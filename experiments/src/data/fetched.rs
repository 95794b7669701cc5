//! Data sets that `scripts/fetch-data` brings: MNIST and Fashion-MNIST.

use std::sync::OnceLock;

use anyhow::{Context, anyhow, ensure};
use mlp::{Data, Matrix};

use super::idx;
use super::split::Split;

/// Their names, which are those of their folders.
pub const FETCHED: [&str; 2] = ["mnist", "fashion_mnist"];

/// Images and labels for training, then for testing.
pub const FILES: [&str; 4] = [
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

/// A file: the name that errors call it by, and its bytes.
pub type File = (String, Vec<u8>);

static SPLITS: [OnceLock<Split>; 2] = [const { OnceLock::new() }; 2];

fn index(name: &str) -> anyhow::Result<usize> {
    let index = FETCHED.iter().position(|known| *known == name);
    index.ok_or_else(|| anyhow!("no fetched data set `{name}`"))
}

/// A fetched data set that [`provide`] was given: inputs from 0 to 1, one-hot targets.
///
/// # Errors
/// If there is no such data set, or it was not provided.
pub fn fetched(name: &str) -> anyhow::Result<&'static Split> {
    SPLITS[index(name)?].get().with_context(|| {
        format!("data set {name}: its files were not read; run scripts/fetch-data for them")
    })
}

/// Whether images and their labels are such as belong together.
///
/// # Errors
/// If they are not.
pub fn check([images, labels]: &[File; 2]) -> anyhow::Result<()> {
    examples(images, labels).map(|_| ())
}

/// Keeps a fetched data set for the rest of the program, from the contents of [`FILES`] in their
/// order.
///
/// # Errors
/// If there is no such data set, or the files are not the published ones.
pub fn provide(name: &str, files: &[File; 4]) -> anyhow::Result<()> {
    let index = index(name)?;
    let part = |images: usize, labels: usize| {
        let data = examples(&files[images], &files[labels])?;
        for i in [images, labels] {
            let (path, bytes) = &files[i];
            let (found, wanted) = (blake3::hash(bytes).to_hex(), HASHES[index][i]);
            ensure!(
                found.as_str() == wanted,
                "{path}: blake3 {found}, wanted {wanted}: not the published file; run \
                 scripts/fetch-data"
            );
        }
        Ok::<_, anyhow::Error>(data)
    };
    let split = Split { train: part(0, 1)?, test: part(2, 3)? };
    SPLITS[index].get_or_init(|| split);
    Ok(())
}

/// Images and their labels as inputs and targets.
fn examples(
    (images_path, images): &File,
    (labels_path, labels): &File,
) -> anyhow::Result<Data<f32>> {
    let ([count, height, width], pixels) =
        idx::read::<3>(images).with_context(|| images_path.clone())?;
    let ([labelled], labels) = idx::read::<1>(labels).with_context(|| labels_path.clone())?;
    ensure!(
        height * width == PIXELS && count > 0,
        "{images_path}: {count} images of {height} x {width}; wanted 28 x 28"
    );
    ensure!(
        count == labelled,
        "{images_path} has {count} images, {labels_path} has {labelled} labels: they do not belong \
         together"
    );
    if let Some(at) = labels.iter().position(|&label| usize::from(label) >= CLASSES) {
        let label = labels[at];
        return Err(anyhow!("{labels_path}: label {at} is {label}; classes are 0 to 9"));
    }
    let labels: Vec<usize> = labels.iter().map(|&label| usize::from(label)).collect();
    let input = pixels.iter().map(|&pixel| f32::from(pixel) / 255.0).collect();
    Ok(Data::classes(Matrix::new(count, PIXELS, input), &labels, CLASSES))
}

#[cfg(test)]
mod tests {
    use super::{examples, fetched, provide};

    fn images(count: u8) -> Vec<u8> {
        let mut file = vec![0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28];
        file.resize(16 + 784 * usize::from(count), 51);
        file
    }

    #[test]
    fn images_and_labels_that_do_not_belong_together_are_refused() {
        let read = |images: &[u8], labels: &[u8]| {
            let file = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
            examples(&file("images", images), &file("labels", labels))
                .map_err(|error| format!("{error:#}"))
        };
        let data = read(&images(2), &[0, 0, 8, 1, 0, 0, 0, 2, 7, 1]).expect("two images");
        assert_eq!((data.input.row(1)[0], data.target.row(0)[7]), (0.2, 1.0));
        let says = |labels: &[u8]| read(&images(2), labels).expect_err("bad");
        assert!(says(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 10]).contains("label 1 is 10"));
        assert!(says(&[0, 0, 8, 1, 0, 0, 0, 1, 7]).contains("do not belong together"));
        assert!(says(&images(1)).starts_with("labels: begins with 0x00000803"));
    }

    #[test]
    fn what_is_not_the_published_file_is_not_kept() {
        let file = |bytes: &[u8]| ("file".to_owned(), bytes.to_vec());
        let labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 1];
        let files = [file(&images(2)), file(&labels), file(&images(2)), file(&labels)];
        let error = provide("mnist", &files).expect_err("made up").to_string();
        assert!(error.contains("not the published file"), "{error}");
        assert!(fetched("mnist").expect_err("none").to_string().contains("scripts/fetch-data"));
        assert!(provide("minst", &files).is_err());
    }
}
