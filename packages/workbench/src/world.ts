/** The world’s shapes, asked for only when a map is opened: coarse first, fine where somebody comes close. */
import coarse from "world-atlas/countries-50m.json?url";
import fine from "world-atlas/countries-10m.json?url";
import { type Base, baseOf, type Box, type World } from "./borders.ts";
import type { Borders } from "./desk.ts";

type Grain = "coarse" | "fine";

const worlds = new Map<Grain, Promise<World>>();
const bases = new Map<Borders, Promise<Base>>();

/** The base map under a policy; within `near`, in fine shapes. */
export async function baseFor(policy: Borders, near: Box | null): Promise<Base> {
  const drawn = policy.startsWith("claimed-by:") ? "disputed-marked" : policy;
  const known = bases.get(drawn);
  const made = known ?? worldOf("coarse").then((world) => baseOf(world, drawn));
  bases.set(drawn, made);
  // What failed is tried again the next time.
  made.catch(() => bases.delete(drawn));
  const whole = await made;
  if (near === null) return whole;
  return { ...baseOf(await worldOf("fine"), drawn, near), names: whole.names };
}

function worldOf(grain: Grain): Promise<World> {
  const known = worlds.get(grain);
  if (known) return known;
  const asked = read(grain === "fine" ? fine : coarse);
  worlds.set(grain, asked);
  asked.catch(() => worlds.delete(grain));
  return asked;
}

async function read(address: string): Promise<World> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return (await answer.json()) as World;
}
