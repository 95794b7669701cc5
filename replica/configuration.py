"""From claim.toml to cells (tables.md, section 1)."""

import itertools
import tomllib
from dataclasses import dataclass, field


def merge(below, above):
    """Lays one table over another, in place. A key that exists keeps its place; lists are replaced whole."""
    for key, value in above.items():
        if isinstance(below.get(key), dict) and isinstance(value, dict):
            merge(below[key], value)
        else:
            below[key] = value


@dataclass(frozen=True)
class Cell:
    """A data set, an arm, and a level of each factor."""

    data_set: str
    arm: str
    levels: dict = field(hash=False)  # factor -> level, in the order of [factors]
    confirm_seeds: int
    tuned: bool

    @property
    def place(self):
        """The cell without its arm, as text: `digits, depth 5`."""
        names = [self.data_set] if self.data_set else []
        return ", ".join(names + [f"{factor} {level}" for factor, level in self.levels.items()])


@dataclass
class Configuration:
    """What claim.toml says of an experiment, and its cells in order."""

    experiment: str
    arms: dict
    factors: dict
    settings: dict
    claims: list
    tuning: dict | None
    pilot_seeds: int
    cells: list


def fits(entry, data_set, arm, levels):
    """Whether an entry of `trials.more` speaks of this cell."""
    return (
        (not entry.get("arms") or arm in entry["arms"])
        and (not entry.get("data_sets") or data_set in entry["data_sets"])
        and all(levels[factor] in named for factor, named in entry.get("at", {}).items())
    )


def cells(arms, factors, trials, tuning):
    """All cells in order: data sets, then arms, then levels, the last factor in the innermost loop."""
    result = []
    for data_set, arm in itertools.product(trials.get("data_sets", [""]), arms):
        for combination in itertools.product(*factors.values()):
            levels = dict(zip(factors, combination))
            more = (entry for entry in trials.get("more", []) if fits(entry, data_set, arm, levels))
            seeds = next(more, trials).get("confirm_seeds", 1)
            tuned = tuning is not None and (not tuning.get("arms") or arm in tuning["arms"]) and seeds > 0
            result.append(Cell(data_set, arm, levels, seeds, tuned))
    return result


def read(path, quick):
    """The configuration of the experiment whose claim.toml lies in the folder of its name."""
    with open(path, "rb") as file:
        table = tomllib.load(file)
    above = table.pop("quick", {})
    if quick:
        merge(table, above)
    arms, factors, trials = table.get("arms", {}), table.get("factors", {}), table.get("trials", {})
    tuning = table.get("tuning")
    return Configuration(
        experiment=path.parent.name,
        arms=arms,
        factors=factors,
        settings=table.get("settings", {}),
        claims=table.get("claim", []),
        tuning=tuning,
        pilot_seeds=trials.get("pilot_seeds", 1),
        cells=cells(arms, factors, trials, tuning),
    )
