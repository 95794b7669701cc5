// Runs in the page: of every experiment, the claim with the fewest trials is run again. What came of
// each, by experiment.
export async function rerun() {
  for (const card of document.querySelectorAll("details.claim")) card.open = true;
  const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));
  while (document.querySelector("details.claim > noscript")) await pause(50);
  const trials = (button) => button.dataset.trials.split(" ").length;
  const shortest = new Map();
  for (const button of document.querySelectorAll("button.again")) {
    const other = shortest.get(button.dataset.experiment);
    if (!other || trials(button) < trials(other)) shortest.set(button.dataset.experiment, button);
  }
  const found = {};
  for (const [experiment, button] of shortest) {
    const output = button.closest(".rerun").querySelector("output");
    button.click();
    while (button.ariaDisabled === "true") await pause(50);
    found[experiment] = output.textContent;
  }
  return found;
}

/// What is neither the same nor, on a slow machine, too long; all of it if fewer than twelve
/// experiments are the same.
export function unlike(found) {
  const all = Object.entries(found).map(([experiment, words]) => `${experiment}: ${words}`);
  const same = all.filter((words) => /: Same bits: \d+ published trials?, \d+ numbers?, /.test(words));
  if (same.length < 12) return all;
  return all.filter((words) => !same.includes(words) && !words.includes("takes longer than ten seconds"));
}
