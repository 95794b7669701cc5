"""A run of an experiment and its tables (tables.md, section 2), and what of a committed run is judged again."""

import importlib

from . import tables, tuning
from .judgement import Evidence, judge, verdicts_table
from .reductions import to_digits
from .trials import (Trial, cells_by_row, place_columns, place_kinds, read_summary, read_trials, rows_of,
                     trials_table)

GIVEN = {"parts": tables.INTEGER, "all_by_one": tables.INTEGER} | {
    f"patterns_of_{units}": tables.INTEGER for units in (2, 3, 4)
}


def given(path):
    """A table that is taken as given: proofs and critical values."""
    return tables.from_csv(path.read_bytes(), GIVEN, otherwise=tables.TEXT)


def proofs_of(folder):
    """Answers and parts by the id of a claim and the statement."""
    path = folder / "proofs.csv"
    rows = rows_of(given(path)) if path.exists() else []
    return {(row["id"], row["statement"]): (row["answer"], row["parts"]) for row in rows}


def tuning_table(configuration, tuned):
    """The table `tuning`."""
    cells = [cell for cell, rates in tuned.items() for _ in rates]
    rates = [rate for rates in tuned.values() for rate in rates]
    return place_columns(configuration, cells) + [
        ("learning_rate", tables.floats(rate.learning_rate for rate in rates)),
        ("value", tables.floats(to_digits(rate.value) for rate in rates)),
        ("n", tables.integers(rate.n for rate in rates)),
        ("share", tables.floats(rate.share for rate in rates)),
        ("chosen", tables.texts("true" if rate.chosen else "false" for rate in rates)),
    ]


def chosen_first(rates):
    """The rates of a cell that are confirmed with their shares, from pairs (whether it is chosen, rate, share)."""
    confirmed = [(chosen, rate, share) for chosen, rate, share in rates if share > 0]
    return [(rate, share) for _, rate, share in sorted(confirmed, key=lambda one: (not one[0], one[1]))]


def run(configuration, folder):
    """The tables of a run, pairs of name and table, without those that are taken as given; and its rows of verdicts."""
    module = importlib.import_module(f".experiments.{configuration.experiment}", __package__)
    tuned, rates, trials = {}, {}, []
    for cell in configuration.cells:
        if cell.tuned:
            tuned[cell] = tuning.tune(
                configuration, cell, lambda rate, seeds: module.run(configuration, cell, rate, seeds, "pilot")
            )
            rates[cell] = chosen_first((one.chosen, one.learning_rate, one.share) for one in tuned[cell])
        for rate in sorted(rate for rate, _ in rates[cell]) if cell.tuned else [None]:
            seeds = list(range(cell.confirm_seeds))
            recorded = module.run(configuration, cell, rate, seeds, "confirm") if seeds else []
            trials += [Trial(cell, rate, seed, metrics) for seed, metrics in zip(seeds, recorded)]
    rows = judge(Evidence(configuration, trials, rates, proofs_of(folder)))
    result = [("trials", trials_table(configuration, trials))]
    if tuned:
        result.append(("tuning", tuning_table(configuration, tuned)))
    result.append(("verdicts", verdicts_table(rows)))
    if hasattr(module, "tables"):
        chosen = [trial for trial in trials if trial.rate == (rates[trial.cell][0][0] if trial.cell.tuned else None)]
        result += module.tables(configuration, chosen)
    return result


def committed_rates(configuration, path):
    """The rates of tuned cells from a committed tuning.csv."""
    kinds = place_kinds(configuration) | {"n": tables.INTEGER, "chosen": tables.TEXT}
    cell_of, found = cells_by_row(configuration), {}
    for row in rows_of(tables.from_csv(path.read_bytes(), kinds)):
        found.setdefault(cell_of(row), []).append((row["chosen"] == "true", row["learning_rate"], row["share"]))
    return {cell: chosen_first(rates) for cell, rates in found.items()}


def judge_committed(configuration, folder):
    """The rows of verdicts from the trials that are committed in a folder of results."""
    if (folder / "trials.csv").exists():
        trials = read_trials(configuration, folder / "trials.csv")
    else:
        trials = read_summary(configuration, folder / "summary.csv")
    path = folder / "tuning.csv"
    rates = committed_rates(configuration, path) if path.exists() else {}
    return judge(Evidence(configuration, trials, rates, proofs_of(folder)))
