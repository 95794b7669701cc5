//! README's commands share the build of their dependencies.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Each package that these arguments build, with its features.
fn built(arguments: &[&str], edges: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--prefix",
            "none",
            "--format",
            "{p} with {f}",
            "--edges",
            edges,
        ])
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .filter(|line| !line.is_empty())
        .map(|line| line.replace(" (*)", "").replace(" (proc-macro)", ""))
        .collect()
}

#[test]
fn no_dependency_is_built_twice() {
    let all = built(&["--workspace"], "normal,build,dev");
    for program in ["experiments", "export"] {
        let alone = built(&["--package", program], "normal,build");
        let again: Vec<_> = alone.difference(&all).collect();
        assert!(
            again.is_empty(),
            "`cargo test --workspace` asks more features of these than `cargo run -p {program}` and builds them and what \
             depends on them a second time; crates/unified/Cargo.toml has what both ask for: {again:#?}"
        );
    }
}
