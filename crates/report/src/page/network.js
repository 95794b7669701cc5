"use strict";
// A network with two inputs as it is seen: four drawings, and its numbers.

/// Its output over the plane, and where it is 1/2.
function drawPlane(plane, seen, points, colours) {
  const [left, low, reach] = seen.plane;
  const { area, x, y } = plane.draw([left, left + reach], [low, low + reach]);
  const { side, field } = seen;
  const half = reach / (side - 1) / 2;
  const [width, height] = [x(left + reach) + 2 * x(left + half), y(low) + 2 * (y(low) - y(low + half))];
  area.append(svgElement("image", { href: shades(field, side, colours), x: -x(left + half), y: -(y(low) - y(low + half)), width, height, preserveAspectRatio: "none" }));
  const at = (k) => reach * k / (side - 1);
  area.append(paths(contour(field, side, 0.5).map((piece) => piece.map(([i, k]) => [x(left + at(i)), y(low + at(k))])), "divides"));
  points.forEach(([x1, x2, t], i) => {
    area.append(point(x(x1), y(x2), t > 0.5));
    if (points.length <= 12) area.append(svgElement("text", { x: x(x1) + 10, y: y(x2) - 8 }, seen.outputs[i]?.toFixed(2) ?? "?"));
  });
}
/// Its last hidden layer at the points, and where the output is 1/2.
function drawHidden(hidden, seen, points, units) {
  const all = seen.hidden;
  const middle = [0, 1].map((k) => (Math.min(...all.map((h) => h[k])) + Math.max(...all.map((h) => h[k]))) / 2);
  const reach = Math.max(0.5, ...all.flatMap((h) => h.map((u, k) => 1.3 * Math.abs(u - middle[k]))));
  const [[c, a, b], ranges] = [seen.output, middle.map((m) => [m - reach, m + reach])];
  const { area, x, y } = hidden.draw(...ranges, units > 2 ? ["first direction", "second direction"] : ["h1", "h2"]);
  // c + a u + b v = 1/2, from one side to the other.
  const [us, vs] = ranges;
  const ends = Math.abs(b) > Math.abs(a) ? us.map((u) => [x(u), y((0.5 - c - a * u) / b)]) : vs.map((v) => [x((0.5 - c - b * v) / a), y(v)]);
  if (ends.flat().every(Number.isFinite)) area.append(path(ends, "divides"));
  all.forEach(([u, v], i) => area.append(point(x(u), y(v), points[i][2] > 0.5)));
  // Points that coincide are told, since one hides the others.
  const places = Map.groupBy(all.keys(), (i) => all[i].map((u, k) => Math.round([x, y][k](u) / 6)).join());
  for (const here of places.values()) {
    if (here.length === 1) continue;
    const [u, v] = all[here[0]];
    const ones = here.filter((i) => points[i][2] > 0.5).length;
    area.append(svgElement("text", { x: x(u), y: y(v) + 24, "text-anchor": "middle" }, `${here.length} points, ${ones} of class 1`));
  }
  if (units > 2) area.append(svgElement("text", { x: 6, y: 14 }, `${(100 * seen.share).toFixed(0)} % of the variance of ${units} units`));
}
/// J over steps, the step that is shown, and levels of a name and a J.
function drawCost(cost, losses, step, levels) {
  const j = losses[step];
  const place = () => {
    cost.dot.classList.toggle("hidden", !(j > 0));
    cost.dot.setAttribute("cx", cost.scales.x(step));
    cost.dot.setAttribute("cy", cost.scales.y(j > 0 ? Math.max(1e-4, j) : 1));
  };
  // A run's curve stays; only its point moves.
  if (cost.losses === losses) { place(); return; }
  const last = losses.length - 1;
  const positive = losses.filter((j) => j > 0);
  const range = [Math.min(0.005, ...positive), Math.max(1, ...positive)].map((j, i) => Math.min(1e6, Math.max(1e-4, i ? j * 1.2 : j / 1.2)));
  const { area, x, y } = cost.scales = cost.draw([0, Math.max(1, last)], range);
  const end = x(Math.max(1, last));
  for (const [name, j, at] of levels) {
    area.append(line(0, y(j), end, y(j), "limit"));
    // At its end and above it, unless it says otherwise.
    area.append(svgElement("text", { x: end - 4, "text-anchor": "end", ...at, y: y(j) + (at?.y ?? -3) }, name));
  }
  const points = thinned(losses, 400).filter(([, j]) => j > 0).map(([i, j]) => [x(i), y(Math.max(1e-4, j))]);
  if (points.length) area.append(path(points, "curve"));
  cost.dot = svgElement("circle", { r: 5, class: "now" });
  cost.losses = losses;
  area.append(cost.dot);
  place();
}
/// Its units and weights: positive ones solid, negative ones dashed, the wider the larger. Of a maxout unit's
/// pieces the larger weight counts.
function drawWeights(figure, seen, widths) {
  const svg = figure.querySelector("svg");
  const { width, height } = svg.viewBox.baseVal;
  const sizes = [2, ...widths, 1];
  const place = (layer, unit) => [60 + (width - 120) * layer / (sizes.length - 1), 24 + (height - 48) * (unit + 0.5) / sizes[layer]];
  const lines = seen.layers.flatMap(([weights], layer) => {
    const [inputs, units] = [sizes[layer], sizes[layer + 1]];
    const columns = weights.length / inputs;
    return Array.from({ length: inputs * units }, (_, at) => {
      const [i, unit] = [Math.floor(at / units), at % units];
      const pieces = [];
      for (let column = unit; column < columns; column += units) pieces.push(weights[i * columns + column] ?? 0);
      return [place(layer, i), place(layer + 1, unit), pieces.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a)];
    });
  });
  const most = Math.max(...lines.map(([, , w]) => Math.abs(w))) || 1;
  const strokes = lines.map(([from, to, w]) => {
    const stroke = line(...from, ...to, w > 0 ? "weight one" : "weight zero");
    stroke.setAttribute("stroke-width", (0.4 + 5 * Math.abs(w) / most).toFixed(2));
    return stroke;
  });
  const units = sizes.flatMap((size, layer) => Array.from({ length: size }, (_, unit) => {
    const [cx, cy] = place(layer, unit);
    return svgElement("circle", { cx, cy, r: Math.min(8, (height - 48) / size / 2.5), class: "unit" });
  }));
  const names = [["x1", 0, 0], ["x2", 0, 1], ["g", sizes.length - 1, 0]].map(([name, layer, unit]) => {
    const [x, y] = place(layer, unit);
    return svgElement("text", { x: x + (layer ? 16 : -16), y: y + 4, "text-anchor": layer ? "start" : "end" }, name);
  });
  svg.replaceChildren(...strokes, ...units, ...names, svgElement("text", { x: 8, y: 14 }, `solid: above 0, dashed: below; the widest is ${inPowers(most)}`));
}
/// Its outputs at the points, and its weights, as rows.
function rowsOf(seen, points) {
  const number = (x) => x === null ? "not finite" : printed(Number(x.toPrecision(6)));
  const rows = points.map(([x1, x2, t], i) => ["point", `(${x1}, ${x2})`, `t = ${t}`, `y = ${number(seen.outputs[i])}`]);
  seen.layers.forEach(([weights, biases], i) => {
    rows.push(["layer", i + 1, "W", weights.map(number).join(", ")], ["layer", i + 1, "b", biases.map(number).join(", ")]);
  });
  return rows;
}
