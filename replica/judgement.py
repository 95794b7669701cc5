"""From trials to the table of verdicts (judgement.md, sections 2 to 4 and 7 to 11)."""

import math
from dataclasses import dataclass, field

import numpy as np

from . import tables
from .bootstrap import UNKNOWN, Interval, bootstrap
from .criteria import Criterion, criteria, number
from .distributions import at_least, at_most, clopper_pearson
from .double import log
from .reductions import reduce, to_digits
from .streams import stream

LEVEL = 1.0 - 0.95
ENOUGH = {"min": 1, "max": 1, "rate": 1}  # values that decide something; 20 for the other statistics


@dataclass
class Sample:
    """The values at one learning rate, or one pair of them, and how likely tuning chooses that."""

    share: float
    values: list
    unobserved: int = 0

    @property
    def enough(self):
        return bool(self.values) and len(self.values) >= 2 * self.unobserved


@dataclass
class Row:
    """A row of verdicts: a criterion at a place."""

    criterion: Criterion
    data_set: str = ""
    levels: dict = field(default_factory=dict)
    place: str = ""
    value: float = math.nan
    interval: tuple | None = None
    n: int = 0
    unobserved: int = 0
    failing: str = ""
    p: float | None = None
    outcome: str = "undecided"


class Evidence:
    """What is judged: the trials by cell and rate, the rates of cells, and the proofs by id and statement."""

    def __init__(self, configuration, trials, rates, proofs):
        self.configuration, self.rates, self.proofs = configuration, rates, proofs
        self.cells = {(cell.data_set, cell.arm, *cell.levels.values()): cell for cell in configuration.cells}
        self.trials = {}
        for trial in trials:
            self.trials.setdefault(trial.cell, {}).setdefault(trial.rate, []).append(trial)

    def cell(self, arm, place):
        """The cell of an arm at the place of another cell."""
        return self.cells[place.data_set, arm, *place.levels.values()]

    def rates_of(self, cell):
        """The rates of a cell with their shares, the chosen one first."""
        return self.rates.get(cell, [(None, 1.0)])

    def recorded(self, cell, rate, metric):
        """The trials at a rate that recorded a metric, by increasing seed."""
        trials = self.trials.get(cell, {}).get(rate, [])
        return sorted((trial for trial in trials if metric in trial.metrics), key=lambda trial: trial.seed)


# --- Values -------------------------------------------------------------------------------------------------------


def compared(criterion, x, y):
    """One value of a contrast."""
    if not criterion.log_ratio:
        return x - y
    comparable = all(math.isfinite(v) and v > 0 for v in (x, y))
    return float(log(np.float64(x / y))) if comparable else math.nan


def paired(criterion, share, first, second):
    """The sample of two lists of trials, by pairs of one seed."""
    sample = Sample(share, [])
    others = {trial.seed: trial for trial in second}
    for trial in first:
        if trial.seed not in others:
            continue
        pair = trial, others[trial.seed]
        if all(one.metrics.get(criterion.reached) == 0 for one in pair):
            sample.unobserved += 1  # of two runs that miss the goal, neither is known to be sooner
        else:
            sample.values.append(compared(criterion, *(one.metrics[criterion.metric] for one in pair)))
    return sample


def samples(criterion, evidence, place):
    """One sample a rate, or a pair of rates; the first is that of the chosen rates."""
    cells = [evidence.cell(arm, place) for arm in criterion.arms]
    at_rates = [
        [(share, evidence.recorded(cell, rate, criterion.metric)) for rate, share in evidence.rates_of(cell)]
        for cell in cells
    ]
    if not criterion.contrast:
        return [Sample(share, [trial.metrics[criterion.metric] for trial in trials]) for share, trials in at_rates[0]]
    return [
        paired(criterion, one * other, first, second) for one, first in at_rates[0] for other, second in at_rates[1]
    ]


def failing(criterion, evidence, place):
    """The arms that miss their goal in more than a twentieth of their trials at the chosen rate."""
    metric, listed = criterion.reached or "reached", []
    for arm in criterion.arms:
        cell = evidence.cell(arm, place)
        reached = [trial.metrics[metric] for trial in evidence.recorded(cell, evidence.rates_of(cell)[0][0], metric)]
        share = reached.count(0.0) / len(reached) if reached else 0.0
        if share > 0.05:
            listed.append(f"{arm} {number(to_digits(share, 2))}")
    return ", ".join(listed)


# --- Intervals ----------------------------------------------------------------------------------------------------


def rate_p(criterion, k, n):
    if criterion.within is None:
        return 2.0 * min(at_least(k, n, criterion.value), at_most(k, n, criterion.value))
    low, high = criterion.within
    return 2.0 * min(max(at_least(k, n, low), at_most(k, n, high)), min(at_most(k, n, low), at_least(k, n, high)))


