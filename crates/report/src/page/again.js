"use strict";
// Published trials, run again by the module: the same numbers to the last bit, or the first that is not.
{
  const LONGEST = 10_000; // milliseconds for all trials of a claim
  const shown = (value) => String(value ?? "nothing");
  const count = (n, name) => `${n.toLocaleString("en")} ${name}${n === 1 ? "" : "s"}`;
  const spaced = (name) => name.replaceAll("_", " ");
  /// A trial in words.
  function called({ factors }, [dataSet, arm, levels, rate, seed]) {
    const at = factors.map((factor, i) => `${spaced(factor)} ${levels[i]}`);
    const rates = rate === null ? [] : [`learning rate ${rate}`];
    return [spaced(dataSet), spaced(arm), ...at, ...rates, `seed ${seed}`].filter(Boolean).join(", ");
  }
  function request(name, { parameters, factors }, [dataSet, arm, levels, rate, seed]) {
    const cell = { data_set: dataSet, arm, levels: factors.map((factor, i) => [factor, levels[i]]) };
    const recipe = JSON.stringify({ cell, learning_rate: rate, seed });
    return `{"trial":{"experiment":"${name}","parameters":${parameters},"recipe":${recipe}}}`;
  }
  /// Each number of a trial: its name, as published, as it came out here.
  function compared({ metrics }, [, , , , , values], found) {
    const names = new Set([...metrics.filter((_, i) => values[i] !== null), ...found.keys()]);
    return [...names].map((name) => [name, values[metrics.indexOf(name)] ?? null, found.get(name) ?? null]);
  }
  const isThere = ([, there, here]) => there !== null && here !== null && isSame(there, here);
  function table(rows) {
    const box = document.createElement("details");
    box.innerHTML = "<summary>The numbers</summary><div class='scrolled' data-name='Numbers run again'><table>"
      + "<thead><tr><th scope='col'>trial</th><th scope='col'>metric</th><th scope='col' class='number'>published</th>"
      + "<th scope='col' class='number'>here</th></tr></thead><tbody></tbody></table></div>";
    for (const cells of rows) {
      const row = box.querySelector("tbody").insertRow();
      cells.forEach((cell, i) => {
        const box = row.insertCell();
        box.textContent = i < 2 ? spaced(cell) : shown(cell);
        box.classList.toggle("number", i > 1);
      });
    }
    return box;
  }
  async function again(button, say) {
    const { experiment: name, trials } = button.dataset;
    const experiment = published(name);
    const indices = trials.split(" ").map(Number);
    const started = performance.now();
    const rows = [];
    let done = 0;
    for (const index of indices) {
      const left = LONGEST - (performance.now() - started);
      const trial = experiment.trials[index];
      const answer = left > 0 ? await againModule.ask(request(name, experiment, trial), left) : null;
      if (!answer) break;
      const found = new Map(answer);
      done += 1;
      for (const row of compared(experiment, trial, found)) {
        if (!isThere(row)) return { difference: `${called(experiment, trial)}: ${spaced(row[0])} is ${shown(row[1])} as published, ${shown(row[2])} here`, rows };
        rows.push([called(experiment, trial), ...row]);
      }
      say(`${done} of ${indices.length} trials: same bits so far`);
    }
    return { done, of: indices.length, seconds: (performance.now() - started) / 1000, rows };
  }
  function words({ difference, done, of, seconds, rows }) {
    if (difference) return `Not the same: ${difference}.`;
    if (done === 0) return "The first trial takes longer than ten seconds in this browser; the command below runs it.";
    const rest = done < of ? ` The other ${of - done} were not run: ten seconds were over.` : "";
    return `Same bits: ${count(done, "published trial")}, ${count(rows.length, "number")}, in ${seconds.toFixed(1)} s.${rest}`;
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.again");
    if (!button || button.ariaDisabled === "true") return;
    const box = button.closest(".rerun");
    const output = box.querySelector("output");
    box.querySelector("details")?.remove();
    button.ariaDisabled = "true";
    output.textContent = "Running\u2026";
    box.classList.remove("same", "different");
    let shownAt = 0;
    const say = (words) => {
      // Read out at most once a second.
      if (performance.now() - shownAt > 1000) { shownAt = performance.now(); output.textContent = words; }
    };
    try {
      const result = await again(button, say);
      output.textContent = words(result);
      if (result.difference) box.classList.add("different"); else if (result.done) box.classList.add("same");
      if (result.rows.length) box.append(table(result.rows));
    } catch (error) {
      output.textContent = `It cannot be run here: ${error.message}. The command below runs it.`;
    }
    button.ariaDisabled = "false";
  });
}
