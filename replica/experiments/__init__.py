"""The ten experiments: one module each, under the name of the experiment.

What a module offers
--------------------

`run(configuration, cell, rate, seeds, phase)` runs trials and returns a list with one dictionary for each of `seeds`,
in their order: metric -> value, a float, in the order in which the trial records its metrics. A metric that a trial
does not record is not in its dictionary.

- `configuration.experiment` is the experiment's name, which is part of the keys of streams; `configuration.settings`
  is the table `[settings]`, `configuration.arms[cell.arm]` what the arm has.
- `cell` has `data_set` (the empty text where there is none), `arm`, and `levels`, a dictionary: factor -> level.
- `rate` is the learning rate that tuning gives, a float, or None where the cell is not tuned.
- `seeds` is a list of integers, which may be run side by side; `phase` is `"confirm"` or `"pilot"`.

`tables(configuration, trials)` is there only if the experiment has tables of its own. It returns a list of pairs
(name, table), in the order of tables.md. `trials` are those at the chosen rates: a list of `Trial`, with `cell`,
`rate`, `seed` and `metrics`, in the order of the table of trials. A table is a list of pairs (column name, list of
values), with None for a gap; `tables.texts`, `tables.integers` and `tables.floats` make columns of a type, for those
that may have nothing but gaps. (`critical_values` and `proofs` are not made here: they are taken as given.)

What tuning offers
------------------

`tuning.tune(configuration, cell, run)` gives the rows of the table `tuning` for one tuned cell, rates increasing: a
list of `tuning.Rate`, with `learning_rate`, `value`, `n`, `share` and `chosen` (a bool); `value` is not rounded, that
is done where the table is made. `run(rate, seeds)` runs pilots and gives dictionaries as above.
`configuration.tuning` is the table `[tuning]`, `configuration.pilot_seeds` the number of pilots, and `cell.place` the
text of the place, as it stands in roles. The reductions by their names are `reductions.reduce(name, values)`.

What several experiments share
------------------------------

`formulas.formula(text)` is a formula of claim.toml as a function of its variables by name, numbers or arrays;
`formulas.derivative(f, x)` and `formulas.error(value, d)` are those of zig_zag.md and mse_vs_cross_entropy.md.
`search.largest(f, box, stream)` is the search of a box of neuron.md: `box` is a list of intervals, f takes an array of
points `[points, variables]` and gives an array of values.
"""
