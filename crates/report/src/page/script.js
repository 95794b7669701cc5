"use strict";
// Search and filters of the list of claims.
const filters = document.getElementById("filters");
const items = [...document.querySelectorAll("#claims li[data-verdict]")];
const words = items.map((item) => item.textContent.toLowerCase());
function filter() {
  const data = new FormData(filters);
  const wanted = data.get("words").toLowerCase().split(/\s+/).filter(Boolean);
  const verdicts = data.getAll("verdict");
  let found = 0;
  items.forEach((item, i) => {
    const fits = verdicts.includes(item.dataset.verdict)
      && (!data.get("section") || item.dataset.section === data.get("section"))
      && (!data.get("kind") || item.dataset.kind === data.get("kind"))
      && wanted.every((word) => words[i].includes(word));
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
const number = (text) => {
  const value = Number(text.trim().replaceAll("\u2212", "-"));
  return text.trim() === "" || Number.isNaN(value) ? null : value;
};
const text = (row, column) => row.cells[column].textContent;
function compare(a, b, column) {
  const [x, y] = [text(a, column), text(b, column)];
  const [p, q] = [number(x), number(y)];
  if (p !== null && q !== null) return p - q;
  return x.localeCompare(y, "en", { numeric: true });
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
      const rows = [...body.rows].sort((a, b) => (down ? -1 : 1) * compare(a, b, column));
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
  return [...rows].map((row) => [...row.cells].map((cell) => cell.textContent).join("\t")).join("\n");
});
