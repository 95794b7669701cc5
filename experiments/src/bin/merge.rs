//! Joins the parts of a run.
fn main() -> std::process::ExitCode {
    experiments::merge::main()
}
