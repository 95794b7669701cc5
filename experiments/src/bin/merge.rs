//! Joins the parts of a run.
fn main() -> std::process::ExitCode {
    lab::merge::main(&experiments::catalogue())
}
