/**
 * A stream as a conflict makes it, for measuring: fictional, and the same for the same seed. Attacks 77 %, assistance 13 %, notices 6 %,
 * ceasefires and their ends 2 % each, between 200 actors of whom some act more than others; 274 events a day, to the second, each with
 * its place in its second. One source tells of everything and says that it covers everything.
 */
import { check, type Model } from "@servanda/language";
import { barOf, ColumnsBuilder, type Account, type Columns, type Record } from "@servanda/monitor";

export const ACTORS = 200;
export const ALLIES = 100;
export const ATTACK = 0;
export const ASSIST = 1;
export const NOTICE = 2;
export const CEASE = 3;
export const END = 4;
export const ACTS = ["attack", "assist", "give-notice", "declare-ceasefire", "end-ceasefire"] as const;
export const BEGIN = 1_262_304_000;
/** The middle of the pause between two events, in seconds. */
const PAUSE = 86_400 / 274;

/** Events in order of time, as a loop by hand would want them. */
export interface Stream {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly actor: Uint8Array;
  readonly target: Uint8Array;
  /** Seconds since `BEGIN`. */
  readonly second: Int32Array;
  /** Place within its second, from 1. */
  readonly order: Uint8Array;
  readonly end: number;
}

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Who helps whom: fixed at the start. */
export const allies: readonly (readonly [ally: number, friend: number])[] = (() => {
  const next = random(7);
  const pairs = new Map<number, readonly [number, number]>();
  while (pairs.size < ALLIES) {
    const [a, b] = [Math.floor(next() * ACTORS), Math.floor(next() * ACTORS)];
    if (a !== b) pairs.set(a * ACTORS + b, [a, b]);
  }
  return [...pairs.values()];
})();

export function streamOf(count: number, seed = 1): Stream {
  const next = random(seed);
  // Somewhat more is done by and to those with low numbers.
  const somebody = (): number => Math.floor(next() ** 1.3 * ACTORS);
  const other = (than: number): number => {
    for (;;) {
      const who = somebody();
      if (who !== than) return who;
    }
  };
  const kind = new Uint8Array(count);
  const actor = new Uint8Array(count);
  const target = new Uint8Array(count);
  const second = new Int32Array(count);
  const order = new Uint8Array(count);
  const standing: number[] = [];
  const lately = new Int32Array(16);
  let now = 0;
  for (let i = 0; i < count; i++) {
    const pause = Math.floor(next() * (2 * PAUSE + 1));
    now += pause;
    second[i] = now;
    order[i] = i > 0 && second[i - 1] === now ? order[i - 1]! + 1 : 1;
    const draw = next();
    let a = somebody();
    let b = other(a);
    let what = ATTACK;
    if (draw >= 0.98) {
      what = END;
      // Mostly something that stands is ended.
      if (standing.length > 0 && next() < 0.9) {
        const at = Math.floor(next() * standing.length);
        const pair = standing[at]!;
        standing[at] = standing.at(-1)!;
        standing.pop();
        a = Math.floor(pair / ACTORS);
        b = pair % ACTORS;
      }
    } else if (draw >= 0.96) {
      what = CEASE;
      standing.push(a * ACTORS + b);
    } else if (draw >= 0.9) {
      what = NOTICE;
    } else if (draw >= 0.77) {
      what = ASSIST;
      if (next() < 0.5) [a, b] = allies[Math.floor(next() * ALLIES)]!;
    } else {
      // Who attacks often does so again.
      const place = Math.floor(next() * lately.length);
      if (next() < 0.3) [a, b] = [Math.floor(lately[place]! / ACTORS), lately[place]! % ACTORS];
      else lately[place] = a * ACTORS + b;
      if (a === b) b = other(a);
    }
    kind[i] = what;
    actor[i] = a;
    target[i] = b;
  }
  return { count, kind, actor, target, second, order, end: now };
}

export const nameOf = (actor: number): string => `A${String(actor + 1).padStart(3, "0")}`;

const parties = Array.from({ length: ACTORS }, (_, i) => nameOf(i));

const block = (...lines: readonly string[]): string => `\`\`\`servanda\n${lines.join("\n")}\n\`\`\`\n`;

