/**
 * Where the outline of an area runs along a border or a coast that is drawn anyway: two lines side by side, each as its source has it, read as two
 * borders.
 */
import { type Base, located, type Piece } from "./borders.ts";
import { unitsOf } from "./mapstate.ts";

/** Two drawings of one line are no farther apart than this, drawn for a whole continent. In kilometres. */
const APART = 4;
/** So much of a ring lies along lines, where corners are cut now and then. */
const MOST = 0.95;

type Point = readonly [x: number, y: number];

const known = new WeakMap<Base, WeakMap<readonly Piece[], readonly Piece[]>>();

/** The outline of an area without the rings all around which something of the ground runs. */
export function outlineOf(pieces: readonly Piece[], base: Base): readonly Piece[] {
  let own = known.get(base);
  if (!own) known.set(base, (own = new WeakMap()));
  let left = own.get(pieces);
  if (!left) own.set(pieces, (left = pieces.flatMap((piece) => without(piece, base))));
  return left;
}

function without(piece: Piece, base: Base): Piece[] {
  const [, lat] = located((piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2);
  const within = unitsOf(APART, lat);
  const beside = [...base.coast, ...base.solid, ...base.dashed].filter(
    ({ x0, y0, x1, y1 }) =>
      x1 >= piece.x0 - within && x0 <= piece.x1 + within && y1 >= piece.y0 - within && y0 <= piece.y1 + within,
  );
  const lines = beside.flatMap(({ d }) => ringsIn(d)).map(pointsIn);
  const rings = ringsIn(piece.d).filter((ring) => {
    const points = pointsIn(ring);
    const near = points.filter((point) => lines.some((line) => isBeside(point, line, within)));
    return near.length < points.length * MOST;
  });
  return rings.length === 0 ? [] : [{ ...piece, d: rings.join("") }];
}

function ringsIn(d: string): string[] {
  return d.match(/M[^M]*/gu) ?? [];
}

function pointsIn(ring: string): Point[] {
  return [...ring.matchAll(/(-?[\d.]+),(-?[\d.]+)/gu)].map(([, x, y]) => [Number(x), Number(y)]);
}

function isBeside([x, y]: Point, line: readonly Point[], within: number): boolean {
  for (const [i, [ax, ay]] of line.entries()) {
    const [bx, by] = line[i + 1] ?? [ax, ay];
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
    if (Math.hypot(x - ax - along * dx, y - ay - along * dy) <= within) return true;
  }
  return false;
}
