/**
 * Where the outline of an area runs along a border or a coast that is drawn anyway: two lines side by side, each as its source has it, read as two
 * borders.
 */
import { type Base, type Box, located, type Piece } from "./borders.ts";
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
  const box = { x0: piece.x0 - within, y0: piece.y0 - within, x1: piece.x1 + within, y1: piece.y1 + within };
  const near = [base.coast, base.solid, base.dashed].flatMap((lines) =>
    lines.filter((line) => meet(line, box)).flatMap((line) => segmentsIn(line).filter((segment) => meet(segment, box))),
  );
  const rings = ringsIn(piece.d).filter((ring) => {
    const points = pointsIn(ring);
    const beside = points.filter(([x, y]) => near.some((segment) => isBeside(x, y, segment, within)));
    return beside.length < points.length * MOST;
  });
  return rings.length === 0 ? [] : [{ ...piece, d: rings.join("") }];
}

/** From one point to the next, with the box that it lies in. */
interface Segment extends Box {
  readonly from: Point;
  readonly to: Point;
}

const parted = new WeakMap<Piece, readonly Segment[]>();

/** A coast may be that of a continent: taken apart once. */
function segmentsIn(line: Piece): readonly Segment[] {
  let segments = parted.get(line);
  if (!segments) {
    segments = ringsIn(line.d).flatMap((ring) => {
      const points = pointsIn(ring);
      return points.slice(1).map((to, i): Segment => {
        const from = points[i] ?? to;
        const [[ax, ay], [bx, by]] = [from, to];
        return { from, to, x0: Math.min(ax, bx), y0: Math.min(ay, by), x1: Math.max(ax, bx), y1: Math.max(ay, by) };
      });
    });
    parted.set(line, segments);
  }
  return segments;
}

function meet(a: Box, b: Box): boolean {
  return a.x1 >= b.x0 && a.x0 <= b.x1 && a.y1 >= b.y0 && a.y0 <= b.y1;
}

function ringsIn(d: string): string[] {
  return d.match(/M[^M]*/gu) ?? [];
}

function pointsIn(ring: string): Point[] {
  const points: Point[] = [];
  for (const pair of ring.split(/[MLZ]/u)) {
    const comma = pair.indexOf(",");
    if (comma > 0) points.push([Number(pair.slice(0, comma)), Number(pair.slice(comma + 1))]);
  }
  return points;
}

function isBeside(x: number, y: number, { from, to, x0, y0, x1, y1 }: Segment, within: number): boolean {
  if (x < x0 - within || x > x1 + within || y < y0 - within || y > y1 + within) return false;
  const [[ax, ay], [bx, by]] = [from, to];
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy) <= within;
}
