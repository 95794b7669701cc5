"use strict";
// Loads the module once, then answers requests, each a text of JSON.
let loaded;
async function load(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const { instance } = await WebAssembly.instantiate(await new Response(unpacked).arrayBuffer(), {});
  return instance.exports;
}
function answer({ memory, reserve, run, length }, request) {
  const bytes = new TextEncoder().encode(request);
  // The memory may have grown, and its buffer with it, in each of these calls.
  const room = reserve(bytes.length);
  new Uint8Array(memory.buffer, room, bytes.length).set(bytes);
  const start = run();
  return new TextDecoder().decode(new Uint8Array(memory.buffer, start, length()));
}
onmessage = async ({ data: { module, request } }) => {
  try {
    loaded ??= load(module);
    postMessage(answer(await loaded, request));
  } catch (error) {
    postMessage(JSON.stringify({ error: String(error) }));
  }
};
