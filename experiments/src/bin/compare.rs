//! Shows two runs side by side.
fn main() -> std::process::ExitCode {
    lab::compare::main(&experiments::catalogue())
}
