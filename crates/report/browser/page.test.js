// The report, opened from disk in Chromium: nothing fails, leaves the page, overflows or overlaps;
// search, filters and sorting work by keyboard; axe has nothing serious to say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { crc32, gzipSync } from "node:zlib";
import { rerun, unlike } from "./rerun.js";
import { browser, colliding, open, page } from "./tab.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/// Runs in the page: what sticks out of the window, but for what scrolls by itself.
function overflowing() {
  const scrolls = (element) => element.closest(".scrolled, .formulas, .skip, .findings");
  const wide = document.documentElement.clientWidth + 1;
  const out = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    // Words in figures are held to the figure, below.
    if (element.closest("svg") !== null && element.tagName !== "svg") return false;
    return box.width > 0 && (box.right > wide || box.left < -1) && !scrolls(element);
  });
  const all = document.documentElement.scrollWidth > wide ? ["the page itself scrolls"] : [];
  return all.concat(out.map((element) => element.outerHTML.slice(0, 120)));
}

// Every width, and both colour schemes.
for (const [width, colorScheme] of [[360, "light"], [360, "dark"], [768, "light"], [1440, "dark"]]) {
  test(`at ${width} px, ${colorScheme}`, async () => {
    const { tab, faults, close } = await open({ viewport: { width, height: 900 }, colorScheme });
    assert.deepEqual(faults, [], "errors or requests");
    await tab.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await tab.waitForFunction(() => !document.querySelector("noscript:not(.still)"));
    // As if all of it had come near.
    await tab.addStyleTag({ content: "* { content-visibility: visible !important; }" });
    // The font of formulas comes when the first is laid out, and makes them wider or narrower.
    await tab.evaluate(async () => {
      document.body.getBoundingClientRect();
      await document.fonts.ready;
      dispatchEvent(new Event("resize"));
    });
    assert.deepEqual(await tab.evaluate(overflowing), [], "sticks out of the window");
    assert.deepEqual(await tab.evaluate(colliding), [], "words in figures");
    const unlimited = await tab.locator(".track:not(:has(.limit))").count();
    assert.equal(unlimited, 0, "what decides is drawn with its limit");
    await tab.evaluate(axe);
    const { violations } = await tab.evaluate(() => globalThis.axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    const serious = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.length} times, as in ${nodes[0].html.slice(0, 200)}`);
    assert.deepEqual(serious, [], "accessibility");
    await close();
  });
}

test("a claim is found, filtered and opened by keyboard", async () => {
  const { tab, close } = await open({ viewport: { width: 1000, height: 800 } });
  const shown = () => tab.locator("details.claim:not([hidden])").count();
  const all = await shown();
  await tab.keyboard.press("/");
  await tab.keyboard.type("C35");
  assert.ok(await shown() >= 1 && await shown() < 5, "few are left");
  assert.match(await tab.locator("#found").textContent(), /of \d+ claims/);
  assert.equal(await tab.locator(".map a:not(.out)").count(), await shown(), "and few squares");
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/#C35$/);
  const heading = await tab.locator("#C35").boundingBox();
  assert.ok(heading.y > 0 && heading.y < 400, "the claim is in view");
  // And unfolded.
  await tab.locator("#C35 .more").waitFor();
  const focused = await tab.evaluate(() => document.activeElement.closest("details")?.id);
  assert.equal(focused, "C35", "the keyboard is there, too");

  await tab.locator("input[name=words]").fill("");
  const box = tab.locator("input[name=verdict][value=supported]");
  await box.focus();
  await tab.keyboard.press("Space");
  const others = await shown();
  assert.ok(others > 0 && others < all, "supported ones are gone");
  await box.focus();
  await tab.keyboard.press("Space");
  assert.equal(await shown(), all);
  await tab.locator("select[name=kind]").selectOption("training");
  assert.ok(await shown() < all);
  await close();
});

test("anything can be searched for", async () => {
  const { tab, faults, close } = await open({ viewport: { width: 1000, height: 800 } });
  const search = async (words) => {
    await tab.locator("input[name=words]").fill(words);
    return tab.locator("details.claim:not([hidden])").count();
  };
  const all = await search("");
  for (const mark of "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u2212\u2019\u00e9") {
    await search(mark);
    await search(`cross${mark}entropy`);
    await search(`${mark}C35`);
  }
  for (const words of ["cross-entropy", "ReLU'(0)", "sigmoid", "vanishing", "max(", "svm"]) {
    const found = await search(words);
    assert.ok(found > 0 && found < all, `${words}: ${found}`);
  }
  assert.deepEqual(faults, []);
  await close();
});

test("a square, a link and an address lead to a claim", async () => {
  const { tab, close } = await open({ viewport: { width: 1000, height: 800 } });
  await tab.locator(".map a[href='#E03']").click();
  await tab.locator("#E03 .more").waitFor();
  const link = tab.locator("#E03 a[href='#errata']");
  await link.click();
  // An experiment unfolds.
  await tab.locator("#errata > .about").waitFor();
  await tab.goto(`${page}#C31`);
  await tab.reload();
  await tab.locator("#C31 .more").waitFor();
  // An address that is none does no harm.
  await tab.goto(`${page}#%E0%`);
  await tab.reload();
  assert.match(await tab.locator("#found").textContent(), /of \d+ claims/);
  await close();
});

test("the first screen is light, and nothing jumps", async () => {
  const text = readFileSync(new URL(page), "utf8");
  const [first] = text.split("</header>");
  assert.ok(gzipSync(first).length <= 150_000, `${gzipSync(first).length} bytes before the claims`);
  assert.ok(text.length <= 6_000_000, `${text.length} bytes in all`);
  for (const viewport of [{ width: 1440, height: 900 }, { width: 360, height: 740 }]) {
    const { tab, close } = await open({ viewport });
    await tab.waitForTimeout(300);
    const [nodes, shift, findings] = await tab.evaluate(async () => {
      const laid = [...document.querySelectorAll("body *")]
        .filter((e) => e.checkVisibility() && e.getClientRects().length);
      const shift = await new Promise((done) => {
        new PerformanceObserver((list) =>
          done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)),
        ).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(0), 300);
      });
      const cards = [...document.querySelectorAll(".findings li")];
      const inside = (e) => e.getBoundingClientRect().bottom <= innerHeight && e.getBoundingClientRect().left < innerWidth;
      return [laid.length, shift, cards.filter(inside).length];
    });
    assert.ok(nodes <= 3000, `${nodes} nodes laid out`);
    assert.ok(shift <= 0.02, `layout shift ${shift}`);
    assert.ok(findings >= 2, `${findings} findings on the first screen`);
    await close();
  }
});

