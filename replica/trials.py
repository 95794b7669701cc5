"""Trials, their table, and how they are read again (tables.md, sections 1 to 3)."""

from dataclasses import dataclass

from . import tables
from .configuration import Cell


@dataclass(frozen=True)
class Trial:
    """What one seed of a cell recorded at one learning rate, or at none."""

    cell: Cell
    rate: float | None
    seed: int
    metrics: dict


def place_kinds(configuration):
    """The types of the columns of a place and of seeds; other columns of trials are floats."""
    kinds = {"data_set": tables.TEXT, "arm": tables.TEXT, "seed": tables.INTEGER}
    return kinds | {factor: tables.INTEGER for factor in configuration.factors}


def place_columns(configuration, cells):
    """The columns that several tables begin with, for rows of these cells."""
    named = any(cell.data_set for cell in configuration.cells)
    columns = [("data_set", tables.texts(cell.data_set for cell in cells))] if named else []
    columns.append(("arm", tables.texts(cell.arm for cell in cells)))
    for factor in configuration.factors:
        columns.append((factor, tables.integers(cell.levels[factor] for cell in cells)))
    return columns


def trials_table(configuration, trials):
    """The table `trials`. Metrics come in the order in which they first appear."""
    metrics = dict.fromkeys(metric for trial in trials for metric in trial.metrics)
    columns = place_columns(configuration, [trial.cell for trial in trials])
    if any(trial.rate is not None for trial in trials):
        columns.append(("learning_rate", tables.floats(trial.rate for trial in trials)))
    columns.append(("seed", tables.integers(trial.seed for trial in trials)))
    for metric in metrics:
        columns.append((metric, tables.floats(trial.metrics.get(metric) for trial in trials)))
    return columns


def rows_of(table):
    """The rows of a table, each a dictionary."""
    names = [name for name, _ in table]
    return [dict(zip(names, values)) for values in zip(*(column for _, column in table))]


def cells_by_row(configuration):
    """A function from a row with the columns of a place to its cell."""
    cells = {(cell.data_set, cell.arm, *cell.levels.values()): cell for cell in configuration.cells}
    return lambda row: cells[row.get("data_set", ""), row["arm"], *(row[factor] for factor in configuration.factors)]


def read_trials(configuration, path):
    """The trials of a committed trials.csv. What was not recorded is not among the metrics."""
    table = tables.from_csv(path.read_bytes(), place_kinds(configuration))
    known = {"data_set", "arm", "learning_rate", "seed", *configuration.factors}
    metrics = [name for name, _ in table if name not in known]
    cell_of = cells_by_row(configuration)
    return [
        Trial(cell_of(row), row.get("learning_rate"), row["seed"],
              {metric: row[metric] for metric in metrics if row[metric] is not None})
        for row in rows_of(table)
    ]


def read_summary(configuration, path):
    """Trials that have the rates and the largest values of a committed summary.csv (judgement.md, section 13).

    Of a metric that is 0 or 1 the ones are counted from the mean, any other one is its largest value throughout.
    """
    kinds = place_kinds(configuration) | {"metric": tables.TEXT, "n": tables.INTEGER}
    cell_of, trials = cells_by_row(configuration), []
    for row in rows_of(tables.from_csv(path.read_bytes(), kinds)):
        values = [row["max"]] * row["n"]
        if row["metric"] in ("solved", "at_plateau"):
            ones = round(row["mean"] * row["n"])
            values = [1.0] * ones + [0.0] * (row["n"] - ones)
        for seed, value in enumerate(values):
            trials.append(Trial(cell_of(row), row["learning_rate"], seed, {row["metric"]: value}))
    return trials
