// Stands in for the worker of a browser, in a thread of Node: what a browser calls `globalThis` is the port to the page.
// From then on nothing of Node may be loaded: the server must run where there is none.
import { registerHooks } from "node:module";
import { parentPort } from "node:worker_threads";

const early = [];
const keep = (message) => early.push(message);
parentPort.on("message", keep);
Object.assign(globalThis, {
  postMessage: (message) => parentPort.postMessage(message, []),
  addEventListener: () => {},
});
registerHooks({
  resolve: (name, context, next) => {
    if (name.startsWith("node:") || ["fs", "path", "os", "net", "util", "crypto", "child_process"].includes(name))
      throw new Error(`${name} is loaded by ${context.parentURL}`);
    // A bundler takes the browser's part of a package; here only where a package has nothing else to offer.
    const conditions = name.endsWith("/browser") ? [...context.conditions, "browser"] : context.conditions;
    return next(name, { ...context, conditions });
  },
});
await import("../src/lsp/worker.ts");
parentPort.off("message", keep);
parentPort.on("message", (data) => globalThis.onmessage({ data }));
for (const data of early) globalThis.onmessage({ data });
