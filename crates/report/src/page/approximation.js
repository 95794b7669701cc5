"use strict";
// The part on approximation: a function drawn by a hidden layer, constructed and trained.
part("try-approximation", (box) => {
  const { id } = box;
  const { settings } = JSON.parse(published("universal_approximation").parameters);
  const [OWN, BY_HAND] = ["a formula of your own", "drawn by hand"];
  const TARGETS = { "sin x": ["sin(x)", [0, 2 * Math.PI], "sine"], "x squared": ["x^2", [0, 1], "square"], "|x|": ["abs(x)", [-1, 1]], "a jump": ["where(x < 0, 0, 1)", [-1, 1]] };
  const CONSTRUCTIONS = { "a polygon of ReLUs": "polygon", "a staircase of sigmoids": "staircase" };
  const [MOST, HANDS] = [64, 65];
  const LAW = [2, 4, 8, 16, 32, 64];
  const state = { target: "sin x", formula: "x*exp(-x)", low: 0, high: 2 * Math.PI, values: null, construction: "a polygon of ReLUs", units: 8, knots: null, rate: 0.03, seed: 0, trained: false };
  let turn = 0;
  let found; // What is constructed, and its law.
  let run; // What is trained, if it is.
  let wanted;
  const ask = asking("approximation", againModule);
  const isKnown = () => Object.hasOwn(TARGETS, state.target);
  const interval = () => [state.low, state.high];
  const curveOf = () => ({
    target: state.target === BY_HAND ? { values: state.values } : { formula: isKnown() ? TARGETS[state.target][0] : state.formula }, interval: interval(),
  });
  /// The published runs of this function by so many units: learning rate, and the error of each seed.
  const publishedRuns = (units) => compared("trained").find(([arm]) => arm === `trained_${TARGETS[state.target]?.[2]}_${units}`)?.slice(1);
  const nearestRate = () => publishedRuns(LAW.slice(1).findLast((n) => n <= state.units) ?? 4)?.[0] ?? 0.01;

  /// What a hand begins with.
  const sketch = () => state.values ?? (found ? thinned(found.target, HANDS - 1).map(([, y]) => y) : Array(HANDS).fill(0));

  // ---- Controls.
  const target = choice("Function", [...Object.keys(TARGETS), OWN, BY_HAND], (value) => {
    const values = value === BY_HAND ? sketch() : null;
    const [low, high] = TARGETS[value]?.[1] ?? interval();
    state.target = value;
    change({ values, low, high, knots: null, rate: nearestRate() });
  });
  const formula = labelled("f(x)", htmlElement("input", { type: "text", spellcheck: false }));
  formula.querySelector("input").addEventListener("change", (event) => change({ formula: event.target.value, knots: null }));
  const low = numberField("From x =", { min: -100, max: 100, step: "any" }, (value) => change({ low: value, knots: null }));
  const high = numberField("to x =", { min: -100, max: 100, step: "any" }, (value) => change({ high: value, knots: null }));
  const construction = choice("Constructed", Object.keys(CONSTRUCTIONS), (value) => change({ construction: value }));
  const units = slider("Units", { min: 1, max: MOST }, (value) => {
    state.units = value;
    change({ knots: null, rate: nearestRate() });
  });
  const knot = slider("Knot", { min: 0, max: MOST }, () => showKnot());
  const chosen = () => Number(knot.querySelector("input").value);
  knot.show(0);
  const height = numberField("Its height", { min: -1e6, max: 1e6, step: "any" }, (value) => moveKnot(chosen(), value));
  const rate = numberField("Learning rate", { min: 1e-4, max: 1, step: "any" }, (value) => change({ rate: value }));
  const seed = numberField("Seed", { min: 0, max: 2 ** 32 }, (value) => change({ seed: value }));
  const play = player(box, { go: () => draw(), wait: 60, shown: (at) => count(run?.pictures[at]?.step ?? 0) });
  const output = htmlElement("output");
  const say = herald(output);
  const bits = htmlElement("p", { className: "bits" });
  const problem = htmlElement("p", { className: "problem", role: "alert" });
  const shape = plot("The function and the networks", { names: ["x", "value"] });
  const error = plot("How far they are off", { names: ["x", "network \u2212 function"] });
  const law = plot("The largest error, by units", { names: ["units", "largest error"], log: true, named: (tick) => count(2 ** tick) });
  const stroke = (kind, name) => htmlElement("span", {}, svgElement("svg", { viewBox: "0 0 32 8" }, line(0, 4, 32, 4, kind)), name);
  const ofMany = htmlElement("span", {}, svgElement("svg", { viewBox: "0 0 32 8" }, svgElement("circle", { cx: 16, cy: 4, r: 2.5, class: "published" })), "one of 64 published runs");
  const key = htmlElement("p", { className: "drawing key" }, stroke("divides", "the function"), stroke("line one", "constructed, with its knots"),
    stroke("line zero", "trained"), ofMany);
  const table = dataTable(() => found && [
    ["x", "function", "constructed", ...(run ? ["trained"] : [])],
    ...thinned(found.target, 32).map(([i, y]) => [place(i), y, found.found[i], ...(run ? [run.pictures[play.step].found[i]] : [])].map((x) => printed(Number(x.toPrecision(4))))),
  ]);

  // ---- What changes.
  function change(to, at) {
    Object.assign(state, to);
    turn += 1;
    wanted = at;
    // What is constructed does not touch what is trained.
    if (Object.keys(to).some((key) => key !== "knots" && key !== "construction")) {
      run = undefined;
      state.trained = to.trained ?? false;
      bits.textContent = "";
    }
    target.querySelector("select").value = state.target;
    construction.querySelector("select").value = state.construction;
    formula.hidden = state.target !== OWN;
    low.hidden = high.hidden = isKnown();
    if (document.activeElement !== formula.querySelector("input")) formula.querySelector("input").value = state.formula;
    for (const [field, value] of [[low, state.low], [high, state.high], [rate, state.rate], [seed, state.seed]]) field.show(Number(value.toPrecision(6)));
    units.show(state.units, MOST);
    play.row.classList.toggle("absent", !run);
    update();
  }
  const update = latest(async () => {
    const mine = turn;
    try {
      const asked = { curve: curveOf(), construction: CONSTRUCTIONS[state.construction] };
      const now = await ask({ constructed: { ...asked, units: state.units, knots: state.knots } });
      const same = JSON.stringify(asked) === found?.asked;
      const law = same ? found.law : await ask({ law: { ...asked, units: LAW } });
      if (mine !== turn) return;
      found = { ...now, law, asked: JSON.stringify(asked) };
      problem.textContent = "";
      showKnot();
      draw();
      if (state.trained && !run) await train();
    } catch (error) {
      if (mine === turn) problem.textContent = `${error.message}.`;
    }
  });
  async function train() {
    const mine = turn;
    say("Training\u2026");
    try {
      const trained = await ask({ trained: { curve: curveOf(), units: state.units, learning_rate: state.rate, steps: settings.steps, seed: state.seed } });
      if (mine !== turn) return;
      run = trained;
      state.trained = true;
      const last = run.pictures.length - 1;
      play.set(wanted ?? last, last);
      play.row.classList.remove("absent");
      const [tuned, errors] = publishedRuns(state.units) ?? [];
      if (tuned === state.rate && errors[state.seed] !== undefined) {
        compareBits(bits, ["trained_error"], [, , , , , [errors[state.seed]]], { trained_error: run.trained_error }, `a largest error of ${run.trained_error}`);
      }
      draw();
    } catch (error) {
      if (mine === turn) { say(""); problem.textContent = `${error.message}.`; }
    }
  }
  const place = (i) => state.low + (state.high - state.low) * i / (found.target.length - 1);
  const knotPlace = (i) => state.low + (state.high - state.low) * i / state.units;
  function showKnot() {
    const i = Math.min(state.units, chosen());
    knot.show(i, state.units, `${i}, at x = ${printed(Number(knotPlace(i).toPrecision(3)))}`);
    height.show(Number(found.knots[i].toFixed(6)));
  }
  function moveKnot(i, y) {
    knot.show(i, state.units);
    change({ knots: found.knots.map((before, k) => k === i ? y : before) });
  }

  // ---- Drawings.
  const span = (values, margin) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const room = margin * (most - least || 1);
    return [least - room, most + room].map((y) => Number(y.toPrecision(3)));
  };
  function draw() {
    if (!found) return;
    const trained = run?.pictures[play.step].found;
    const drawn = (scales, values, kind) => {
      const clamp = (y) => Math.max(-1e4, Math.min(1e4, scales.y(y)));
      scales.area.append(path(values.map((y, i) => [scales.x(place(i)), clamp(y)]), kind));
    };
    const left = shape.draw(interval(), span([...found.target, ...found.knots], 0.15));
    drawn(left, found.target, "divides");
    if (trained) drawn(left, trained, "line zero");
    drawn(left, found.found, "line one");
    found.knots.forEach((y, i) => left.area.append(svgElement("circle", { cx: left.x(knotPlace(i)), cy: left.y(y), r: i === chosen() ? 6 : 3.5, class: "one" })));
    const off = (values) => values.map((y, i) => y - found.target[i]);
    const middle = error.draw(interval(), span([...off(found.found), ...(run ? off(run.pictures.at(-1).found) : []), 0], 0.15));
    middle.area.append(line(0, middle.y(0), middle.x(state.high), middle.y(0), "limit"));
    if (trained) drawn(middle, off(trained), "line zero");
    drawn(middle, off(found.found), "line one");
    drawLaw();
    const words = [`Constructed with ${state.units} unit${state.units === 1 ? "" : "s"}${state.knots ? ", its knots moved" : ""}: off by at most ${inPowers(found.error)}.`];
    if (run) {
      const { step } = run.pictures[play.step];
      words.push(`Trained: ${step === run.pictures.at(-1).step ? `off by at most ${inPowers(run.trained_error)}, ${printed(Number((run.trained_error / found.error).toPrecision(2)))} times as much` : `step ${count(step)} of ${count(settings.steps)}`}.`);
    }
    say(words.join(" "));
    table.show();
    if (!play.on) setAddress(id, addressOf());
  }
  function drawLaw() {
    const runs = LAW.map((n) => publishedRuns(n)?.[1] ?? []);
    const own = [found.error, ...(run ? [run.trained_error] : [])];
    const all = [...found.law, ...runs.flat(), ...own].filter((y) => y > 1e-12);
    const most = 2 * Math.max(...all);
    const { area, x, y } = law.draw([-0.4, 6.4], [Math.min(most / 100, Math.min(...all) / 2), most]);
    const at = (n) => x(Math.log2(n));
    ofMany.hidden = !runs.some((errors) => errors.length);
    runs.forEach((errors, i) => errors.forEach((e) => area.append(svgElement("circle", { cx: at(LAW[i]), cy: y(e), r: 2.5, class: "published" }))));
    const points = LAW.map((n, i) => [n, found.law[i]]).filter(([, e]) => e > 1e-12);
    if (points.length) area.append(path(points.map(([n, e]) => [at(n), y(e)]), "line one"));
    if (found.error > 1e-12) area.append(svgElement("circle", { cx: at(state.units), cy: y(found.error), r: 6, class: "one" }));
    if (run) area.append(svgElement("rect", { x: at(state.units) - 6, y: y(run.trained_error) - 6, width: 12, height: 12, class: "zero" }));
  }
  function addressOf() {
    const { target, units, rate, seed, trained } = state;
    const list = (values) => values.map((y) => Number(y.toPrecision(4))).join();
    const more = { construction: CONSTRUCTIONS[state.construction] };
    if (target === OWN) more.formula = state.formula;
    if (!isKnown()) Object.assign(more, { low: state.low, high: state.high });
    if (target === BY_HAND) more.values = list(state.values);
    if (state.knots) more.knots = list(state.knots);
    if (run) more.picture = play.step;
    return { target, units, rate, seed, trained: Number(trained), ...more };
  }
  // ---- A drag moves the nearest knot, or draws the function.
  const hand = choice("A drag", ["moves a knot", "draws the function"], () => {});
  let before; // Where the hand was.
  shape.svg.addEventListener("pointerdown", () => { before = undefined; }, true);
  dragged(shape, ([x, y]) => {
    if (!found) return;
    const share = Math.max(0, Math.min(1, (x - state.low) / (state.high - state.low)));
    if (hand.querySelector("select").selectedIndex === 0) {
      moveKnot(Math.round(share * state.units), y);
      return;
    }
    const now = [Math.round(share * (HANDS - 1)), y];
    const ends = [before ?? now, now].sort(([i], [k]) => i - k);
    const between = linear(...[0, 1].map((k) => ends.map((end) => end[k])));
    before = now;
    const drawn = (k) => k === now[0] ? y : between(k);
    change({
      target: BY_HAND, knots: null,
      values: sketch().map((value, k) => k >= ends[0][0] && k <= ends[1][0] ? drawn(k) : value),
    });
  }, true);
  box.querySelector(".living").replaceChildren(
    htmlElement("div", { className: "controls" }, target, formula, low, high, construction, units, knot, height, hand, rate, seed, htmlElement("div", { className: "buttons" },
      button("Train as many units", train),
      button("Knots on the function", () => change({ knots: null })),
      button("Published run", () => {
        Object.assign(state, { target: "sin x", units: 16 });
        change({ low: 0, high: 2 * Math.PI, values: null, construction: "a polygon of ReLUs", knots: null, rate: nearestRate(), seed: 0, trained: true });
      }))),
    play.row,
    output, bits, problem, key,
    htmlElement("div", { className: "drawings" }, shape.figure, error.figure, law.figure),
    htmlElement("div", { className: "buttons" }, button("Picture (SVG)", () => save("approximation.svg", "image/svg+xml", picture([shape.svg, error.svg, law.svg])))),
    table,
  );
  const listOf = (query, key, length) => {
    const values = (query.get(key) ?? "").split(",").map(Number);
    return values.length === length && values.every(Number.isFinite) ? values : null;
  };
  fromAddress(id, (query) => {
    const units = Math.round(numberOf(query, "units", [1, MOST], 8));
    const values = listOf(query, "values", HANDS);
    const known = [...Object.keys(TARGETS), OWN, ...(values ? [BY_HAND] : [])];
    Object.assign(state, { target: known.includes(query.get("target")) ? query.get("target") : "sin x", units });
    const [low, high] = TARGETS[state.target]?.[1] ?? [numberOf(query, "low", [-100, 100], 0), numberOf(query, "high", [-100, 100], 1)];
    const construction = Object.keys(CONSTRUCTIONS).find((name) => CONSTRUCTIONS[name] === query.get("construction")) ?? "a polygon of ReLUs";
    change({
      low, high, values, construction, formula: query.get("formula") ?? state.formula, knots: listOf(query, "knots", units + 1),
      rate: numberOf(query, "rate", [1e-4, 1], nearestRate()), seed: Math.round(numberOf(query, "seed", [0, 2 ** 32], 0)), trained: query.get("trained") === "1",
    }, query.has("picture") ? Math.round(numberOf(query, "picture", [0, 1e4], 1e4)) : undefined);
  }, () => change({ rate: nearestRate() }));
});
