"use strict";
/// A module in a worker of its own, which starts with the first request.
class Module {
  #name;
  #worker;
  #last = Promise.resolve();
  /// `name`: the id of the script that holds its bytes.
  constructor(name) {
    this.#name = name;
  }
  /// The answer to a request, after those asked before; null if it takes more milliseconds than `left`.
  ask(request, left = Infinity) {
    const answer = this.#last.then(() => this.#answer(request, left));
    this.#last = answer.catch(() => {});
    return answer;
  }
  #answer(request, left) {
    const text = (id) => document.getElementById(id).textContent;
    const first = !this.#worker;
    this.#worker ??= new Worker(URL.createObjectURL(new Blob([text("worker")], { type: "text/javascript" })));
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const stop = () => {
        worker.terminate();
        this.#worker = undefined;
      };
      const timer = left < Infinity ? setTimeout(() => { stop(); resolve(null); }, left) : 0;
      worker.onmessage = ({ data }) => {
        clearTimeout(timer);
        const { error, answer } = JSON.parse(data);
        if (error) reject(new Error(error)); else resolve(answer);
      };
      worker.onerror = (event) => {
        clearTimeout(timer);
        stop();
        reject(new Error(event.message || "the worker did not start"));
      };
      worker.postMessage(first ? { module: text(this.#name), request } : { request });
    });
  }
}
/// What is published of an experiment: parameters, factors, metrics and trials of the first seeds.
const published = (() => {
  let all;
  return (name) => (all ??= JSON.parse(document.getElementById("published-trials").textContent))[name];
})();
/// A number of JSON, or the text of one that JSON lacks.
const numeric = (value) => typeof value === "string" ? Number(value.replace("inf", "Infinity")) : value;
/// Whether two numbers are the same to the last bit.
const isSame = (there, here) => Object.is(numeric(there), numeric(here));
/// The modules of the page, each for all that ask it: published trials, and what one plays with.
const againModule = new Module("again-module");
const partsModule = new Module("parts-module");
