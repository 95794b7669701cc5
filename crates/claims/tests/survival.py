"""The data and numbers in the tests of `statistics::survival` and `statistics::accelerated`.

Python 3.11, numpy 2.4.6, pandas 2.3.3, scipy 1.17.1, lifelines 0.30.3.
A time is printed negative if it is censored.
"""

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter, LogNormalAFTFitter
from lifelines.statistics import logrank_test
from scipy.stats import norm


def made(seeds, effect, horizons, generator):
    """Two arms of paired seeds, in whole epochs, the easier seeds sooner; and each time censored
    at an epoch between the arm's horizons."""
    random = np.random.default_rng(generator)
    shared = 0.4 * random.normal(size=seeds)
    rows = []
    for arm in (0, 1):
        for seed in range(seeds):
            level = 2.0 + effect * arm + 0.3 * (seed % 3) + shared[seed]
            event = np.ceil(np.exp(level + 0.5 * random.normal()))
            last = random.integers(*horizons[arm])
            rows.append((min(event, last), event <= last, arm, seed % 3, seed))
    return pd.DataFrame(rows, columns=["at", "observed", "arm", "level", "seed"])


def robust(data, columns, b, s, covariance):
    """V (sum of u u') V, u a seed's score; the fitter's own `robust=True` knows no clusters."""
    x = np.column_stack([np.ones(len(data)), data[columns]])
    z = (np.log(data["at"]) - x @ b).to_numpy() / s
    seen = data["observed"].to_numpy()
    r = np.where(seen, z, np.exp(norm.logpdf(z) - norm.logsf(z)))
    scores = np.column_stack([r[:, None] * x / s, r * z - seen])
    of_seeds = pd.DataFrame(scores).groupby(data["seed"].to_numpy()).sum().to_numpy()
    return covariance @ of_seeds.T @ of_seeds @ covariance


def listed(numbers, digits=10):
    return "[" + ", ".join(f"{x:.{digits}g}" for x in numbers) + "]"


def show(data, columns):
    arms = [data[data["arm"] == arm] for arm in (0, 1)]
    for arm in arms:
        kept = arm["observed"]
        print("times", listed(t if seen else -t for t, seen in zip(arm["at"], kept)))
        curve = KaplanMeierFitter().fit(arm["at"], kept)
        table = curve.survival_function_["KM_estimate"]
        print("curve", listed(table[sorted(set(arm["at"][kept]))], 8))
        print("censored", f"{1 - kept.mean():.2f}", "median", curve.median_survival_time_)
    a, b = arms
    test = logrank_test(a["at"], b["at"], a["observed"], b["observed"])
    print("log-rank", listed([test.test_statistic, test.p_value]))

    data_of_fit, tight = data[["at", "observed", *columns]], {"gtol": 1e-8}
    fit = LogNormalAFTFitter().fit(data_of_fit, "at", "observed", fit_options=tight)
    names = [("mu_", "Intercept"), *(("mu_", c) for c in columns), ("sigma_", "Intercept")]
    found = fit.params_[names].to_numpy()
    v = fit.variance_matrix_.loc[names, names].to_numpy()
    print("b and ln s", listed(found))
    print("errors", listed(np.sqrt(np.diag(v))))
    print("log-likelihood", f"{fit.log_likelihood_:.10g}")
    sandwich = robust(data, columns, found[:-1], np.exp(found[-1]), v)
    print("robust", listed(np.sqrt(np.diag(sandwich))))


show(made(12, 0.4, [(8, 30), (14, 40)], 45), ["arm", "level"])
show(made(10, 0.8, [(14, 40), (10, 22)], 45), ["arm"])
for z in (-40.0, -10.0, -1.0, 1.0, 3.0, 5.0, 12.0, 40.0):
    m = np.exp(norm.logpdf(z) - norm.logsf(z))
    print("tail", z, listed([norm.logsf(z), m, m * (m - z)]))
