"""From the rows of verdicts to the verdict of a claim (judgement.md, section 12)."""

from dataclasses import dataclass

WORSE = ["supported", "undecided", "not observed", "negligible", "reversed", "refuted"]
WEAKER = ["proved", "exhaustive", "measured", "sampled", "convention"]
AGAINST = ("negligible", "reversed", "refuted")


@dataclass(frozen=True)
class Verdict:
    """What the ledger says of a claim, as far as it is specified."""

    verdict: str
    evidence: str = ""
    held: int = 0
    observed: int = 0
    cells: int = 0


def includes(control, setting):
    """Whether the place of a control includes a setting."""
    data_set, levels = setting
    return (not control.data_set or control.data_set == data_set) and control.levels.items() <= dict(levels).items()


def settings(rows):
    """The outcome of each setting of one form of a claim: the worst of its deciding rows."""
    outcomes = {}
    for row in rows:
        if row.criterion.role == "decides":
            outcomes.setdefault((row.data_set, tuple(row.levels.items())), []).append(row.outcome)
    worst = {setting: max(found, key=WORSE.index) for setting, found in outcomes.items()}
    for row in rows:
        if row.criterion.role == "control" and row.outcome != "supported":
            for setting in worst:
                if includes(row, setting):
                    worst[setting] = "not observed"
    return list(worst.values())


def form(rows, quantifier):
    """The verdict of one form, and what it counts: held, observed, cells."""
    outcomes = settings(rows)
    held = outcomes.count("supported")
    against = sum(outcome in AGAINST for outcome in outcomes)
    cells = len(outcomes)
    observed = cells - outcomes.count("not observed")
    verdict = "inconclusive"
    if quantifier == "some":
        if held > 0:
            verdict = "supported"
        elif cells > 0 and against == cells:
            verdict = "refuted"
    elif cells > 0 and 3 * observed >= 2 * cells:
        if against > 0:
            verdict = "conditional" if held > 0 else "refuted"
        elif 3 * held >= 2 * observed:
            verdict = "supported"
    return verdict, (held, observed, cells)


def verdict_of(claim, rows):
    """The verdict of a claim of claim.toml from all rows of its experiment."""
    if "not_testable" in claim:
        return Verdict("not testable")
    rows = [row for row in rows if row.criterion.claim == claim["id"]]
    printed = [row for row in rows if row.criterion.printed]
    own = [row for row in rows if not row.criterion.printed]
    verdict, counts = form(own, claim.get("quantifier", "every"))
    if printed:
        as_printed, _ = form(printed, "every")
        if as_printed == "supported":
            verdict = "supported"
        elif verdict == "supported":
            slip = "imprecise" if claim.get("imprecise") else "erratum"
            verdict = slip if as_printed in ("refuted", "conditional") else "inconclusive"
    evidence = (row.criterion.evidence for row in rows if row.criterion.role == "decides")
    return Verdict(verdict, max(evidence, key=WEAKER.index), *counts)