def rate_interval(criterion, found):
    """The hull of the Clopper-Pearson intervals of all samples, and the greatest p."""
    counts = [(sample.values.count(1.0), len(sample.values)) for sample in found]
    ends = [clopper_pearson(k, n) for k, n in counts]
    hull = min(low for low, _ in ends), max(high for _, high in ends)
    return Interval(hull, hull, max(rate_p(criterion, k, n) for k, n in counts))


def interval_of(criterion, found, experiment, place):
    if any(math.isnan(x) for sample in found for x in sample.values):
        return UNKNOWN
    if criterion.statistic == "rate":
        return rate_interval(criterion, found)
    role = f"bootstrap of {criterion.metric}, {'/'.join(criterion.arms)}, {place.place}"
    draws = stream(experiment, "confirm", place.data_set, 0, role)
    return bootstrap(criterion.statistic, found, criterion.holds, criterion.within, draws)


# --- Rows ---------------------------------------------------------------------------------------------------------


def judged(criterion, evidence, place):
    """The row of a criterion at a place, before Holm's correction."""
    found = samples(criterion, evidence, place)
    first = found[0]
    row = Row(criterion, place.data_set, place.levels, place.place)
    row.n, row.unobserved, row.failing = len(first.values), first.unobserved, failing(criterion, evidence, place)
    row.value = reduce(criterion.statistic, first.values)
    certain = row.value, row.value
    if not criterion.exact:
        interval = interval_of(criterion, found, evidence.configuration.experiment, place)
        row.interval, certain, row.p = interval.shown, interval.certain, interval.p
        if math.isnan(interval.shown[0]):
            row.value = math.nan
    if not all(sample.enough for sample in found):
        row.outcome, row.p = "not observed", None if row.p is None else 1.0
    elif not math.isnan(row.value) and row.n >= ENOUGH.get(criterion.statistic, 20):
        row.outcome = criterion.outcome(*certain)
    return row


def proved(criterion, evidence):
    """The row of a proof."""
    answer, parts = evidence.proofs[criterion.claim, criterion.statement]
    value, outcome = {
        "proved": (1.0, "supported"), "disproved": (0.0, "refuted"), "undecided": (math.nan, "undecided")
    }[answer]
    return Row(criterion, value=value, n=parts, outcome=outcome)


def places(criterion, evidence):
    """The cells of the first arm at whose places the criterion has a row."""
    at = criterion.keys.get("at", {})
    fitting = [
        cell
        for cell in evidence.configuration.cells
        if cell.arm == criterion.arms[0] and all(cell.levels[factor] == level for factor, level in at.items())
    ]
    tried = [cell for cell in fitting if any(evidence.cell(arm, cell) in evidence.trials for arm in criterion.arms)]
    return tried or fitting


def corrected(rows):
    """Holm's correction, in place. The family is all rows with an interval that are not merely shown."""
    family = [row for row in rows if row.interval is not None and row.criterion.role != "shows"]
    least = 0.0
    for rank, row in enumerate(sorted(family, key=lambda row: row.p)):
        least = max(least, min(1.0, row.p * (len(family) - rank)))
        row.p = least
        if least > LEVEL and row.outcome != "not observed":
            row.outcome = "undecided"
    for row in rows:
        if row.criterion.role == "shows":
            row.p = None


def judge(evidence):
    """All rows, in the order of verdicts."""
    rows = []
    for claim in evidence.configuration.claims:
        for criterion in criteria(claim):
            if criterion.proof:
                rows.append(proved(criterion, evidence))
            else:
                rows += [judged(criterion, evidence, place) for place in places(criterion, evidence)]
    corrected(rows)
    return rows


def verdicts_table(rows):
    """The table `verdicts`. All is decided before anything is rounded."""
    predicted = [row.criterion.predicted for row in rows]
    values = [row.value if row.interval is None else to_digits(row.value) for row in rows]
    ends = [(None, None) if row.interval is None else tuple(map(to_digits, row.interval)) for row in rows]
    return [
        ("id", tables.texts(row.criterion.claim for row in rows)),
        ("criterion", tables.texts(row.criterion.statement for row in rows)),
        ("role", tables.texts(row.criterion.role for row in rows)),
        ("evidence", tables.texts(row.criterion.evidence for row in rows)),
        ("metric", tables.texts(row.criterion.metric for row in rows)),
        ("at", tables.texts(row.place for row in rows)),
        ("predicted", tables.floats(None if one is None else float(one["value"]) for one in predicted)),
        ("value", tables.floats(values)),
        ("low", tables.floats(low for low, _ in ends)),
        ("high", tables.floats(high for _, high in ends)),
        ("n", tables.integers(row.n for row in rows)),
        ("unobserved", tables.integers(row.unobserved for row in rows)),
        ("failing", tables.texts(row.failing for row in rows)),
        ("p", tables.floats(None if row.p is None else to_digits(row.p) for row in rows)),
        ("outcome", tables.texts(row.outcome for row in rows)),
    ]
