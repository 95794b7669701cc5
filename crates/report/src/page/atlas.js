"use strict";
// The part on the atlas: settings drawn at random, of which the reader chooses some.
part("try-atlas", (box) => {
  const { id } = box;
  const { choices, rows } = compared("specifications");
  const PAIRS = [["ReLU", "sigmoid"], ["ReLU", "tanh"], ["tanh", "sigmoid"]];
  const NAMES = {
    data_set: "Data set", depth: "Depth", width: "Width", batch_size: "Batch size", weights: "Initial weights", optimizer: "Optimiser", goal: "Goal",
    own: "its own", near: "near: an error soon reached", far: "far: an error reached late",
  };
  const ANY = "any";
  const LIMIT = 0.1; // In ln: a tenth or more is a difference.
  const [LEAST, MOST] = [Math.log(8), Math.log(64)]; // How far ratios are drawn; those beyond stand at the ends.
  const LEVEL = 15;
  const state = { pair: 1, fixed: choices.map(() => null) };
  const levelName = (level) => NAMES[level] ?? level.replaceAll("_", " ");
  // Levels in their order, numbers by size.
  const inOrder = choices.map(([, levels]) => [...levels.keys()].sort((a, b) => Number(levels[a]) - Number(levels[b]) || (levels[a] < levels[b] ? -1 : 1)));

  const pair = choice("Compare", PAIRS.map((names) => names.join(" with ")), (value) => change({ pair: PAIRS.findIndex((names) => names.join(" with ") === value) }));
  const fields = choices.map(([name, levels], i) => {
    const field = choice(NAMES[name], [ANY, ...inOrder[i].map((level) => levels[level])], (value) => fix(i, value === ANY ? null : levels.indexOf(value)));
    for (const option of field.querySelectorAll("option")) option.textContent = levelName(option.value);
    return field;
  });
  const output = htmlElement("output");
  const say = herald(output);
  const decides = htmlElement("p");
  const curve = plot("Each setting's ratio of steps, from the smallest", { names: [], log: true, height: 340 });
  const levels = drawing("The median and the middle half, level by level", 420, 30 + choices.reduce((sum, [, all]) => sum + LEVEL * all.length + 20, 0));
  const table = dataTable(() => [["choice", "level", "settings", "median ratio", "sooner by a tenth", "later by a tenth"], ...summaries().flatMap(({ name, of }) =>
    of.map(({ level, n, median, sooner, later }) => [NAMES[name], levelName(level), n, n ? inPowers(Math.exp(median)) : "", sooner, later]))]);

  const ratioOf = (row) => row[choices.length + state.pair];
  const isLeft = (row, except) => state.fixed.every((level, i) => level === null || i === except || row[i] === level);
  const quantile = (sorted, p) => {
    const at = p * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
    return below === above ? below : below + (at % 1) * (above - below);
  };
  /// Of a choice's levels: settings, their median and middle half. What is fixed of other choices holds.
  const summaries = () => choices.map(([name, all], i) => ({
    name,
    of: inOrder[i].map((level) => {
      const values = rows.filter((row) => row[i] === level && isLeft(row, i)).map(ratioOf).filter((x) => x !== null).sort((a, b) => a - b);
      const [low, median, high] = [0.25, 0.5, 0.75].map((p) => quantile(values, p));
      return { i, at: level, level: all[level], n: values.length, low, median, high, sooner: values.filter((x) => x <= -LIMIT).length, later: values.filter((x) => x >= LIMIT).length };
    }),
  }));
  /// The rank of each ratio among these, which ascend; equal ones share theirs.
  function ranksOf(sorted) {
    const ends = new Map();
    sorted.forEach((x, i) => ends.set(x, [ends.get(x)?.[0] ?? i, i]));
    return new Map([...ends].map(([x, [first, last]]) => [x, (first + last) / 2]));
  }
  /// The share of the variance of ranks that a choice explains, less what chance would (epsilon squared of
  /// Kruskal and Wallis): ranks, since some ratios are bounds.
  function explained(left, ranks, i) {
    const groups = [...Map.groupBy(left, (row) => row[i]).values()].map((group) => group.map((row) => ranks.get(ratioOf(row))));
    const [n, k] = [left.length, groups.length];
    if (k < 2 || n <= k) return 0;
    const mean = (list) => list.reduce((a, b) => a + b) / list.length;
    const middle = mean(groups.flat());
    const between = groups.reduce((sum, group) => sum + group.length * (mean(group) - middle) ** 2, 0);
    const all = groups.flat().reduce((sum, r) => sum + (r - middle) ** 2, 0);
    return Math.max(0, 1 - (1 - between / all) * (n - 1) / (n - k));
  }

  function fix(i, level) {
    change({ fixed: state.fixed.map((before, k) => k === i ? level : before) });
  }
  function change(to) {
    Object.assign(state, to);
    pair.querySelector("select").value = PAIRS[state.pair].join(" with ");
    fields.forEach((field, i) => { field.querySelector("select").value = state.fixed[i] === null ? ANY : choices[i][1][state.fixed[i]]; });
    draw();
  }
  function draw() {
    const left = rows.filter((row) => isLeft(row) && ratioOf(row) !== null);
    const values = left.map(ratioOf).sort((a, b) => a - b);
    const neither = rows.filter((row) => isLeft(row)).length - left.length;
    const [one, other] = PAIRS[state.pair];
    const reach = Math.min(MOST, Math.max(LEAST, ...rows.map((row) => Math.abs(ratioOf(row) ?? 0))));
    drawCurve(values, reach);
    drawLevels(reach);
    const share = (is) => `${Math.round(100 * values.filter(is).length / values.length)} %`;
    const words = values.length
      ? `${one} is sooner than ${other} by a tenth or more in ${share((x) => x <= -LIMIT)} of ${values.length} settings, later in ${share((x) => x >= LIMIT)}; the median ratio is ${inPowers(Math.exp(quantile(values, 0.5)))}.`
      : "No setting is left in which one of the two gets to the goal.";
    say(words + (neither ? ` In ${neither} more neither gets to the goal: they count for nobody.` : ""));
    const ranks = ranksOf(values);
    const open = choices.map((_, i) => i).filter((i) => state.fixed[i] === null).map((i) => [explained(left, ranks, i), i]).sort(([a], [b]) => b - a);
    const named = ([share, i]) => `${NAMES[choices[i][0]].toLowerCase()} (${Math.round(100 * share)} %)`;
    decides.textContent = values.length < 20 ? "Too few settings are left to say which choice decides."
      : !open.length || open[0][0] < 0.02 ? "None of the choices still open explains more than chance would."
      : `Of the choices still open, these explain most of the variance of ranks: ${open.filter(([share]) => share >= 0.02).slice(0, 3).map(named).join(", ")}.`;
    table.show();
    setAddress(id, { pair: state.pair, ...Object.fromEntries(choices.flatMap(([name, all], i) => state.fixed[i] === null ? [] : [[name, all[state.fixed[i]]]])) });
  }
  const within = (x, reach) => Math.max(-reach, Math.min(reach, x));
  function drawCurve(values, end) {
    const [one, other] = PAIRS[state.pair];
    const { area, x, y } = curve.draw([0, 100], [Math.exp(-end) / 1.3, Math.exp(end) * 1.3], ["settings, in per cent", `steps of ${one} over those of ${other}`]);
    // Where the curve, which rises, is not.
    const limit = (ratio, words, at) => {
      area.append(line(0, y(ratio), x(100), y(ratio), "limit"), svgElement("text", { ...at, y: y(ratio) + at.y }, words));
    };
    limit(Math.exp(LIMIT), "a tenth more: later", { x: 6, y: -5 });
    limit(Math.exp(-LIMIT), "a tenth less: sooner", { x: x(100) - 6, y: 14, "text-anchor": "end" });
    const kind = (value) => value <= -LIMIT ? "one" : value >= LIMIT ? "zero" : "dot";
    values.forEach((value, i) => {
      const at = [x(100 * (i + 0.5) / values.length), y(Math.exp(within(value, end)))];
      const mark = kind(value);
      area.append(mark === "zero"
        ? svgElement("rect", { x: at[0] - 2, y: at[1] - 2, width: 4, height: 4, class: "small zero" })
        : svgElement("circle", { cx: at[0], cy: at[1], r: 2.5, class: `small ${mark}` }));
    });
    const beyond = (is, y, at) => {
      const n = values.filter(is).length;
      if (n) area.append(svgElement("text", { ...at, y }, `${n} beyond`));
    };
    beyond((x) => x < -end, y(Math.exp(-end)) - 6, { x: 6 });
    beyond((x) => x > end, y(Math.exp(end)) + 14, { x: x(100) - 6, "text-anchor": "end" });
  }
  function drawLevels(reach) {
    const svg = levels.querySelector("svg");
    const [from, to] = [170, 380];
    const scale = linear([-reach, reach], [from, to]);
    const x = (ratio) => scale(within(ratio, reach));
    const parts = [];
    let y = 10;
    for (const { name, of } of summaries()) {
      y += 20;
      const isFixed = (level) => state.fixed[level.i] === level.at;
      parts.push(svgElement("text", { x: 4, y: y - 2, "font-weight": 600 }, NAMES[name]));
      for (const level of of) {
        y += LEVEL;
        const row = svgElement("g", { class: `level-row${isFixed(level) ? " fixed" : ""}` });
        row.append(svgElement("rect", { x: 0, y: y - LEVEL + 4, width: 420, height: LEVEL, class: "ground" }),
          svgElement("text", { x: from - 8, y, "text-anchor": "end" }, levelName(level.level)),
          svgElement("text", { x: 416, y, "text-anchor": "end" }, level.n));
        if (level.n) {
          row.append(line(x(level.low), y - 4, x(level.high), y - 4, "interval"));
          const sooner = level.median <= -LIMIT;
          row.append(sooner || level.median < LIMIT ? svgElement("circle", { cx: x(level.median), cy: y - 4, r: 4, class: sooner ? "small one" : "small dot" })
            : svgElement("rect", { x: x(level.median) - 4, y: y - 8, width: 8, height: 8, class: "small zero" }));
        }
        row.addEventListener("click", () => fix(level.i, isFixed(level) ? null : level.at));
        parts.push(row);
      }
    }
    const ticks = [1 / 32, 1 / 8, 1 / 2, 2, 8, 32].filter((ratio) => Math.abs(Math.log(ratio)) < reach);
    svg.replaceChildren(
      line(x(0), 24, x(0), y + 6, "limit"),
      ...ticks.map((ratio) => svgElement("text", { x: x(Math.log(ratio)), y: 12, "text-anchor": "middle" }, ratio < 1 ? `1/${1 / ratio}` : ratio)),
      svgElement("text", { x: 416, y: 12, "text-anchor": "end" }, "n"),
      ...parts,
    );
  }
  box.querySelector(".living").replaceChildren(
    htmlElement("div", { className: "controls" }, pair, ...fields, htmlElement("div", { className: "buttons" }, button("All settings", () => change({ fixed: choices.map(() => null) })))),
    output, decides,
    htmlElement("div", { className: "drawings" }, curve.figure, levels),
    htmlElement("div", { className: "buttons" }, button("Picture (SVG)", () => save("settings.svg", "image/svg+xml", picture([curve.svg, levels.querySelector("svg")])))),
    table,
  );
  fromAddress(id, (query) => change({
    pair: Math.round(numberOf(query, "pair", [0, PAIRS.length - 1], 1)),
    fixed: choices.map(([name, all]) => all.includes(query.get(name)) ? all.indexOf(query.get(name)) : null),
  }), () => change({}));
});
