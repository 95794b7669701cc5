"use strict";
// Search and filters of the list of claims.
const filters = document.getElementById("filters");
const items = [...document.querySelectorAll("#claims li[data-verdict]")];
// What is searched: the line, its headings and its kind, and other names for some of it.
const synonyms = { "squared error": "mse loss", "cross-entropy": "loss", "support vector": "svm",
  "gradient": "vanishing", "dead": "dying", "universal_approximation": "universal approximation theorem" };
const words = items.map((item) => {
  const { kind, section, more } = item.dataset;
  const text = [item.textContent, kind, section, more].join(" ").toLowerCase();
  const others = Object.entries(synonyms).filter(([name]) => text.includes(name));
  return ` ${text} ${others.map(([, other]) => other).join(" ")}`;
});
/// Whether a word of the text begins so.
const begins = (text, word) =>
  new RegExp(`[^\\p{L}\\p{N}]${word.replace(/[^\p{L}\p{N}]/gu, "\\$&")}`, "u").test(text);
function filter() {
  const data = new FormData(filters);
  const wanted = data.get("words").toLowerCase().split(/\s+/).filter(Boolean);
  const verdicts = data.getAll("verdict");
  let found = 0;
  items.forEach((item, i) => {
    const fits = verdicts.includes(item.dataset.verdict)
      && (!data.get("section") || item.dataset.section.split("; ").includes(data.get("section")))
      && (!data.get("kind") || item.dataset.kind === data.get("kind"))
      && wanted.every((word) => begins(words[i], word));
    item.hidden = !fits;
    found += fits;
  });
  for (const group of document.querySelectorAll("#claims .group")) {
    group.hidden = !group.querySelector("li:not([hidden])");
  }
  document.getElementById("found").textContent =
    found === 0 ? "No claim fits." : `${found} of ${items.length} claims`;
}
filters.hidden = false;
filters.addEventListener("input", filter);
filters.addEventListener("submit", (event) => {
  event.preventDefault();
  // Enter goes to the first claim found.
  const first = items.find((item) => !item.hidden);
  if (first) first.querySelector("a").click();
});
// A browser that goes back keeps what was entered.
window.addEventListener("pageshow", filter);
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    filters.elements.words.focus();
  }
});

// Tables that sort by a column: numbers as numbers, what is empty last.
const value = (cell) => {
  const text = (cell.dataset.value ?? cell.textContent).trim().replaceAll("\u2212", "-");
  const number = Number(text.replace("inf", "Infinity"));
  return { text, number: text === "" || Number.isNaN(number) ? null : number };
};
function compare(a, b, sign) {
  if (a.text === "" || b.text === "") return (a.text === "") - (b.text === "");
  if (a.number !== null && b.number !== null) return sign * (a.number - b.number);
  return sign * a.text.localeCompare(b.text, "en", { numeric: true });
}
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.classList.contains("plain")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      table.classList.add("sorted");
      const sign = down ? -1 : 1;
      const rows = [...body.rows].sort((a, b) =>
        compare(value(a.cells[column]), value(b.cells[column]), sign));
      body.append(...rows);
    });
  });
}

// Copying: the code before a button, or the table below it with tabs, as spreadsheets take it.
function copies(selector, contents) {
  for (const button of document.querySelectorAll(selector)) {
    const name = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(contents(button));
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed";
      }
      setTimeout(() => { button.textContent = name; }, 1500);
    });
  }
}
copies("button.copy", (button) => button.parentElement.querySelector("code").textContent);
copies("button.copy-table", (button) => {
  const rows = button.closest("details").querySelectorAll("tr");
  const text = (cell) => cell.dataset.value ?? cell.textContent;
  return [...rows].map((row) => [...row.cells].map(text).join("\t")).join("\n");
});

// The chart as it stands in the page, for those who have the page only.
for (const link of document.querySelectorAll("figure a[download]")) {
  link.addEventListener("click", () => {
    const svg = link.closest("figure").querySelector(".wide svg");
    const blob = new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
    link.download = link.getAttribute("href").replace("/", "-");
    link.href = URL.createObjectURL(blob);
  }, { once: true });
}

// What scrolls sideways can be reached by keyboard.
function reach() {
  for (const box of document.querySelectorAll("[data-name]")) {
    const scrolls = box.scrollWidth > box.clientWidth;
    for (const [name, text] of [["tabindex", "0"], ["role", "region"], ["aria-label", box.dataset.name]]) {
      if (scrolls) box.setAttribute(name, text); else box.removeAttribute(name);
    }
  }
}
reach();
window.addEventListener("resize", reach);
document.addEventListener("toggle", reach, true);
document.fonts.ready.then(reach);
