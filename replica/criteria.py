"""A criterion: what it asks of a value, and how it reads (judgement.md, sections 2, 9 and 11)."""

import operator
from dataclasses import dataclass

from .reductions import EXACT
from .tables import decimal, with_exponent, without_exponent

OPERATORS = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "==": operator.eq}


def number(x):
    """The shortest decimal that reads back as x, a whole number without a point."""
    digits, e = decimal(x)
    plain = x == 0 or 0.001 <= abs(x) < 1000000
    return ("-" if x < 0 else "") + (without_exponent(digits, e) if plain else with_exponent(digits, e, ""))


@dataclass(frozen=True)
class Criterion:
    """One [[claim.criterion]] or [[claim.printed]] of a claim."""

    claim: str
    printed: bool
    keys: dict

    @property
    def role(self):
        return self.keys.get("role", "decides")

    @property
    def proof(self):
        return self.keys.get("proof")

    @property
    def metric(self):
        return "proof" if self.proof else self.keys["metric"]

    @property
    def reached(self):
        """The metric that says whether a run reached its goal, if the criterion names one."""
        return self.keys.get("reached")

    @property
    def contrast(self):
        return "contrast" in self.keys

    @property
    def arms(self):
        return self.keys["contrast"] if self.contrast else [self.keys["arm"]]

    @property
    def statistic(self):
        return self.keys["statistic"]

    @property
    def exact(self):
        """Whether it has no interval and no p."""
        return bool(self.proof) or self.statistic in EXACT

    @property
    def log_ratio(self):
        return self.keys.get("comparison", "difference") == "log_ratio"

    @property
    def op(self):
        return self.keys["op"]

    @property
    def value(self):
        return float(self.keys["value"])

    @property
    def predicted(self):
        return self.keys.get("predicted")

    @property
    def centre(self):
        return float(self.predicted["value"]) if self.predicted else 0.0

    @property
    def within(self):
        """The ends of what the criterion allows on both sides, or None."""
        return (self.centre - self.value, self.centre + self.value) if self.op == "within" else None

    @property
    def evidence(self):
        default = "proved" if self.proof else "sampled" if self.exact else "measured"
        return self.keys.get("evidence", default)

    def holds(self, x):
        """Whether a value satisfies it; of an array, for each of its elements."""
        if self.op == "within":
            return abs(x - self.centre) <= self.value
        return OPERATORS[self.op](x - self.centre, self.value)

    def claims_effect(self):
        """Whether the number lies on the side that a contrast claims; on the other side it is a margin."""
        below = self.op in ("<=", "<") and self.value <= 0
        above = self.op in (">=", ">") and self.value >= 0
        return self.contrast and (below or above)

    def side(self, x):
        """The outcome if x were all that is known."""
        if self.holds(x):
            return "supported"
        if not self.claims_effect():
            return "refuted"
        return "reversed" if OPERATORS[self.op](-x, self.value) else "negligible"

    def outcome(self, low, high):
        """The outcome of an interval."""
        sides = self.side(low), self.side(high)
        if self.op == "within" and sides == ("refuted", "refuted") and low < self.centre < high:
            return "undecided"
        if sides[0] == sides[1]:
            return sides[0]
        against = {"negligible", "reversed", "refuted"}
        return "refuted" if against.issuperset(sides) else "undecided"

    @property
    def text(self):
        """The criterion as verdicts.csv has it, without its `printed: `."""
        if self.proof:
            return self.proof
        if not self.contrast:
            what = f"{self.metric}({self.arms[0]})"
        elif self.log_ratio:
            what = f"ln({self.arms[0]}/{self.arms[1]}) of {self.metric}"
        else:
            what = f"{self.arms[0]} - {self.arms[1]} of {self.metric}"
        of = f" of {self.predicted['formula']}" if self.predicted else ""
        return f"{self.statistic} {what} {self.op} {number(self.value)}{of}"

    @property
    def statement(self):
        return ("printed: " if self.printed else "") + self.text


def criteria(claim):
    """Those of a claim of claim.toml, in the order of verdicts: printed ones first."""
    for kind in ("printed", "criterion"):
        for keys in claim.get(kind, []):
            yield Criterion(claim["id"], kind == "printed", keys)