/** The page of the case: its world and the agreement. */
export function page(closes: number): string {
  return `# Measured\n\n${block(
    'case measured "Measured (fictional)"',
    `  record closes ${new Date((BEGIN + closes) * 1000).toISOString().slice(0, 19)}Z`,
    "  time zone Z",
    "  standard alleged",
    "  borders none",
    ...parties.map((id) => `actor ${id}, a state`),
    "act give-notice, gives-notice, gave-notice",
    "  roles actor",
    "act declare-ceasefire, declares-ceasefire, declared-ceasefire",
    "  roles actor, towards target",
    "act end-ceasefire, ends-ceasefire, ended-ceasefire",
    "  roles actor, towards target",
    "state backed of a state, initially false",
    "  started by assist, ended by give-notice",
    'agreement accord "Accord (fictional)"',
    "  in force from 2009-01-01",
    `  parties ${parties.join(", ")}`,
  )}`;
}

/** The four norms, each as the language says it. */
export const NORMS: { readonly [norm in "a" | "b" | "c" | "d"]: string } = {
  a: `Who declares a ceasefire towards another, and that other, do not attack each other until the one who declared it ends it.\n\n${block(
    "ban truce of accord, article 1",
    "  when declarer declares-ceasefire towards addressee",
    "  declarer, addressee",
    "  must not attack each other",
    "  unless declarer ends-ceasefire towards addressee",
  )}`,
  b: allies
    .map(
      ([ally, friend], i) =>
        `${nameOf(ally)} helps ${nameOf(friend)} within thirty days of an attack on it.\n\n${block(
          `duty aid-${i + 1} of accord, article 2(${i + 1})`,
          `  when anyone attacks ${nameOf(friend)}`,
          `  ${nameOf(ally)}`,
          `  must assist ${nameOf(friend)}`,
          "  within 720 hours",
        )}`,
    )
    .join("\n"),
  c: `Nobody attacks one who has not been helped in the thirty days before, or who gave notice since.\n\n${block(
    "ban spared of accord, article 3",
    "  each party",
    "  must not attack victim, a party",
    "  unless backed of victim and anyone assists victim within 720 hours",
  )}`,
  d: `Nobody attacks one and the same more than four times in a week.\n\n${block(
    "ban raids of accord, article 4",
    "  each party",
    "  must not attack victim, a party, more than 4 times in 168 hours",
  )}`,
};

/** The norms through the checker. */
export function modelOf(closes: number, norms: readonly string[]): Model {
  const documents = [{ path: "case.md", text: `${page(closes)}\n${norms.join("\n")}` }];
  const { model, diagnostics } = check(documents, {
    sources: new Set(["S1", "S2", "S3"]),
    shapes: new Set(),
    folder: "measured",
  });
  const wrong = diagnostics.find((d) => d.severity === "error");
  if (wrong) throw new Error(`${wrong.code}: ${wrong.message}`);
  return model;
}

