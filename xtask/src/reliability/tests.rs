//! The page on reliability says what was measured, what was not, and whether that is enough.

use std::fs;

/// The page made of these tables.
fn page(tables: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for (table, text) in tables {
        fs::write(folder.path().join(table), text).expect("written");
    }
    super::page(folder.path()).expect("a page")
}

#[test]
fn goals_are_held_against_all_rows() {
    let faults = "fault,tried,trials_lost,duplicates,hash_differences,panics\n\
                  kill at random,450,0,0,0,0\nkill while writing,60,0,0,2,0\nfull disk,9,0,0,0,0\n";
    let mutants = "package,mutants,sampled,caught,timeout,unviable,missed,score\n\
                   mlp,1500,200,170,10,15,5,97.3\nclaims,700,100,90,5,5,0,100.0\n";
    let survivors = "mutant,reason\n\
                     \"crates/mlp/src/a.rs: replace || with && in A<'_, T>::b\",\"x, \"\"y\"\"\"\n";
    let tables = [("faults.csv", faults), ("mutants.csv", mutants), ("survivors.csv", survivors)];
    let page = page(&tables);
    for line in [
        "| kills after which a run resumed | at least 500 | 510 | yes |",
        "| trials lost | 0 | 0 | yes |",
        "| files that differ after a fault | 0 | 2 | no |",
        "| changes to the code that tests notice, in per cent | at least 95 | 98.21 | yes |",
        "| kill while writing | 60 | 0 | 0 | 2 | 0 |",
        "| `crates/mlp/src/a.rs: replace \\|\\| with && in A<'_, T>::b` | x, \"y\" |",
        "- Fuzzing: `scripts/fuzz`",
    ] {
        assert!(page.lines().any(|found| found == line), "{line} is not in\n{page}");
    }
    assert!(!page.contains("## Fuzzing"), "{page}");
}

#[test]
fn without_tables_only_scripts_are_named() {
    let page = page(&[("fuzz.csv", "target,inputs\n")]);
    assert!(page.contains("- Portability: `scripts/portability`"), "{page}");
    assert!(page.contains("- Fuzzing: `scripts/fuzz`"), "{page}");
    assert!(!page.contains("| goal |"), "{page}");
}
