"""Computes every row of results/*/verdicts.csv and every verdict of results/ledger.csv again, from
claim.toml, trials.csv, tuning.csv and the tables of `across`: in another language, with other
random numbers, and without a look at the code that judged them first.

    python3 experiments/tests/recompute.py [root of the repository] > table.csv

Python 3.11, numpy 2.4.6, scipy 1.17.1. Values must agree in six digits. An end that is a quantile
of resamples must lie between two of ours, four standard errors (of two bootstraps) to either side
of its level; others must agree in five digits. Outcomes must be the same, but where ours is another
with no or with six Monte Carlo standard errors for slack: those are listed. P-values are shown.
"""

import csv
import itertools
import math
import sys
import tomllib
import zlib
from pathlib import Path

import numpy as np
from scipy import optimize, stats

RESAMPLES = 99_999
SLACK = 3.0  # an end so many Monte Carlo standard errors from a limit decides nothing
LEAST = 20  # values, or splits, that decide anything
AGAINST = ["refuted", "reversed", "negligible"]
COLUMNS = ["value", "low", "high", "n", "unobserved", "failing", "p", "outcome"]
STATISTICS = {"min": np.min, "max": np.max, "mean": np.mean, "rate": np.mean, "median": np.median}
STATISTICS["estimate"] = np.max  # of one row: what a model says, with its interval beside it
STATISTICS["interquartile_mean"] = lambda x, axis: stats.trim_mean(x, 0.25, axis)


class Bootstrap:
    """Resamples of pairs, and of the rates that tuning might have chosen."""

    def __init__(self, samples, statistic, key):
        rng, parts = np.random.default_rng(zlib.crc32(key.encode())), []
        for (_, x, _), count in zip(samples, rng.multinomial(RESAMPLES, [s[0] for s in samples])):
            for start in range(0, count, 10_000):
                draw = rng.integers(len(x), size=(min(10_000, count - start), len(x)))
                parts.append(STATISTICS[statistic](x[draw], axis=-1))
        self.sorted, self.n = np.sort(np.concatenate(parts)), len(samples[0][1])
        self.expanded = statistic == "mean"  # to Student's width (Hesterberg 2015)
        self.decides = self.n >= LEAST

    def end(self, upper, slack=0.0, resamples=RESAMPLES):
        q, df = 0.025, self.n - 1
        if self.expanded:
            q = stats.norm.cdf(math.sqrt(self.n / df) * stats.t.ppf(q, df))
        q -= slack * math.sqrt(q * (1 - q) / resamples)
        rank = max(round(q * (RESAMPLES + 1)), 1)
        return float(self.sorted[-rank if upper else rank - 1])

    def p(self, limit, above, equal, slack):
        """That of the resamples above, or below, a limit, with those at it if `equal`."""
        below = np.searchsorted(self.sorted, limit, "left" if above == equal else "right")
        p = ((RESAMPLES - below if above else below) + 1) / (RESAMPLES + 1)
        p = min(p + slack * math.sqrt(p * (1 - p) / RESAMPLES), 1.0)
        if self.expanded:
            p = stats.t.cdf(stats.norm.ppf(p) * math.sqrt((self.n - 1) / self.n), self.n - 1)
        return p