/** So many duties of one form, each towards a friend of its own: an event concerns one of them, however many there are. */
export function manyDuties(closes: number, count: number): Model {
  const each = <T>(make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const world = block(...each((i) => `actor F${i}, a state\nactor H${i}, a state`));
  const norm = (i: number): string =>
    block(
      `duty aid-${i} of accord, article ${i}`,
      `  when anyone attacks F${i}`,
      `  H${i}`,
      `  must assist F${i}`,
      "  within 720 hours",
    );
  return modelOf(closes, [world, ...each((i) => `It helps.\n\n${norm(i)}`)]);
}

const source = (id: string): Record["sources"][number] => ({
  id,
  title: id,
  publisher: null,
  kind: "monitor",
  speaksFor: [],
  origin: id,
  mandate: [],
  leaning: null,
  url: null,
  published: null,
  licence: null,
  handling: "public",
});

/** What surrounds the accounts: the first source covers everything. */
export function surroundings(closes: number): Omit<Record, "accounts"> {
  return {
    sources: [source("S1"), source("S2"), source("S3")],
    coverage: [
      {
        id: "everything",
        source: "S1",
        kinds: ["*"],
        place: null,
        from: BEGIN - 365 * 86_400,
        until: BEGIN + closes + 365 * 86_400,
        threshold: null,
        why: "it says that it records everything",
        handling: "public",
        at: { path: "coverage.csv", row: 2 },
      },
    ],
    shapes: [],
  };
}

export type Flaw = "none" | "denied" | "day" | "disputed";

/**
 * The stream as columns. `flawed`: the share of events that are not settled (denied by a second source, told to the day only, or with
 * another actor by a second source, in turn); `late`: the share that comes in a place further back; `who`: other actors than those of the stream.
 */
export function columnsOf(
  model: Model,
  stream: Stream,
  flawed = 0,
  late = 0,
  who: ((event: number, kind: number) => readonly [actor: string, target: string]) | null = null,
): Columns {
  const next = random(3);
  const builder = new ColumnsBuilder(model);
  const [first, second] = [builder.sources.code("S1"), builder.sources.code("S2")];
  const acts = ACTS.map((act) => builder.acts.code(act));
  const things = parties.map((id) => builder.things.code(id));
  const flaws: Flaw[] = [];
  const events: number[] = [];
  const order = arrival(stream, late, next);
  const told: { event: number; source: string; flaw: Flaw }[] = [];
  for (let i = 0; i < stream.count; i++) {
    const at = order === null ? i : order[i]!;
    const draw = flawed > 0 ? next() : 1;
    const flaw: Flaw =
      draw < flawed ? (["denied", "day", "disputed"] as const)[Math.floor((draw / flawed) * 3)]! : "none";
    const when = BEGIN + stream.second[at]!;
    const day = when - (when % 86_400);
    const kind = stream.kind[at]!;
    const named = who?.(at, kind);
    const said = {
      event: i,
      source: first,
      denies: false,
      kind: acts[kind]!,
      actor: named ? builder.things.code(named[0]) : things[stream.actor[at]!]!,
      target: kind === NOTICE ? -1 : named ? builder.things.code(named[1]) : things[stream.target[at]!]!,
      object: -1,
      from: flaw === "day" ? day : when,
      to: flaw === "day" ? day + 86_399 : when,
      order: stream.order[at]!,
    };
    events.push(at);
    flaws.push(flaw);
    builder.add(said);
    if (flawed > 0) told.push({ event: i, source: "S1", flaw });
    if (flaw === "denied" || flaw === "disputed") {
      const denies = flaw === "denied";
      const another = things[(stream.actor[at]! + 17) % ACTORS]!;
      builder.add({
        ...said,
        source: second,
        denies,
        ...(denies ? { actor: -1, target: -1, from: NaN, to: NaN, kind: -1 } : { actor: another }),
      });
      told.push({ event: i, source: "S2", flaw });
    }
  }
  const account = (number: number): Account => {
    const {
      event,
      source: by,
      flaw,
    } = told.length > 0 ? told[number]! : { event: number, source: "S1", flaw: "none" as const };
    return accountOf(stream, event, events[event]!, by, flaw);
  };
  return builder.build(
    model,
    surroundings(stream.end),
    barOf(model, "alleged"),
    8_640_000_000_000,
    (event) => `E${event + 1}`,
    account,
  );
}

/** In which order events come in: null: that of time. */
function arrival(stream: Stream, late: number, next: () => number): Int32Array | null {
  if (late === 0) return null;
  const key = Float64Array.from({ length: stream.count }, (_, i) => i);
  for (let i = 0; i < stream.count; i++) if (next() < late) key[i] = i + 0.5 + Math.floor(next() * 2740);
  return Int32Array.from({ length: stream.count }, (_, i) => i).sort((a, b) => key[a]! - key[b]!);
}

export function accountOf(stream: Stream, event: number, at: number, by: string, flaw: Flaw): Account {
  const denies = by === "S2" && flaw === "denied";
  const when = BEGIN + stream.second[at]!;
  const day = when - (when % 86_400);
  const bounds = flaw === "day" ? { earliest: day, latest: day + 86_399 } : { earliest: when, latest: when };
  const actor = by === "S2" && flaw === "disputed" ? (stream.actor[at]! + 17) % ACTORS : stream.actor[at]!;
  return {
    id: `E${event + 1}/${by}`,
    event: `E${event + 1}`,
    source: by,
    stance: denies ? "denies" : "asserts",
    when: denies ? null : { ...bounds, text: "" },
    order: stream.order[at]!,
    kind: denies ? null : ACTS[stream.kind[at]!]!,
    actor: denies ? null : nameOf(actor),
    target: denies || stream.kind[at] === NOTICE ? null : nameOf(stream.target[at]!),
    object: null,
    place: null,
    located: false,
    inside: [],
    perhapsInside: [],
    quantity: null,
    unit: null,
    deaths: null,
    status: "alleged",
    reply: null,
    handling: "public",
    grade: "report",
    published: null,
    note: null,
    at: { path: "conduct/stream.csv", row: event + 2 },
  };
}
