/**
 * The world’s shapes in a worker of the page, which draws and hears meanwhile: they are read when a map asks for them, coarse first, fine
 * where somebody comes close.
 */
import coarse from "world-atlas/countries-50m.json?url";
import fine from "world-atlas/countries-10m.json?url";
import { type Base, baseOf, type World } from "./countries.ts";
import type { Borders } from "./desk.ts";
import type { Box } from "./projection.ts";

/** The base map under a policy; `near`: in fine shapes, and no more than reaches into it. */
export interface Wish {
  readonly id: number;
  readonly policy: Borders;
  readonly near: Box | null;
}

/** What a wish is answered with; null: the shapes did not come. */
export interface Drawn {
  readonly id: number;
  readonly base: Base | null;
}

type Grain = "coarse" | "fine";

const worlds = new Map<Grain, Promise<World>>();

function worldOf(grain: Grain): Promise<World> {
  const known = worlds.get(grain);
  if (known) return known;
  const asked = read(grain === "fine" ? fine : coarse);
  worlds.set(grain, asked);
  // What failed is tried again the next time.
  asked.catch(() => worlds.delete(grain));
  return asked;
}

async function read(address: string): Promise<World> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return (await answer.json()) as World;
}

/** The worker itself, in the types of a page. */
const port = globalThis as unknown as Pick<Worker, "addEventListener" | "postMessage">;
const reply = (drawn: Drawn): void => port.postMessage(drawn);

port.addEventListener("message", ({ data: { id, policy, near } }: MessageEvent<Wish>) => {
  worldOf(near === null ? "coarse" : "fine").then(
    (world) => reply({ id, base: baseOf(world, policy, near) }),
    () => reply({ id, base: null }),
  );
});
