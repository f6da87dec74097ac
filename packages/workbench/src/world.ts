/** The world’s shapes, asked of a worker when a map is opened: coarse first, fine where somebody comes close. */
import type { Drawn, Wish } from "./atlas.ts";
import type { Base } from "./countries.ts";
import type { Borders } from "./desk.ts";
import type { Box } from "./projection.ts";

let worker: Worker | null = null;
let last = 0;
const waiting = new Map<number, (base: Base | null) => void>();
/** Coarse ones by the policy that they are drawn under. */
const bases = new Map<Borders, Promise<Base>>();

/** The base map under a policy; within `near`, in fine shapes. */
export async function baseFor(policy: Borders, near: Box | null): Promise<Base> {
  const drawn = policy.startsWith("claimed-by:") ? "disputed-marked" : policy;
  const known = bases.get(drawn);
  const made = known ?? ask(drawn, null);
  bases.set(drawn, made);
  // What failed is tried again the next time.
  made.catch(() => bases.delete(drawn));
  const whole = await made;
  if (near === null) return whole;
  return { ...(await ask(drawn, near)), names: whole.names };
}

function ask(policy: Borders, near: Box | null): Promise<Base> {
  worker ??= begun();
  last += 1;
  const wish: Wish = { id: last, policy, near };
  worker.postMessage(wish);
  return new Promise((resolve, reject) => {
    waiting.set(wish.id, (base) => {
      if (base) resolve(base);
      else reject(new Error("the shapes did not come"));
    });
  });
}

/** It stays, for it has the shapes; one that could not be loaded is made again the next time. */
function begun(): Worker {
  const made = new Worker(new URL("./atlas.ts", import.meta.url), { type: "module", name: "servanda-atlas" });
  made.addEventListener("message", ({ data: { id, base } }: MessageEvent<Drawn>) => {
    waiting.get(id)?.(base);
    waiting.delete(id);
  });
  const fail = (): void => {
    made.terminate();
    worker = null;
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
  };
  made.addEventListener("error", fail);
  made.addEventListener("messageerror", fail);
  return made;
}
