//! Cargo looks at build dependencies where there is a build script.

fn main() {}
