/**
 * Where the outline of an area runs along a border or a coast that is drawn anyway: two lines side by side, each as its source has it, read as two
 * borders.
 */
import type { Base } from "./countries.ts";
import { type Box, located, type Piece, runsOf } from "./projection.ts";
import { unitsOf } from "./mapstate.ts";

/** Two drawings of one line are no farther apart than this, drawn for a whole continent. In kilometres. */
const APART = 4;
/** So much of a ring lies along lines, where corners are cut now and then. */
const MOST = 0.95;

type Point = readonly [x: number, y: number];

const outlines = new WeakMap<Base, WeakMap<readonly Piece[], readonly Piece[]>>();

/** The outline of an area without the rings all around which something of the ground runs. */
export function outlineOf(pieces: readonly Piece[], base: Base): readonly Piece[] {
  let own = outlines.get(base);
  if (!own) outlines.set(base, (own = new WeakMap()));
  let left = own.get(pieces);
  if (!left) own.set(pieces, (left = pieces.flatMap((piece) => without(piece, base))));
  return left;
}

function without(piece: Piece, base: Base): Piece[] {
  const [, lat] = located((piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2);
  const within = unitsOf(APART, lat);
  const box = { x0: piece.x0 - within, y0: piece.y0 - within, x1: piece.x1 + within, y1: piece.y1 + within };
  const near = [base.coast, base.solid, base.dashed].flatMap((lines) =>
    lines.filter((line) => meet(line, box)).flatMap((line) => line.runs.flatMap((run) => segmentsIn(run, box))),
  );
  const rings = (piece.d.match(/M[^M]*/gu) ?? []).filter((ring) => {
    const [points = new Float64Array()] = runsOf(ring);
    let beside = 0;
    for (let i = 0; i + 1 < points.length; i += 2) {
      const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
      if (near.some((segment) => isBeside(x, y, segment, within))) beside += 1;
    }
    return beside < (points.length / 2) * MOST;
  });
  return rings.length === 0 ? [] : [{ ...piece, d: rings.join("") }];
}

/** From one point to the next, with the box that it lies in. */
interface Segment extends Box {
  readonly from: Point;
  readonly to: Point;
}

/** So many points of a run lie in a box of their own: a line may be the coast of a continent, and hardly any of it is near. */
const BLOCK = 64;
const boxes = new WeakMap<Float64Array, Float64Array>();

/** The boxes of a run’s blocks: least and greatest x, least and greatest y, in turn. */
function boxesOf(run: Float64Array): Float64Array {
  let known = boxes.get(run);
  if (known) return known;
  const count = Math.ceil(Math.max(0, run.length / 2 - 1) / BLOCK);
  known = new Float64Array(count * 4);
  for (let block = 0; block < count; block += 1) {
    let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
    const until = Math.min(run.length, (block + 1) * BLOCK * 2 + 2);
    for (let i = block * BLOCK * 2; i < until; i += 2) {
      const x = run[i] ?? 0;
      const y = run[i + 1] ?? 0;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    known.set([x0, x1, y0, y1], block * 4);
  }
  boxes.set(run, known);
  return known;
}

/** The steps of a run that reach into a box. */
function segmentsIn(run: Float64Array, box: Box): Segment[] {
  const segments: Segment[] = [];
  const blocks = boxesOf(run);
  for (let block = 0; block * 4 < blocks.length; block += 1) {
    const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = blocks.subarray(block * 4, block * 4 + 4);
    if (!meet({ x0, x1, y0, y1 }, box)) continue;
    const until = Math.min(run.length, (block + 1) * BLOCK * 2 + 2);
    for (let i = block * BLOCK * 2 + 2; i < until; i += 2) {
      const [from, to]: [Point, Point] = [
        [run[i - 2] ?? 0, run[i - 1] ?? 0],
        [run[i] ?? 0, run[i + 1] ?? 0],
      ];
      const [[ax, ay], [bx, by]] = [from, to];
      const segment = {
        from,
        to,
        x0: Math.min(ax, bx),
        x1: Math.max(ax, bx),
        y0: Math.min(ay, by),
        y1: Math.max(ay, by),
      };
      if (meet(segment, box)) segments.push(segment);
    }
  }
  return segments;
}

function meet(a: Box, b: Box): boolean {
  return a.x1 >= b.x0 && a.x0 <= b.x1 && a.y1 >= b.y0 && a.y0 <= b.y1;
}

function isBeside(x: number, y: number, { from, to, x0, y0, x1, y1 }: Segment, within: number): boolean {
  if (x < x0 - within || x > x1 + within || y < y0 - within || y > y1 + within) return false;
  const [[ax, ay], [bx, by]] = [from, to];
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy) <= within;
}
