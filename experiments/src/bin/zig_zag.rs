//! Tests the claims of `zig_zag`; `--help` lists what it understands.
experiments::main!(zig_zag);
