"""`python -m replica [--record] [NAME ...]`: reproduces the named experiments, by default all ten, and compares.

Each is run by its quick numbers, and its tables are compared with results/quick.blake3 by their hashes. Then the trials
that are committed are judged again, and the table of verdicts is compared byte for byte, the claims with the ledger. With
`--record` the counts go into results/reliability/replica.csv.
"""

import sys
import time
from pathlib import Path

from . import claims, configuration, runs, tables

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "results"
EXPERIMENTS = [
    "neuron", "biology", "xor_linear", "xor_relu", "zig_zag", "exact_zeros", "deep_elu", "capacity",
    "mse_vs_cross_entropy", "activation_cost",
]
COUNTS = {"held": tables.INTEGER, "observed": tables.INTEGER, "cells": tables.INTEGER, "n": tables.INTEGER}


def expected_hashes():
    """Hash by experiment and table, in the order of the file."""
    lines = (RESULTS / "quick.blake3").read_text().splitlines()
    return {name.removesuffix(".csv"): hash for hash, name in (line.split("  ") for line in lines)}


def ledger():
    """The verdict of each claim, as far as it is specified."""
    data = (RESULTS / "ledger.csv").read_bytes()
    rows = runs.rows_of(tables.from_csv(data, COUNTS, otherwise=tables.TEXT))
    return {
        row["id"]: claims.Verdict(row["verdict"], row["evidence"] or "", row["held"], row["observed"], row["cells"])
        for row in rows
    }


KINDS = ["quick_tables", "tables_taken_as_given", "committed_tables", "claims"]


class Comparisons:
    """What was compared in one experiment: how many of each kind, and how many differ."""

    def __init__(self):
        self.counts = dict.fromkeys(KINDS, 0)
        self.differences = 0

    def report(self, kind, what, same):
        print(f"{what}: {'the same' if same else 'differs'}", flush=True)
        self.counts[kind] += 1
        self.differences += not same


def record(found):
    """Writes the counts, a row an experiment."""
    rows = [["experiment", *KINDS, "differences"]]
    rows += [[name, *one.counts.values(), one.differences] for name, one in found.items()]
    lines = [",".join(map(str, row)) + "\n" for row in rows]
    (RESULTS / "reliability" / "replica.csv").write_text("".join(lines))


def quick_run(name, comparisons):
    """Compares each table of the quick run with its hash."""
    read = configuration.read(ROOT / "experiments" / "src" / name / "claim.toml", quick=True)
    found = dict(runs.run(read, RESULTS / name))
    for path, expected in expected_hashes().items():
        experiment, table = path.split("/")
        if experiment != name:
            continue
        if table in ("proofs", "critical_values"):
            same = tables.table_hash(runs.given(RESULTS / f"{path}.csv")) == expected
            comparisons.report("tables_taken_as_given", f"{path}, quick, taken as given", same)
        else:
            same = table in found and tables.table_hash(found.pop(table)) == expected
            comparisons.report("quick_tables", f"{path}, quick", same)
    for table in found.keys() - {path.split("/")[1] for path in expected_hashes() if path.startswith(name + "/")}:
        comparisons.report("quick_tables", f"{name}/{table}, quick, which is not expected", False)


def committed_run(name, comparisons):
    """Compares the verdicts of the committed trials, and those of claims."""
    read = configuration.read(ROOT / "experiments" / "src" / name / "claim.toml", quick=False)
    rows = runs.judge_committed(read, RESULTS / name)
    table = tables.to_csv(runs.verdicts_table(rows))
    same = table == (RESULTS / name / "verdicts.csv").read_bytes()
    comparisons.report("committed_tables", f"{name}/verdicts, committed", same)
    expected = ledger()
    for claim in read.claims:
        verdict = claims.verdict_of(claim, rows)
        same = verdict == expected[claim["id"]]
        comparisons.report("claims", f"{claim['id']}, {verdict.verdict}", same)


def main(arguments):
    names = [argument for argument in arguments if argument != "--record"] or EXPERIMENTS
    unknown = [name for name in names if name not in EXPERIMENTS]
    if unknown:
        print(f"No such experiment: {', '.join(unknown)}. There are {', '.join(EXPERIMENTS)}.")
        return 2
    if "--record" in arguments and names != EXPERIMENTS:
        print("--record is of all experiments: give no names with it.")
        return 2
    found = {}
    for name in names:
        start = time.monotonic()
        found[name] = Comparisons()
        quick_run(name, found[name])
        committed_run(name, found[name])
        print(f"{name}: {time.monotonic() - start:.0f} seconds", flush=True)
    if "--record" in arguments:
        record(found)
    compared = sum(sum(one.counts.values()) for one in found.values())
    differing = sum(one.differences for one in found.values())
    print(f"{compared} compared, {compared - differing} the same, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