class Splits:
    """Student's distribution with Nadeau and Bengio's variance, mixed over the rates."""

    def __init__(self, samples, seeds, test_per_train, data_sets=None):
        self.parts = []
        for weight, x, which in samples:
            means = [x[which // seeds == k].mean() for k in np.unique(which // seeds)]
            scale = math.sqrt((1 / len(means) + test_per_train) * np.var(means, ddof=1))
            self.parts.append((weight, float(np.mean(means)), scale + 1e-99, len(means) - 1))
        self.decides = min(df for *_, df in self.parts) + 1 >= LEAST

    def below(self, x):
        return sum(w * stats.t.cdf((x - mean) / scale, df) for w, mean, scale, df in self.parts)

    def end(self, upper, slack=0.0, resamples=RESAMPLES):
        q = 0.025 - slack * math.sqrt(0.025 * 0.975 / resamples) * (len(self.parts) > 1)
        q = 1 - q if upper else q
        ends = [float(mean + scale * stats.t.ppf(q, df)) for _, mean, scale, df in self.parts]
        low, high, gap = min(ends), max(ends), lambda x: self.below(x) - q
        return optimize.brentq(gap, low - 1e-9, high + 1e-9, xtol=1e-14) if low < high else low

    def p(self, limit, above, *_):
        return 1 - self.below(limit) if above else self.below(limit)


class Rate:
    """Clopper and Pearson's interval; over several learning rates the hull."""

    def __init__(self, samples):
        self.counts, self.decides = [(int(x.sum()), len(x)) for _, x, _ in samples], True

    def end(self, upper, *_):
        ends = [stats.binomtest(k, n).proportion_ci(method="exact") for k, n in self.counts]
        return float(max(e.high for e in ends) if upper else min(e.low for e in ends))

    def p(self, limit, above, *_):
        """How likely are counts that low, or that high, if the limit is the true rate?"""
        tail = stats.binom.cdf if above else (lambda k, *of: stats.binom.sf(k - 1, *of))
        # No rate lies beyond 0 or 1: a limit there is as good as the end.
        limit = min(max(limit, 0.0), 1.0)
        return max(tail(k, n, limit) for k, n in self.counts)


class Estimate:
    """The interval that a model recorded; no p-value, and no resamples."""

    decides = True

    def __init__(self, low, high):
        self.ends = low, high

    def end(self, upper, *_):
        return self.ends[upper]

    def p(self, *_):
        return 0.0


class Row:
    """One criterion in one setting."""

    def __init__(self, experiment, claim, criterion, printed, name, at):
        self.claim, self.c, self.printed = claim, criterion, printed
        self.role, self.op = criterion.get("role", "decides"), criterion["op"]
        self.arms = criterion.get("contrast") or [criterion["arm"]]
        self.cell, self.setting = tuple(at.values()), (name, *at.values())
        self.at = ", ".join(f"{factor} {x}".strip() for factor, x in at.items() if x != "")
        v, middle = criterion["value"], criterion.get("predicted", {}).get("value", 0.0)
        self.low = {"within": middle - v, "<": -math.inf, "<=": -math.inf}.get(self.op, v)
        self.high = {"within": middle + v, ">": math.inf, ">=": math.inf}.get(self.op, v)
        claimed = v < 0 and "<" in self.op or v > 0 and ">" in self.op
        self.effect = v if claimed and "contrast" in criterion else 0.0
        self.samples, self.unobserved = experiment.samples(self)
        statistic, splits, self.distribution = criterion["statistic"], criterion.get("splits"), None
        self.exact, x = statistic in ("min", "max"), self.samples[0][1] if self.samples else []
        self.hidden = 3 * self.unobserved > len(x) + self.unobserved
        self.value = float(STATISTICS[statistic](x, axis=-1)) if len(x) else math.nan
        self.point = self.value if self.exact else math.nan
        if self.exact or not len(x) or not all(np.isfinite(s[1]).all() for s in self.samples):
            return
        if statistic == "estimate":
            recorded = lambda end: float(experiment.recorded(self, self.c["metric"] + end))
            self.distribution = Estimate(recorded("_low"), recorded("_high"))
        elif statistic == "rate":
            self.distribution = Rate(self.samples)
        elif splits and self.cell[0] in splits.get("data_sets", self.cell):
            self.distribution = Splits(self.samples, **splits)
            self.value = self.distribution.parts[0][1]
        else:
            self.distribution = Bootstrap(self.samples, statistic, f"{self.setting}{criterion}")

    def end(self, *args):
        return self.distribution.end(*args) if self.distribution else self.point

    def p(self, slack):
        """Two-sided: of the claim or of its contrary, whichever the data speak against more."""
        if self.hidden or not self.distribution.decides:
            return 1.0
        strict, p = self.op in "<>", self.distribution.p
        limits = [x for x in [(self.low, False), (self.high, True)] if math.isfinite(x[0])]
        fails = max(p(limit, above, strict, slack) for limit, above in limits)
        holds = min(p(limit, not above, not strict, slack) for limit, above in limits)
        return min(1.0, 2 * min(fails, holds))

    def outcome(self, slack, p):
        if self.hidden:
            return "not observed"
        low, high, v = self.end(False, slack), self.end(True, slack), self.effect
        if p > 0.05 or not (self.distribution.decides if self.distribution else self.exact):
            return "undecided"
        within, beyond = (np.less, np.less_equal)[:: 1 if self.op in "<>" else -1]
        if within(self.low, low) and within(high, self.high):
            return "supported"
        if v < 0 and low >= -v or v > 0 and high <= -v:
            return "reversed"
        against = "negligible" if max(-low, high) < abs(v) else "refuted"
        return against if beyond(self.high, low) or beyond(high, self.low) else "undecided"


class Proof:
    """A statement that is proved or not: scripts/verify-proofs looks at the certificates."""

    def __init__(self, claim, criterion, printed, name, answers):
        self.claim, self.printed, self.setting = claim, printed, (name, "")
        self.role, self.at = criterion.get("role", "decides"), ""
        self.c, self.samples, self.distribution = {"metric": "proof"}, [True], None
        answer = answers["printed: " * printed + criterion["proof"]]
        self.answer = {"proved": "supported", "disproved": "refuted"}.get(answer, "undecided")

    def outcome(self, *_):
        return self.answer


class Experiment:
    def __init__(self, file, results):
        self.toml, self.cells, self.rates, self.rows = tomllib.loads(file.read_text()), {}, {}, []
        factors, across = self.toml.get("factors", {}), self.toml.get("across", [])
        cell = lambda r: (r.get("data_set", ""), *(int(r[f]) for f in factors), r["arm"])
        for r in table(results / "trials.csv"):
            rate = float(r.get("learning_rate") or 0) if "tuning" in self.toml else 0.0
            self.cells.setdefault((*cell(r), rate), {})[int(r["seed"])] = r
        for name, r in [(name, r) for name in across for r in table(results / f"{name}.csv")]:
            self.cells.setdefault(("", name, 0.0), {})[int(r["seed"])] = r
        for r in table(results / "tuning.csv"):
            found, share = self.rates.setdefault(cell(r), []), float(r["share"])
            place = 0 if r["chosen"] == "true" else len(found)
            found[place:place] = [(share, float(r["learning_rate"]))] * (share > 0)
        for claim, kind in itertools.product(self.toml["claim"], ("printed", "criterion")):
            for c in claim.get(kind, []):
                if "proof" in c:
                    of = {r["statement"]: r["answer"] for r in table(results / "proofs.csv")}
                    self.rows.append(Proof(claim["id"], c, kind == "printed", results.name, of))
                    continue
                over = {"": self.toml.get("trials", {}).get("data_sets", [""]), **factors}
                over = {"": [""]} if c.get("arm") in across else over
                over |= {f: [level] for f, level in c.get("at", {}).items()}
                for at in itertools.product(*over.values()):
                    setting = (results.name, dict(zip(over, at)))
                    self.rows.append(Row(self, claim["id"], c, kind == "printed", *setting))
        self.rows = [row for row in self.rows if row.samples]

    def trials(self, row, arm):
        """The trials of an arm with their weight, at each rate; those at the rate chosen first."""
        found = self.rates.get((*row.cell, arm), [(1.0, 0.0)])
        return [(w, self.cells.get((*row.cell, arm, rate), {})) for w, rate in found]

    def recorded(self, row, metric):
        """A metric of the only trial of an arm."""
        (trial,) = self.cells[(*row.cell, row.arms[0], 0.0)].values()
        return trial[metric]

    def samples(self, row):
        """For all combinations of rates weight, values and seeds; and pairs that say nothing."""
        metric, reached, found, unobserved = row.c["metric"], row.c.get("reached"), [], []
        for combination in itertools.product(*(self.trials(row, arm) for arm in row.arms)):
            trials = [t for _, t in combination]
            seeds = [s for s in sorted(trials[0]) if all(t.get(s, {}).get(metric) for t in trials)]
            kept = [s for s in seeds if not reached or any(float(t[s][reached]) for t in trials)]
            x, *y = [np.array([float(t[s][metric]) for s in kept]) for t in trials]
            if y:
                x = np.log(x / y[0]) if row.c.get("comparison") == "log_ratio" else x - y[0]
            if seeds:
                found.append((math.prod(w for w, _ in combination), x, np.array(kept)))
                unobserved.append(len(seeds) - len(kept))
        total = sum(w for w, *_ in found)
        return [(w / total, x, kept) for w, x, kept in found], (unobserved or [0])[0]

    def failing(self, row):
        """The arms that miss their goal in more than a twentieth of their confirmations."""
        trials = [(arm, self.trials(row, arm)[0][1].values()) for arm in row.arms]
        shares = [(a, np.mean([float(r.get("reached") or 1) == 0 for r in t])) for a, t in trials]
        return ", ".join(f"{arm} {share:.2g}" for arm, share in shares if share > 0.05)

    def judge(self, slack):
        """Outcomes and p-values, corrected by Holm's method, row by row."""
        tested = lambda r: r.distribution and not isinstance(r.distribution, Estimate)
        family = [i for i, r in enumerate(self.rows) if r.role != "shows" and tested(r)]
        raw, p, highest = {i: self.rows[i].p(slack) for i in family}, {}, 0.0
        for k, i in enumerate(sorted(family, key=raw.get)):
            p[i] = highest = max(highest, min(1.0, (len(family) - k) * raw[i]))
        own = [r.outcome(slack, p.get(i, 0.0)) for i, r in enumerate(self.rows)]
        bad = [r for r, o in zip(self.rows, own) if r.role == "control" and o != "supported"]
        lost = [("decides", r.claim, r.setting) for r in bad]
        where = [(r.role, r.claim, r.setting) for r in self.rows]
        return ["not observed" if w in lost else o for w, o in zip(where, own)], p


def verdict(claim, judged):
    """The verdict on a claim; and settings in which it held, that were observed, and all."""
    settings, order = {}, [*AGAINST, "not observed", "undecided", "supported"]
    for r, outcome in judged:
        if r.claim == claim["id"] and r.role == "decides":
            settings.setdefault((r.printed, r.setting), []).append(outcome)
    worst = [(printed, min(o, key=order.index)) for (printed, _), o in settings.items()]
    outcomes, slips = [[o for p, o in worst if p == printed] for printed in (False, True)]
    held, against = outcomes.count("supported"), sum(o in AGAINST for o in outcomes)
    cells, observed = len(outcomes), len(outcomes) - outcomes.count("not observed")
    said, some = "inconclusive", claim.get("quantifier") == "some"
    if some and (held or against == cells) or not some and against and 3 * observed >= 2 * cells:
        said = "refuted" if not held else "supported" if some else "conditional"
    elif not some and held and 3 * observed >= 2 * cells and 3 * held >= 2 * observed:
        slip = "imprecise" if "imprecise" in claim else "erratum"
        said = slip if any(o in AGAINST for o in slips) else "supported"
    return f"{'not testable' if 'not_testable' in claim else said}, {held} of {observed} of {cells}"


def table(path):
    return list(csv.DictReader(path.open(newline=""))) if path.exists() else []


def agrees(column, row, ours, theirs):
    if column not in ("value", "low", "high") or theirs == "":
        return str(ours) == theirs or column == "p"
    ends, x = [ours], float(theirs)
    if column != "value" and row.distribution:
        ends = [row.end(column == "high", slack, RESAMPLES / 2) for slack in (4.0, -4.0)]
    slack = (5e-6 if column == "value" else 5e-5) * abs(x) + 1e-30
    return min(ends) - slack <= x <= max(ends) + slack or str(ours) == str(x)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2]
    out = csv.writer(sys.stdout, lineterminator="\n")
    both = [f"{whose}_{c}" for c in COLUMNS for whose in ("ours", "theirs")]
    out.writerow(["experiment", "id", "criterion", "at", *both, "disagrees"])
    claims, judged, problems, near = {}, [], [], []
    folders = sorted(file.parent for file in root.glob("results/*/verdicts.csv"))
    skipped = [f.name for f in folders if not (f / "trials.csv").exists()]
    for results in (f for f in folders if f.name not in skipped):
        e = Experiment(root / "experiments/src" / results.name / "claim.toml", results)
        theirs = table(results / "verdicts.csv")
        keys = [(r.claim, r.role, r.c["metric"], r.at) for r in e.rows]
        assert keys == [(t["id"], t["role"], t["metric"], t["at"]) for t in theirs], results
        (own, p), *others = [e.judge(slack) for slack in (SLACK, 0.0, 2 * SLACK)]
        for i, (r, t) in enumerate(zip(e.rows, theirs)):
            if isinstance(r, Proof):
                is_other = own[i] != t["outcome"]
                problems += [f"{t['id']}: {t['criterion']}: {own[i]} here"] * is_other
                continue
            ends, n = [""] * 2 if r.exact else [r.end(False), r.end(True)], len(r.samples[0][1])
            said = [r.value, *ends, n, r.unobserved, e.failing(r), p.get(i, ""), own[i]]
            ours = dict(zip(COLUMNS, said))
            unsure = any(outcomes[i] != own[i] for outcomes, _ in others)
            where = [results.name, t["id"], t["criterion"], r.at]
            wrong = [c for c in COLUMNS[: 7 if unsure else 8] if not agrees(c, r, ours[c], t[c])]
            near += [f"{'; '.join(where)}: {own[i]} here, {t['outcome']} there"] * unsure
            problems += [f"{'; '.join(where)}: {c} {ours[c]} here, {t[c]} there" for c in wrong]
            pairs = [x for c in COLUMNS for x in (ours[c], t[c])]
            out.writerow([*where, *pairs, " ".join(wrong + ["near"] * unsure)])
        claims |= {claim["id"]: claim for claim in e.toml["claim"]}
        judged += zip(e.rows, own)
    ledger = [t for t in table(root / "results/ledger.csv") if t["id"] in claims]
    for t in ledger:
        ours = verdict(claims[t["id"]], judged)
        there = "{verdict}, {held} of {observed} of {cells}".format(**t)
        problems += [f"ledger: {t['id']}: {ours} here, {there} there"] * (ours != there)
    counts = f"{len(judged)} rows and {len(ledger)} verdicts, {len(problems)} disagreements:"
    rest = [f"{len(near)} near a limit:", *near, "without trials:", *skipped]
    print(counts, *problems, *rest, sep="\n", file=sys.stderr)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