test("on paper it has at most 60 pages, with its legend", async () => {
  const { tab, close } = await open({});
  const pdf = (await tab.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages <= 60, `${pages} pages`);
  await tab.emulateMedia({ media: "print" });
  assert.ok(await tab.locator(".legend").isVisible());
  await close();
});

test("a table is sorted by keyboard", async () => {
  const { tab, close } = await open({ viewport: { width: 1000, height: 800 } });
  await tab.locator("#runs summary").click();
  const table = tab.locator("#runs table");
  const column = () => table.locator("tbody td:nth-child(5)").allTextContents();
  await table.locator("th:nth-child(5) button").focus();
  await tab.keyboard.press("Enter");
  const rising = (await column()).map(Number);
  assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
  assert.equal(await table.locator("th:nth-child(5)").getAttribute("aria-sort"), "ascending");
  await tab.keyboard.press("Enter");
  assert.deepEqual((await column()).map(Number), rising.reverse());
  await close();
});

test("code and tables are copied", async () => {
  const { tab, close } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const copied = () => tab.evaluate(() => navigator.clipboard.readText());
  await tab.locator("#xor_relu > summary").click();
  await tab.locator("#xor_relu button.copy").last().click();
  assert.equal(await copied(), "cargo run -p experiments --bin xor_relu");
  const table = tab.locator("#xor_relu details.table:has(button.copy-table)").first();
  await table.locator("summary").click();
  await table.locator("button.copy-table").click();
  assert.match(await copied(), /\t.*\n/);
  await tab.locator("#C35 > summary").click();
  await tab.locator("#C35 button.link").click();
  assert.match(await copied(), /#C35$/);
  await tab.locator("#C35 button.cite").click();
  assert.match(await copied(), /^@misc\{C35,\n {2}title = \{\{C35: Learning with ReLU/);
  await close();
});

test("a claim is taken away with its findings, charts and trials", async () => {
  const { tab, faults, close } = await open({ acceptDownloads: true });
  const files = async (press) => {
    const [download] = await Promise.all([tab.waitForEvent("download"), press()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  await tab.locator("#C42 > summary").click();
  const { name, bytes } = await files(() => tab.locator("#C42 button.zip").click());
  assert.equal(name, "C42.zip");
  // The directory at the end of the archive: a name 46 bytes after the start of each entry.
  const end = bytes.length - 22;
  assert.equal(bytes.readUInt32LE(end), 0x06054b50);
  const found = new Map();
  for (let at = bytes.readUInt32LE(end + 16), n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50);
    const [sum, size, length, offset] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
    const file = bytes.subarray(offset + 30 + length, offset + 30 + length + size);
    assert.equal(crc32(file), sum);
    found.set(bytes.toString("utf8", at + 46, at + 46 + length), file.toString());
    at += 46 + length;
  }
  assert.deepEqual([...found.keys()].filter((name) => !name.endsWith(".csv")), ["README.txt", "dying_relu-revival.svg", "dying_relu-dose.svg"]);
  assert.match(found.get("dying_relu-revival.svg"), /^<svg [^>]*viewBox/);
  assert.match(found.get("README.txt"), /^C42: An example that does not activate/);
  assert.match(found.get("what-decides-of-c42-in-dying_relu.csv"), /\n.*taught/);
  const trials = found.get("trials-dying_relu.csv").trim().split("\n");
  assert.match(trials[0], /^data_set,arm,hundredths_of_margin,learning_rate,seed,.*revived/);
  assert.ok(trials.length > 20 && trials.every((line) => line.split(",").length === trials[0].split(",").length));
  // A chart that is not unfolded, and one that is.
  await tab.locator("#dying_relu > summary").click();
  const chart = await files(() => tab.locator("#dying_relu-dose a[download]").click());
  assert.equal(chart.name, "dying_relu-dose.svg");
  assert.equal(chart.bytes.toString(), found.get("dying_relu-dose.svg"));
  // What a pointer finds in it is there as text.
  await tab.locator("#dying_relu-dose button.values").click();
  assert.ok(await tab.locator("#dying_relu-dose ul.values li").count() > 10);
  await tab.locator("#dying_relu-dose button.values").click();
  assert.equal(await tab.locator("#dying_relu-dose ul.values").count(), 0);
  assert.match(await tab.locator("#dying_relu-dose figcaption").textContent(), /Claim C42\./);
  assert.deepEqual(faults, []);
  await close();
});

test("published trials run again give the same bits, and others are told apart", async () => {
  const { tab, faults, close } = await open({});
  const found = await tab.evaluate(rerun);
  assert.deepEqual(unlike(found), []);
  assert.deepEqual(faults, []);
  await close();

  const other = await open({});
  // The last bit of a published number is another one.
  const [there, changed] = await other.tab.evaluate(() => {
    const script = document.getElementById("published-trials");
    const experiments = JSON.parse(script.textContent);
    const { trials } = experiments.zig_zag;
    const values = trials[0].at(-1);
    const at = values.findIndex((value) => value !== null);
    const number = new Float64Array([values[at]]);
    new BigInt64Array(number.buffer)[0] += 1n;
    const there = values[at];
    [values[at]] = number;
    script.textContent = JSON.stringify(experiments);
    return [there, values[at]];
  });
  const { zig_zag: words, ...rest } = await other.tab.evaluate(rerun);
  assert.match(words, /^Not the same: gradient, seed 0: derivative error is /);
  assert.ok(words.includes(`${changed} as published, ${there} here`), words);
  assert.deepEqual(unlike(rest), []);
  await other.close();
});

test("without scripts every claim and figure is there", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(page);
  const claims = await tab.locator("#claims details.claim").count();
  const ledger = readFileSync(new URL("../../../results/ledger.csv", import.meta.url), "utf8");
  assert.equal(claims, ledger.match(/^[A-Z]\d\d,/gm).length);
  assert.equal(await tab.locator("#claims details.claim:visible").count(), claims);
  assert.equal(await tab.locator("#filters").isVisible(), false);
  await tab.locator("#C35 > summary").click();
  assert.ok(await tab.locator("#C35 .track:visible").count() > 10, "what decides");
  await tab.locator("#xor_relu > summary").click();
  assert.ok(await tab.locator("#xor_relu figure svg:visible").count() > 3);
  await context.close();
});
