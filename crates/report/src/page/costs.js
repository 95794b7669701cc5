"use strict";
// The part on costs: one sigmoid with y = 1 that begins wrong, and descends on two costs.
part("try-costs", (box) => {
  const { id } = box;
  const { arms } = JSON.parse(published("mse_vs_cross_entropy").parameters);
  const COSTS = [["squared error", arms.flow_squared_error, "zero"], ["cross-entropy", arms.flow_cross_entropy, "one"]];
  const STEPS = 400;
  const state = { z: -6, rate: 1, twice: false };
  let turn = 0;
  let found;
  let drawn;
  const ask = asking("curves");
  const slope = (i) => i === 0 && state.twice ? `2*(${COSTS[0][1].slope})` : COSTS[i][1].slope;
  const start = slider("z at the start", { min: -100, max: 20 }, (value) => change({ z: value / 10 }));
  const rate = numberField("Learning rate", { min: 0.01, max: 20, step: "any" }, (value) => change({ rate: value }));
  const twice = htmlElement("input", { type: "checkbox" });
  twice.addEventListener("change", () => change({ twice: twice.checked }));
  const twiceLabel = htmlElement("label", { className: "chip" }, twice, " with the factor 2 that the notes print (E02)");
  const play = player(box, { go: () => draw() });
  const output = htmlElement("output");
  const say = herald(output);
  const problem = htmlElement("p", { className: "problem", role: "alert" });
  const slopes = plot("dJ/dz of both, on one scale", { names: ["z", "dJ/dz"] });
  const race = plot("z, step by step, on its way up", { names: ["step", "z"] });
  const times = plot("The time of gradient flow to z = 0, in closed form", { names: ["z at the start", "time"], log: true });
  function change(to) {
    Object.assign(state, to);
    turn += 1;
    start.show(state.z * 10, 20, printed(state.z));
    rate.show(state.rate);
    twice.checked = state.twice;
    update();
  }
  const update = latest(async () => {
    const mine = turn;
    const grid = (low, high) => Array.from({ length: 241 }, (_, i) => low + (high - low) * i / 240);
    const formula = (formula, at) => ask({ formula: { formula, variable: "z", at, others: {} } });
    try {
      const all = { at: grid(-10, 4), from: grid(-10, -0.05), slopes: [], paths: [], times: [] };
      for (const [i, [, arm]] of COSTS.entries()) {
        all.slopes.push((await formula(slope(i), all.at)).values);
        all.times.push((await formula(i === 0 && state.twice ? `(${arm.time})/2` : arm.time, all.from)).values);
        all.paths.push(await ask({ descent: { slope: slope(i), variable: "z", start: state.z, rate: state.rate, steps: STEPS } }));
      }
      if (mine !== turn) return;
      found = all;
      problem.textContent = "";
      draw();
    } catch (error) {
      if (mine === turn) problem.textContent = `${error.message}.`;
    }
  });
  const named = (area, x, y, words, anchor = "start") => area.append(svgElement("text", { x, y, "text-anchor": anchor }, words));
  const nearest = (list, x) => list.reduce((best, other, k) => Math.abs(other - x) < Math.abs(list[best] - x) ? k : best, 0);
  /// What stays while steps are played: all but a point on each curve.
  function drawCurves() {
    const { at, from, slopes: lines, paths, times: laws } = found;
    const left = slopes.draw([-10.4, 4.4], [-1.08, 0.08]);
    const middle = race.draw([0, 1.03 * STEPS], [Math.min(-1, state.z) - 0.5, 5]);
    const right = times.draw([-10.3, 0.1], [0.1, 1e5]);
    const moving = [left, middle].map(() => svgElement("g"));
    middle.area.append(line(0, middle.y(0), middle.x(1.03 * STEPS), middle.y(0), "limit"));
    named(middle.area, 6, middle.y(0) - 4, "z = 0: y = 1/2");
    for (const [i, [name, , kind]] of COSTS.entries()) {
      left.area.append(path(at.map((z, k) => [left.x(z), left.y(lines[i][k])]), `line ${kind}`));
      const walked = paths[i].map((z, k) => [k, z]).filter(([, z]) => z !== null);
      middle.area.append(path(walked.map(([k, z]) => [middle.x(k), middle.y(Math.min(9, z))]), `line ${kind}`));
      right.area.append(path(from.map((z, k) => [right.x(z), right.y(Math.max(0.1, laws[i][k]))]), `line ${kind}`));
      const start = laws[i][nearest(from, state.z)];
      if (state.z < 0) right.area.append(point(right.x(state.z), right.y(Math.max(0.1, start)), i === 1));
      named(left.area, left.x(-9.5), left.y(-i) + (i === 0 ? 14 : -6), name);
      // To the right of the curve, which falls.
      named(right.area, right.x(-8) + 6, right.y(laws[i][nearest(from, -8)]) - 6, name);
    }
    left.area.append(moving[0]);
    middle.area.append(moving[1]);
    drawn = { found, left, middle, moving };
    const reached = paths.map((path) => path.findIndex((z) => z >= 0));
    const when = (steps) => steps < 0 ? `not within ${STEPS} steps` : `after ${steps} step${steps === 1 ? "" : "s"}`;
    const output = (1 / (1 + Math.exp(-state.z))).toPrecision(2);
    say(`The output begins at ${output}, where 1 is wanted. Squared error gets to 1/2 ${when(reached[0])}, cross-entropy ${when(reached[1])}.`);
  }
  function draw() {
    if (!found) return;
    if (drawn?.found !== found) drawCurves();
    const { step } = play;
    const { left, middle, moving } = drawn;
    const points = found.paths.map((path, i) => [path[step], i]);
    // Beyond the frames there is no point.
    moving[0].replaceChildren(...points.filter(([z]) => z <= 4).map(([z, i]) =>
      point(left.x(z), left.y(found.slopes[i][nearest(found.at, z)]), i === 1)));
    moving[1].replaceChildren(...points.filter(([z]) => z <= 5).map(([z, i]) => point(middle.x(step), middle.y(z), i === 1)));
    if (!play.on) setAddress(id, { z: state.z, rate: state.rate, step, twice: Number(state.twice) });
  }
  dragged(slopes, ([z]) => change({ z: Math.max(-10, Math.min(2, Math.round(z * 10) / 10)) }));
  box.querySelector(".living").replaceChildren(
    htmlElement("div", { className: "controls" }, start, rate, twiceLabel),
    play.row,
    output, problem, htmlElement("div", { className: "drawings" }, slopes.figure, race.figure, times.figure),
    htmlElement("div", { className: "buttons" }, button("Picture (SVG)", () => save("costs.svg", "image/svg+xml", picture([slopes.svg, race.svg, times.svg])))),
  );
  play.set(STEPS, STEPS);
  fromAddress(id, (query) => {
    play.set(Math.round(numberOf(query, "step", [0, STEPS], STEPS)), STEPS);
    change({ z: numberOf(query, "z", [-10, 2], -6), rate: numberOf(query, "rate", [0.01, 20], 1), twice: query.get("twice") === "1" });
  }, () => change({}));
});
