//! Runs every experiment and rebuilds `results/`; `--check` compares instead.
fn main() -> std::process::ExitCode {
    experiments::reproduce::main()
}
