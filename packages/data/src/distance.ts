/**
 * How far a point lies from the border of an area, on a sphere of radius 6,371 km.
 *
 * A border runs straight on a plain map of longitude and latitude, as GeoJSON has it; its distance is found by halving
 * its edges until what is left cannot matter. What is told are bounds: the true distance on the earth, which is flattened
 * at the poles, lies between them. They lie about 1.3 per cent apart, or a metre, where that is more.
 */

const DEGREE = Math.PI / 180;
/** Metres. */
const RADIUS = 6_371_000;
/** Half a turn around the earth: over a pole, where that is least. */
const FARTHEST = 20_004_000;
/** On the earth's ellipsoid a length differs from that on the sphere by at most 0.56 per cent. */
const LONGER = 1.006;
const SHORTER = 0.994;
/** Edges are halved until the answer is right to so much: of itself, or in metres. */
const PART = 0.0004;
const LEAST = 0.4;

/** Lengths in metres. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A ring, ready to be measured from: its corners on the unit sphere, and how long its edges are there at most. */
export interface Outline {
  /** `lon, lat, lon, lat …`, the last point the first again. */
  readonly ring: Float64Array;
  readonly corners: Float64Array;
  readonly lengths: Float64Array;
}

export function outlineOf(ring: Float64Array): Outline {
  const count = ring.length / 2;
  const corners = new Float64Array(count * 3);
  const lengths = new Float64Array(Math.max(0, count - 1));
  for (let i = 0; i < count; i += 1) {
    const lon = ring[2 * i] ?? 0;
    const lat = ring[2 * i + 1] ?? 0;
    corners.set(onSphere(lon, lat), 3 * i);
    if (i > 0) lengths[i - 1] = longest(ring[2 * i - 2] ?? 0, ring[2 * i - 1] ?? 0, lon, lat);
  }
  return { ring, corners, lengths };
}

function onSphere(lon: number, lat: number): readonly [number, number, number] {
  const across = Math.cos(lat * DEGREE);
  return [across * Math.cos(lon * DEGREE), across * Math.sin(lon * DEGREE), Math.sin(lat * DEGREE)];
}

/** No straight edge of the map is longer, on the unit sphere: nowhere on it is a degree of longitude wider than where it is nearest the equator. */
function longest(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const nearest = lat1 * lat2 <= 0 ? 0 : Math.min(Math.abs(lat1), Math.abs(lat2));
  return DEGREE * Math.hypot(lat2 - lat1, (lon2 - lon1) * Math.cos(nearest * DEGREE));
}

/** From the point to the nearest place of these borders; null where there is none. */
export function toBorder(outlines: Iterable<Outline>, lon: number, lat: number): Bounds | null {
  const search = new Search(lon, lat);
  const all = [...outlines];
  for (const outline of all) search.tryCorners(outline);
  for (const outline of all) search.tryEdges(outline);
  return search.bounds();
}

/** By the straight line through the ground, on the unit sphere, over the ground. */
function overGround(straight: number): number {
  return 2 * RADIUS * Math.asin(Math.min(1, straight / 2));
}

/** How much nearer than the nearest place found another may be, without being looked for. */
function slackOf(straight: number): number {
  // Far around the earth, little straight through the ground is much over it.
  return Math.max(LEAST / RADIUS, straight * PART * Math.sqrt(Math.max(0, 1 - (straight * straight) / 4)));
}

/** Distances go straight through the ground, on a unit sphere, until the end: they grow as those over it do, and are quicker. */
class Search {
  readonly #x: number;
  readonly #y: number;
  readonly #z: number;
  /** The nearest found; and its square, with which corners are compared. */
  #least = Number.POSITIVE_INFINITY;
  #square = Number.POSITIVE_INFINITY;

  constructor(lon: number, lat: number) {
    [this.#x, this.#y, this.#z] = onSphere(lon, lat);
  }

  bounds(): Bounds | null {
    if (this.#least === Number.POSITIVE_INFINITY) return null;
    return {
      low: overGround(Math.max(0, this.#least - slackOf(this.#least))) * SHORTER,
      high: Math.min(FARTHEST, overGround(this.#least) * LONGER),
    };
  }

  tryCorners({ corners }: Outline): void {
    for (let i = 0; i + 2 < corners.length; i += 3) this.#squareTo(corners, i);
  }

  tryEdges({ ring, corners, lengths }: Outline): void {
    for (let i = 0; i < lengths.length; i += 1) {
      const length = lengths[i] ?? 0;
      const bound = this.#least - slackOf(this.#least) + length / 2;
      const a = this.#squareTo(corners, 3 * i);
      const b = this.#squareTo(corners, 3 * i + 3);
      if (Math.min(a, b) >= bound * bound) continue;
      const at = 2 * i;
      const [lon1, lat1] = [ring[at] ?? 0, ring[at + 1] ?? 0];
      this.#halve(lon1, lat1, Math.sqrt(a), ring[at + 2] ?? 0, ring[at + 3] ?? 0, Math.sqrt(b), length);
    }
  }

  /** An edge from end to end: halved until no place on it can be notably nearer than the nearest found. */
  #halve(lon1: number, lat1: number, a: number, lon2: number, lat2: number, b: number, length: number): void {
    // Every place of the edge is within half its length of one of its ends.
    if (Math.min(a, b) - length / 2 >= this.#least - slackOf(this.#least)) return;
    const lon = (lon1 + lon2) / 2;
    const lat = (lat1 + lat2) / 2;
    const middle = Math.sqrt(this.#squareTo(onSphere(lon, lat), 0));
    this.#halve(lon1, lat1, a, lon, lat, middle, length / 2);
    this.#halve(lon, lat, middle, lon2, lat2, b, length / 2);
  }

  #squareTo(places: ArrayLike<number>, at: number): number {
    const x = (places[at] ?? 0) - this.#x;
    const y = (places[at + 1] ?? 0) - this.#y;
    const z = (places[at + 2] ?? 0) - this.#z;
    const square = x * x + y * y + z * z;
    if (square < this.#square) {
      this.#square = square;
      this.#least = Math.sqrt(square);
    }
    return square;
  }
}
