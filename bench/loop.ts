/**
 * The four norms as the best loop by hand that we know how to write for exactly these four: no plans, no language, nothing but arrays of the right
 * size, with the verdict rows that the engine writes. It handles settled events in order of time, and nothing else.
 */
import { ACTORS, allies, ASSIST, ATTACK, CEASE, END, NOTICE, type Stream } from "./workload.ts";

const MONTH = 720 * 3600;
const WEEK = 168 * 3600;
const PENDING = 0;
const KEPT = 1;
const BREACHED = 2;

export interface Rows {
  /** Instances of (a) and (b), with what came of them; breaches of (a), (c) and (d). */
  readonly a: { readonly rows: number; readonly breaches: number };
  readonly b: { readonly rows: number; readonly kept: number; readonly breached: number; readonly pending: number };
  readonly c: number;
  readonly d: number;
}

/** (a) */
export function truce({ count, kind, actor, target }: Stream): Rows["a"] {
  const newest = new Int32Array(ACTORS * ACTORS).fill(-1);
  let most = 0;
  for (let i = 0; i < count; i++) if (kind[i] === CEASE) most++;
  const earlier = new Int32Array(most);
  const trigger = new Int32Array(most);
  const outcome = new Uint8Array(most * 2);
  let breachOf = new Int32Array(1 << 12);
  let breachAt = new Int32Array(1 << 12);
  let made = 0;
  let breaches = 0;
  for (let i = 0; i < count; i++) {
    const what = kind[i]!;
    if (what === ATTACK) {
      const a = actor[i]!;
      const b = target[i]!;
      for (let side = 0; side < 2; side++) {
        const pair = side === 0 ? a * ACTORS + b : b * ACTORS + a;
        for (let o = newest[pair]!; o >= 0; o = earlier[o]!) {
          outcome[o * 2 + side] = BREACHED;
          if (breaches === breachOf.length) {
            breachOf = doubled(breachOf);
            breachAt = doubled(breachAt);
          }
          breachOf[breaches] = o * 2 + side;
          breachAt[breaches++] = i;
        }
      }
    } else if (what === CEASE) {
      const pair = actor[i]! * ACTORS + target[i]!;
      trigger[made] = i;
      earlier[made] = newest[pair]!;
      newest[pair] = made++;
    } else if (what === END) newest[actor[i]! * ACTORS + target[i]!] = -1;
  }
  return { rows: made * 2, breaches };
}

function doubled(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const made = new Int32Array(old.length * 2);
  made.set(old);
  return made;
}

/** (b) */
export function aid({ count, kind, actor, target, second, end }: Stream): Rows["b"] {
  const helpers: number[][] = Array.from({ length: ACTORS }, () => []);
  const pairOf = new Int16Array(ACTORS * ACTORS).fill(-1);
  for (const [n, [ally, friend]] of allies.entries()) {
    helpers[friend]!.push(n);
    pairOf[ally * ACTORS + friend] = n;
  }
  let most = 0;
  for (let i = 0; i < count; i++) if (kind[i] === ATTACK) most += helpers[target[i]!]!.length;
  const trigger = new Int32Array(most);
  const outcome = new Uint8Array(most);
  const performed = new Int32Array(most);
  // Of each ally, the instances that wait, as a list through `next`.
  const next = new Int32Array(most);
  const first = new Int32Array(allies.length).fill(-1);
  const last = new Int32Array(allies.length).fill(-1);
  let rows = 0;
  let kept = 0;
  let breached = 0;
  for (let i = 0; i < count; i++) {
    const what = kind[i]!;
    if (what === ATTACK) {
      for (const n of helpers[target[i]!]!) {
        trigger[rows] = i;
        performed[rows] = -1;
        next[rows] = -1;
        if (first[n]! < 0) first[n] = rows;
        else next[last[n]!] = rows;
        last[n] = rows++;
      }
    } else if (what === ASSIST) {
      const n = pairOf[actor[i]! * ACTORS + target[i]!]!;
      if (n < 0) continue;
      for (let row = first[n]!; row >= 0; row = next[row]!) {
        if (second[trigger[row]!]! + MONTH >= second[i]!) {
          outcome[row] = KEPT;
          performed[row] = i;
          kept++;
        } else {
          outcome[row] = BREACHED;
          breached++;
        }
      }
      first[n] = -1;
    }
  }
  let pending = 0;
  for (let n = 0; n < allies.length; n++) {
    for (let row = first[n]!; row >= 0; row = next[row]!) {
      if (second[trigger[row]!]! + MONTH >= end) {
        outcome[row] = PENDING;
        pending++;
      } else {
        outcome[row] = BREACHED;
        breached++;
      }
    }
  }
  return { rows, kept, breached, pending };
}

/** (c) */
export function spared({ count, kind, actor, target, second }: Stream): number {
  const backed = new Uint8Array(ACTORS);
  const helped = new Int32Array(ACTORS).fill(-MONTH - 1);
  const breachOf = new Uint8Array(count);
  const breachAt = new Int32Array(count);
  let breaches = 0;
  let changed = 0;
  for (let i = 0; i < count; i++) {
    const now = second[i]!;
    // What changes in a second has changed by any act of it.
    while (changed < count && second[changed]! <= now) {
      const what = kind[changed]!;
      if (what === ASSIST) backed[target[changed]!] = 1;
      else if (what === NOTICE) backed[actor[changed]!] = 0;
      changed++;
    }
    const what = kind[i]!;
    if (what === ATTACK) {
      const victim = target[i]!;
      if (backed[victim] === 1 && helped[victim]! + MONTH >= now) continue;
      breachOf[breaches] = actor[i]!;
      breachAt[breaches++] = i;
    } else if (what === ASSIST) helped[target[i]!] = now;
  }
  return breaches;
}

/** (d) */
export function raids({ count, kind, actor, target, second }: Stream): number {
  const lately = new Int32Array(ACTORS * ACTORS * 4).fill(-WEEK - 1);
  const place = new Uint8Array(ACTORS * ACTORS);
  const breachOf = new Uint8Array(count);
  const breachAt = new Int32Array(count);
  let breaches = 0;
  for (let i = 0; i < count; i++) {
    if (kind[i] !== ATTACK) continue;
    const pair = actor[i]! * ACTORS + target[i]!;
    const at = pair * 4 + place[pair]!;
    const now = second[i]!;
    if (lately[at]! + WEEK >= now) {
      breachOf[breaches] = actor[i]!;
      breachAt[breaches++] = i;
    }
    lately[at] = now;
    place[pair] = (place[pair]! + 1) & 3;
  }
  return breaches;
}

/** All four, one after the other: that is no slower than one pass over the stream for all, whose state no cache holds. */
export function byHand(stream: Stream): Rows {
  return { a: truce(stream), b: aid(stream), c: spared(stream), d: raids(stream) };
}
