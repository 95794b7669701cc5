//! Data sets by name. Each has a card in `experiments/data/`.

mod classics;
mod digits;
#[cfg(feature = "lab")]
mod disk;
pub mod fetched;
pub mod idx;
mod own;
mod split;
mod synthetic;
mod whole;

use std::borrow::Cow;

use anyhow::anyhow;
use claims::Streams;

use classics::{CLASSICS, classic};
use synthetic::{FAMILIES, family};

pub use digits::{digits, digits_split};
#[cfg(feature = "lab")]
pub use disk::ready;
pub use fetched::{FETCHED, fetched};
pub use own::provide;
pub use split::Split;

/// The names of all data sets.
pub fn names() -> Vec<&'static str> {
    let families = FAMILIES.iter().map(|family| family.name);
    let classics = CLASSICS.iter().map(|classic| classic.name);
    ["digits"].into_iter().chain(families).chain(classics).chain(FETCHED).collect()
}

/// How many inputs and classes a data set has.
///
/// # Errors
/// If there is none of this name.
pub fn shape(name: &str) -> anyhow::Result<(usize, usize)> {
    if let Some(family) = family(name) {
        return Ok(family.shape);
    }
    if let Some(classic) = classic(name) {
        return Ok(classic.shape());
    }
    match name {
        "digits" => Ok(digits().shape()),
        name if FETCHED.contains(&name) => Ok(fetched::SHAPE),
        name => Err(anyhow!("no data set `{name}`; there are {}", names().join(", "))),
    }
}

/// The share of the digits that each seed tests on.
const DIGITS_TEST_SHARE: f64 = 0.25;
/// So many seeds in a row have the same split of the digits: what is of the split and what is of
/// the seed can be told apart.
const DIGITS_SEEDS_PER_SPLIT: u64 = 4;

/// A data set: the same for all if it is fetched, or drawn anew from each seed's stream `data`: the
/// whole of it, if it is synthetic, or how it is split. Four seeds have one split of the digits.
///
/// # Errors
/// If there is none of this name, or its files are missing.
pub fn load(name: &str, streams: &Streams) -> anyhow::Result<Cow<'static, Split>> {
    let stream = || streams.stream("data");
    if let Some(family) = family(name) {
        return Ok(Cow::Owned(family.split(&mut stream())));
    }
    if let Some(classic) = classic(name) {
        return Ok(Cow::Owned(classic.split(&mut stream())));
    }
    match name {
        "digits" => {
            let of_split = streams.split(DIGITS_SEEDS_PER_SPLIT);
            Ok(Cow::Owned(digits_split(&of_split, DIGITS_TEST_SHARE)))
        }
        name => Ok(Cow::Borrowed(fetched(name)?)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use claims::{Phase, Streams};
    use mlp::Data;

    use super::{FETCHED, load, names, shape};

    fn streams(name: &str, seed: u64) -> Streams {
        Streams::new("data", Phase::Confirm, name, seed)
    }

    /// The share of each class.
    fn shares(data: &Data<f32>) -> Vec<f32> {
        let (examples, classes) = (data.target.rows() as f32, data.target.columns());
        let members = |class| data.target.as_slice().iter().skip(class).step_by(classes);
        (0..classes).map(|class| members(class).sum::<f32>() / examples).collect()
    }

    #[test]
    fn every_data_set_has_a_card_and_every_card_a_data_set() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let files = folder.read_dir().expect("a folder").map(|file| file.expect("a file").path());
        let cards = files.filter(|file| file.extension().is_some_and(|kind| kind == "md"));
        let name = |card: std::path::PathBuf| card.file_stem()?.to_str().map(str::to_owned);
        let mut cards: Vec<String> = cards.filter_map(name).collect();
        let mut names = names();
        cards.sort();
        names.sort_unstable();
        assert_eq!(cards, names);
    }

    #[test]
    fn no_class_is_rare_and_another_seed_has_other_examples() {
        for name in names() {
            if FETCHED.contains(&name) {
                continue;
            }
            let of = |seed| load(name, &streams(name, seed)).expect("a data set");
            for seed in (0..16).step_by(4) {
                let split = of(seed);
                assert_eq!(split, of(seed), "{name}");
                assert_eq!(split.shape(), shape(name).expect("a data set"), "{name}");
                assert_ne!(split, of(seed + 4), "{name}");
                for part in [&split.train, &split.test] {
                    let shares = shares(part);
                    assert!(shares.iter().all(|&share| share > 0.03), "{name}: {shares:?}");
                }
            }
        }
    }

    #[test]
    fn an_unknown_name_is_told_the_known_ones() {
        let error = shape("digit").expect_err("unknown").to_string();
        assert!(error.starts_with("no data set `digit`; there are digits, two_spirals, "));
        assert!(names().iter().all(|name| error.contains(name)));
        assert!(load("digit", &streams("digit", 0)).is_err());
    }
}
