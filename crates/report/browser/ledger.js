// Every experiment by its quick numbers, as WebAssembly: the tables whose hashes are not those of
// results/quick.blake3. The last line has the engine, the number of tables and of differences.
//   node ledger.js node|chromium|firefox MODULE QUICK [EXPERIMENT...]
import { readFileSync } from "node:fs";
import { launch } from "./chromium.js";
import { inFirefox } from "./firefox.js";

const [engine, path, quick, ...only] = process.argv.slice(2);
const module = readFileSync(path);
const recorded = readFileSync(quick, "utf8").trim().split("\n");
const nameOf = (line) => line.split(/ +|\//)[1];
const names = [...new Set(recorded.map(nameOf))].filter((name) => !only.length || only.includes(name));

/// The answer of a module to a request. By itself, as it goes to a worker as text.
async function answered(module, request) {
  const { exports } = await WebAssembly.instantiate(module, {});
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const at = exports.reserve(bytes.length);
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
  const start = exports.run();
  return new TextDecoder().decode(new Uint8Array(exports.memory.buffer, start, exports.length()));
}

/// Runs in a page: the same, beside it, so that no browser thinks that it hangs.
async function inWorker(encoded, answered, request) {
  globalThis.compiled ??= await WebAssembly.compile(Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)));
  const source = `onmessage = ({ data }) => (${answered})(...data).then(
    (answer) => postMessage(answer), (error) => postMessage(JSON.stringify({ error: String(error) })));`;
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  try {
    return await new Promise((done, failed) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = (event) => failed(new Error(event.message));
      worker.postMessage([globalThis.compiled, request]);
    });
  } finally {
    worker.terminate();
  }
}

/// Asks for one experiment after another; says how long each took.
async function compare(version, ask) {
  let tables = 0;
  let differences = 0;
  for (const name of names) {
    const start = performance.now();
    const { answer, error } = JSON.parse(await ask({ quick: name }));
    if (error) throw new Error(`${name}: ${error}`);
    const wanted = recorded.filter((line) => nameOf(line) === name);
    const found = answer.trim().split("\n");
    const others = wanted.filter((line) => !found.includes(line)).concat(found.filter((line) => !wanted.includes(line)));
    tables += wanted.length;
    differences += new Set(others.map((line) => line.split(/ +/)[1])).size;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.error([`${name}: ${wanted.length} tables, ${seconds} s`, ...others].join("\n  differs: "));
  }
  console.log(`${version}\t${tables}\t${differences}`);
}

const encoded = module.toString("base64");
if (engine === "node") {
  const compiled = await WebAssembly.compile(module);
  await compare(`Node ${process.versions.node.split(".")[0]}`, (request) => answered(compiled, request));
} else if (engine === "chromium") {
  const browser = await launch();
  try {
    const tab = await browser.newPage();
    await tab.goto("about:blank");
    const run = `(${inWorker})`;
    await compare(`Chromium ${browser.version().split(".")[0]}`, (request) =>
      tab.evaluate(`${run}(${[encoded, String(answered), request].map((each) => JSON.stringify(each))})`));
  } finally {
    await browser.close();
  }
} else {
  await inFirefox(process.env.FIREFOX, "about:blank", 3600, async (run) => {
    const version = await run(async () => /Firefox\/(\d+)/.exec(navigator.userAgent)[1]);
    await compare(`Firefox ${version}`, async (request) => {
      const answer = await run(inWorker, encoded, String(answered), request);
      if (answer.error) throw new Error(answer.error);
      return answer;
    });
  });
}
