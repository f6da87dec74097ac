/**
 * Ids, and the numbers under which they stand. For very many: a table of hashes in typed arrays, which the collector of garbage need not go over, and
 * which doubles by parts, each at its own time, so that no one id waits for all others to be moved, nor a few thousand in a row.
 */

/** Parts, and bits of a hash that tell to which one an id belongs. */
const PARTS = 64;
const PART_BITS = 6;
/** What may be taken of the places of the fullest part. */
const FULLEST = 0.65;
/** So many places are looked at. What finds none among them stands apart: however many ids of one hash somebody makes up, looking for one takes no longer. */
const MOST = 64;

/** Two numbers for each place: the hash of an id, and what stands under it, counted from 1; 0: nothing. */
interface Part {
  places: Int32Array<ArrayBuffer>;
  size: number;
  /** With more than this it doubles. */
  most: number;
  /** What of its places may be taken before it doubles: few have to be looked at where much is free. */
  readonly share: number;
}

export class Directory {
  private readonly parts: readonly Part[] = Array.from({ length: PARTS }, (_, part) => {
    // Parts are about as large as each other. Between the double and the double of it each of them doubles once, evenly spread.
    const share = FULLEST * 2 ** (-part / PARTS);
    return { places: new Int32Array(2 * 16), size: 0, most: 16 * share, share };
  });
  private readonly apart = new Map<string, number>();
  private readonly idOf: (number: number) => string;
  /** What was asked for last: who asks in vain adds it next. */
  private asked = "";
  private hash: number = hashOf("");

  /** `idOf`: the id under which a number stands. */
  constructor(idOf: (number: number) => string) {
    this.idOf = idOf;
  }

  /** The number that stands under an id; -1: none. */
  find(id: string): number {
    const hash = this.hashOf(id);
    const { places } = this.parts[hash & (PARTS - 1)]!;
    const last = places.length - 2;
    let at = (hash >>> (PART_BITS - 1)) & last;
    for (let i = 0; i < MOST && places[at + 1] !== 0; i++, at = (at + 2) & last) {
      if (places[at] !== hash) continue;
      const number = places[at + 1]! - 1;
      if (this.idOf(number) === id) return number;
    }
    return this.apart.size === 0 ? -1 : (this.apart.get(id) ?? -1);
  }

  /** Puts a number under an id under which none stands. */
  add(id: string, number: number): void {
    const hash = this.hashOf(id);
    const part = this.parts[hash & (PARTS - 1)]!;
    if (++part.size > part.most) this.double(part);
    if (!put(part.places, hash, number + 1)) this.apart.set(id, number);
  }

  private hashOf(id: string): number {
    if (id !== this.asked) {
      this.asked = id;
      this.hash = hashOf(id);
    }
    return this.hash;
  }

  private double(part: Part): void {
    const { places: old } = part;
    part.places = new Int32Array(old.length * 2);
    part.most = old.length * part.share;
    for (let at = 0; at < old.length; at += 2) {
      const number = old[at + 1]!;
      if (number !== 0 && !put(part.places, old[at]!, number)) this.apart.set(this.idOf(number - 1), number - 1);
    }
  }
}

/** False: there is no place near enough. */
function put(places: Int32Array, hash: number, value: number): boolean {
  const last = places.length - 2;
  let at = (hash >>> (PART_BITS - 1)) & last;
  for (let i = 0; i < MOST; i++, at = (at + 2) & last) {
    if (places[at + 1] !== 0) continue;
    places[at] = hash;
    places[at + 1] = value;
    return true;
  }
  return false;
}

/** FNV-1a, mixed once more: the last letters, in which ids differ that are counted up, are to move all bits. */
export function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
