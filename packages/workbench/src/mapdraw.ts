/** The map in pixels: from the ground, the events and a frame to the marks of a drawing, and to what lies under a pointer. */
import { outlineOf } from "./alongside.ts";
import type { Base } from "./countries.ts";
import { type Box, located, type Piece } from "./projection.ts";
import type { Mark, Tone } from "./drawing.ts";
import type { Frame, Ground, MapState } from "./mapstate.ts";
import { fitted } from "./timelinedraw.ts";

export interface View {
  readonly frame: Frame;
  readonly width: number;
  readonly height: number;
  readonly measure: (text: string, size: number) => number;
  readonly focus: string | null;
  readonly event: string | null;
  readonly zone: string | null;
  /** Events that the chosen finding looks at: they are ringed. */
  readonly seen: ReadonlySet<string>;
  readonly caption: (event: string) => string;
}

/** Events that stand together on the screen: the first of them, and how many. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** An index into the events. */
  readonly first: number;
  readonly count: number;
}

/** Land, borders and names of states, and the case's own zones: what changes only with the frame and the date. */
export function drawGround(base: Base | null, state: MapState, view: View): Mark[] {
  const { frame, width, height } = view;
  const marks: Mark[] = [
    { is: "box", x: 0, y: 0, w: width, h: height, tone: base ? "water" : "land", filling: "solid" },
  ];
  const seen = seenBox(view);
  const place = { x: width / 2 - frame.x * frame.scale, y: height / 2 - frame.y * frame.scale, scale: frame.scale };
  const isSeen = (piece: Box): boolean =>
    piece.x1 >= seen.x0 && piece.x0 <= seen.x1 && piece.y1 >= seen.y0 && piece.y0 <= seen.y1;
  const draw = (pieces: readonly Piece[], how: Partial<Mark> & { readonly tone: Tone }): void => {
    for (const { d, ...box } of pieces) {
      if (isSeen(box)) marks.push({ is: "path", d, ...place, ...how } as Mark);
    }
  };
  if (base) {
    draw(base.land, { tone: "land" });
    // Without a seam between states, which would be a border that no policy drew.
    draw(base.land, { tone: "land", stroke: 1 });
    draw(base.coast, { tone: "faint", stroke: 0.75 });
    draw(base.solid, { tone: "soft", stroke: 0.9 });
    draw(base.dashed, { tone: "soft", stroke: 1.1, dash: true });
  }
  for (const each of state.ground) {
    if (each.kind === "area") {
      // Zones lie in zones: only the one that is chosen is filled so that it stands out.
      draw(
        each.pieces,
        each.zone === view.zone ? { tone: "chosen", filling: "tint" } : { tone: "other", filling: "veil" },
      );
      // An outline reads as a border: where none are drawn it has none, and elsewhere it is no heavier than one, unless it is chosen.
      // Nor has it one beside a border that is drawn anyway, unless it is chosen, drawn otherwise by another, or the claim that was asked for.
      if (state.policy !== "none") {
        const isChosen = each.zone === view.zone;
        const isWhole = isChosen || each.isDisputed || state.policy === `claimed-by:${each.whose}`;
        draw(base === null || isWhole ? each.pieces : outlineOf(each.pieces, base), {
          tone: isChosen ? "chosen" : "other",
          stroke: isChosen ? 1.5 : 0.75,
          dash: each.isDisputed || each.whose !== null,
        });
      }
    }
    if (each.kind === "line")
      draw(each.pieces, {
        tone: each.zone === view.zone ? "chosen" : "other",
        stroke: 2,
        dash: each.isDisputed || each.whose !== null,
      });
  }
  const lettering: Lettering = { place, view, marks, taken: [], busy: busyOf(state, view) };
  if (base) nameStates(base, lettering);
  nameZones(state.ground, lettering);
  scaleBar(view, marks);
  return marks;
}

/** Where names may stand: not on each other, and on events only where there is no other room. */
interface Lettering {
  readonly place: { readonly x: number; readonly y: number; readonly scale: number };
  readonly view: View;
  readonly marks: Mark[];
  readonly taken: Box[];
  /** How many events stand in a box of the screen, about: counted in squares. */
  readonly busy: (box: Box) => number;
}

function busyOf({ events }: MapState, view: View): Lettering["busy"] {
  const { columns, rows, left, top } = gridOf(view);
  const squares = new Uint8Array(columns * rows);
  for (let i = 0; i < events.ids.length; i += 1) {
    const column = Math.floor((left + (events.x[i] ?? 0) * view.frame.scale) / APART + 1);
    const row = Math.floor((top + (events.y[i] ?? 0) * view.frame.scale) / APART + 1);
    if (column >= 0 && column < columns && row >= 0 && row < rows) squares[row * columns + column] = 1;
  }
  const square = (at: number, most: number): number => Math.min(most - 1, Math.max(0, Math.floor(at / APART + 1)));
  return ({ x0, x1, y0, y1 }) => {
    let sum = 0;
    for (let row = square(y0, rows); row <= square(y1, rows); row += 1) {
      for (let column = square(x0, columns); column <= square(x1, columns); column += 1) {
        sum += squares[row * columns + column] ?? 0;
      }
    }
    return sum;
  };
}

/** The steps, in lines, by which a name may stand above or below its place. */
const ASIDE = [0, -1.5, 1.5, -3, 3, -4.5, 4.5];

/** The box near `box`, and still on what it names, with no name in it and the fewest events; null: names are in the way everywhere. */
function roomFor(box: Box, named: Box, { taken, busy }: Lettering, isBeside = false): Box | null {
  let best: { readonly box: Box; readonly events: number } | null = null;
  const wide = box.x1 - box.x0;
  // Where it is crowded, a name stands at the edge of what it names, to the right or the left.
  const beside = [named.x1 - GAP, named.x0 - wide + GAP].map((x0) => ({ ...box, x0, x1: x0 + wide }));
  const places = [
    ...ASIDE.map((lines) => ({ ...box, y0: box.y0 + lines * LINE, y1: box.y1 + lines * LINE })),
    ...(isBeside ? beside : []),
  ];
  for (const moved of places) {
    if (!overlap(moved, named) || taken.some((other) => overlap(moved, other))) continue;
    const events = busy(moved);
    if (best === null || events < best.events) best = { box: moved, events };
    if (events === 0) break;
  }
  return best?.box ?? null;
}

function onScreen({ x0, x1, y0, y1 }: Box, { x, y, scale }: Lettering["place"]): Box {
  return { x0: x + x0 * scale, x1: x + x1 * scale, y0: y + y0 * scale, y1: y + y1 * scale };
}

function overlap(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
}

const LINE = 15;
const GAP = 6;

function nameStates(base: Base, lettering: Lettering): void {
  const { place, view, marks, taken } = lettering;
  for (const { text, x, y, width: wide } of base.names) {
    const [px, py] = [place.x + x * place.scale, place.y + y * place.scale];
    if (px < 0 || py < 0 || px > view.width || py > view.height) continue;
    const long = view.measure(text.toUpperCase(), 11);
    if (view.measure(text, 13) >= wide * place.scale * 0.8) continue;
    const around = { x0: px - long / 2, x1: px + long / 2, y0: py - 8, y1: py + 8 };
    const room = roomFor(around, { ...around, y0: py - 40, y1: py + 40 }, lettering);
    if (room === null) continue;
    taken.push(room);
    marks.push({
      is: "text",
      x: px,
      y: room.y0 + 8,
      text: text.toUpperCase(),
      tone: "soft",
      size: 11,
      anchor: "middle",
      halo: true,
    });
  }
}

/** Names of zones, both sides' one under the other, where they do not stand in each other's way. */
function nameZones(ground: readonly Ground[], lettering: Lettering): void {
  const { place, view, marks, taken } = lettering;
  const order = ground.toSorted((a, b) => sizeOf(b.box) - sizeOf(a.box));
  const named = new Set<string>();
  for (const each of order) {
    if (named.has(each.zone)) continue;
    const [x, y] = [place.x + each.x * place.scale, place.y + each.y * place.scale];
    if (x < -50 || y < -20 || x > view.width + 50 || y > view.height + 20) continue;
    // What takes up a third of the picture is ground more than place: it is named where somebody has chosen it.
    const share = Math.max(
      ((each.box.x1 - each.box.x0) * place.scale) / view.width,
      ((each.box.y1 - each.box.y0) * place.scale) / view.height,
    );
    if (each.kind === "area" && share > 1 / 3 && each.zone !== view.zone) continue;
    const lines = each.names
      .map((name) => fitted(name, 280, (t) => view.measure(t, 12.5)))
      .filter((line) => line !== "");
    const wide = Math.max(...lines.map((line) => view.measure(line, 12.5)), 0);
    const isPoint = each.kind === "point";
    const box = isPoint
      ? { x0: x + 13, x1: x + 13 + wide, y0: y - 7, y1: y - 7 + lines.length * LINE }
      : {
          x0: x - wide / 2,
          x1: x + wide / 2,
          y0: y - (lines.length * LINE) / 2,
          y1: y + (lines.length * LINE) / 2,
        };
    if (isPoint) marks.push({ is: "box", x: x - 2.5, y: y - 2.5, w: 5, h: 5, tone: "ink", filling: "outline" });
    const isTooSmall = !isPoint && (each.box.x1 - each.box.x0) * place.scale < wide * 0.3;
    if (isTooSmall) continue;
    const room = isPoint
      ? taken.some((other) => overlap(box, other))
        ? null
        : box
      : roomFor(box, onScreen(each.box, place), lettering, true);
    if (room === null) continue;
    taken.push(room);
    named.add(each.zone);
    // Beside what it names, each line begins at its edge.
    const anchor = isPoint || room.x0 > box.x0 ? "start" : room.x0 < box.x0 ? "end" : "middle";
    const edge = { start: room.x0, end: room.x1, middle: x };
    for (const [i, line] of lines.entries()) {
      marks.push({
        is: "text",
        x: edge[anchor],
        y: room.y0 + LINE / 2 + i * LINE,
        text: line,
        tone: each.zone === view.zone ? "chosen" : "ink",
        size: 12.5,
        anchor,
        halo: true,
      });
    }
  }
}

function sizeOf({ x0, y0, x1, y1 }: Box): number {
  return (x1 - x0) * (y1 - y0);
}

const ROUND = [1, 2, 5];

function scaleBar({ frame, width, height }: View, marks: Mark[]): void {
  const [, lat] = located(frame.x, frame.y);
  const perPixel = (40_075.017 * Math.cos((lat * Math.PI) / 180)) / 1000 / frame.scale;
  let kilometres = 0.1;
  for (let power = 0.1; power < 1e5; power *= 10) {
    for (const step of ROUND) if ((step * power) / perPixel <= 120) kilometres = step * power;
  }
  const wide = kilometres / perPixel;
  const [x, y] = [width - 16 - wide, height - 14];
  marks.push({ is: "line", x1: x, y1: y, x2: x + wide, y2: y, tone: "ink", width: 1.5 });
  marks.push({ is: "line", x1: x, y1: y - 5, x2: x, y2: y, tone: "ink", width: 1.5 });
  marks.push({ is: "line", x1: x + wide, y1: y - 5, x2: x + wide, y2: y, tone: "ink", width: 1.5 });
  const text = kilometres < 1 ? `${Math.round(kilometres * 1000)} m` : `${kilometres} km`;
  marks.push({ is: "text", x: x + wide / 2, y: y - 10, text, tone: "ink", size: 12, anchor: "middle", halo: true });
}

function seenBox({ frame, width, height }: View): Box {
  const [w, h] = [width / 2 / frame.scale, height / 2 / frame.scale];
  return { x0: frame.x - w, y0: frame.y - h, x1: frame.x + w, y1: frame.y + h };
}

/** Events fewer pixels apart than this stand together. */
const APART = 14;
/** More than so many circles of precision nobody can tell apart. */
const MOST_CIRCLES = 250;
const CIRCLE = 9;
/** More than so many spots are drawn as plain squares, which is quicker, and without their counts. */
const CROWD = 900;

export function drawEvents(
  { events }: MapState,
  view: View,
): { readonly marks: Mark[]; readonly spots: readonly Spot[] } {
  const { frame, width, height } = view;
  const marks: Mark[] = [];
  const { columns, rows, left, top } = gridOf(view);
  const counts = new Int32Array(columns * rows);
  const told = new Int32Array(columns * rows);
  const firsts = new Int32Array(columns * rows);
  const cells: number[] = [];
  const wide: number[] = [];
  const ringed = new Set<number>();
  for (let i = 0; i < events.ids.length; i += 1) {
    const x = left + (events.x[i] ?? 0) * frame.scale;
    const y = top + (events.y[i] ?? 0) * frame.scale;
    const r = (events.radius[i] ?? 0) * frame.scale;
    if (x + r < 0 || y + r < 0 || x - r > width || y - r > height) continue;
    if (r > CIRCLE && wide.length < MOST_CIRCLES) wide.push(i);
    if (x < -APART || y < -APART || x > width + APART || y > height + APART) continue;
    const cell = Math.floor(y / APART + 1) * columns + Math.floor(x / APART + 1);
    if (counts[cell] === 0) {
      cells.push(cell);
      firsts[cell] = i;
    }
    counts[cell] = (counts[cell] ?? 0) + 1;
    if (events.stance[i] !== 2) told[cell] = (told[cell] ?? 0) + 1;
    if (view.seen.size > 0 && view.seen.has(events.ids[i] ?? "")) ringed.add(cell);
  }
  for (const i of wide.length < MOST_CIRCLES ? wide : []) circle(events, i, view, marks);
  const marked = (id: string | null): number => {
    const i = id === null ? -1 : events.ids.indexOf(id);
    if (i < 0) return -1;
    const [x, y] = [left + (events.x[i] ?? 0) * frame.scale, top + (events.y[i] ?? 0) * frame.scale];
    return Math.floor(y / APART + 1) * columns + Math.floor(x / APART + 1);
  };
  const [chosen, focused] = [marked(view.event), marked(view.focus)];
  const isCrowd = cells.length > CROWD;
  const spots = cells.map((cell): Spot => {
    const [first, count] = [firsts[cell] ?? 0, counts[cell] ?? 0];
    const x = left + (events.x[first] ?? 0) * frame.scale;
    const y = top + (events.y[first] ?? 0) * frame.scale;
    const size = count === 1 ? 4 : Math.min(16, 5 + Math.log2(count) * 1.4);
    const isTold = (told[cell] ?? 0) > 0;
    if (isCrowd) {
      const side = Math.min(APART - 1, size);
      marks.push({
        is: "box",
        x: x - side / 2,
        y: y - side / 2,
        w: side,
        h: side,
        tone: "other",
        filling: isTold ? "solid" : "outline",
      });
    } else {
      if (!isTold) marks.push({ is: "circle", x, y, r: size, tone: "paper", filling: "solid" });
      marks.push({ is: "circle", x, y, r: size, tone: "other", filling: isTold ? "solid" : "outline" });
      if (count === 1 && events.stance[first] === 1) {
        marks.push({ is: "box", x: x - 2, y: y - 2, w: 4, h: 2, tone: "paper", filling: "solid" });
      }
      if (count > 1 && size > 7) {
        marks.push({ is: "text", x, y: y + 0.5, text: shortCount(count), tone: "paper", size: 11, anchor: "middle" });
      }
    }
    if (ringed.has(cell)) marks.push({ is: "circle", x, y, r: size + 3, tone: "chosen", filling: "outline" });
    if (cell === chosen || cell === focused) {
      const text = count === 1 ? view.caption(events.ids[first] ?? "") : `${count} events`;
      marks.push({ is: "circle", x, y, r: size + 3, tone: "chosen", filling: "outline" });
      if (cell === focused) marks.push({ is: "circle", x, y, r: size + 4.5, tone: "chosen", filling: "outline" });
      marks.push({ is: "text", x: x - size, y: y - size - 12, text, tone: "ink", size: 12.5, bold: true, halo: true });
    }
    return { x, y, r: Math.max(size, Math.min((events.radius[first] ?? 0) * frame.scale, 10)), first, count };
  });
  return { marks, spots };
}

type Seen = Pick<View, "frame" | "width" | "height">;

function gridOf({ frame, width, height }: Seen): {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
} {
  return {
    columns: Math.ceil(width / APART) + 4,
    rows: Math.ceil(height / APART) + 4,
    left: width / 2 - frame.x * frame.scale,
    top: height / 2 - frame.y * frame.scale,
  };
}

/** Where an event may have been is hatched, as when it may have been is on the timeline. */
function circle(events: MapState["events"], i: number, view: View, marks: Mark[]): void {
  const { frame } = view;
  const { left, top } = gridOf(view);
  const r = (events.radius[i] ?? 0) * frame.scale;
  if (r > 4000 || events.how[i] === "zone") return;
  const [x, y] = [left + (events.x[i] ?? 0) * frame.scale, top + (events.y[i] ?? 0) * frame.scale];
  const isChosen = events.ids[i] === view.event;
  marks.push({ is: "circle", x, y, r, tone: "other", filling: isChosen ? "hatch" : "veil" });
  marks.push({ is: "circle", x, y, r, tone: isChosen ? "chosen" : "other", filling: "dashed" });
}

/** Which events stand together at a spot: asked for only when somebody points at it. */
export function eventsAt({ events }: MapState, view: Seen, spot: Spot): number[] {
  const { left, top, columns } = gridOf(view);
  const { frame } = view;
  const cellOf = (i: number): number =>
    Math.floor((top + (events.y[i] ?? 0) * frame.scale) / APART + 1) * columns +
    Math.floor((left + (events.x[i] ?? 0) * frame.scale) / APART + 1);
  const cell = cellOf(spot.first);
  return [...events.ids.keys()].filter((i) => cellOf(i) === cell);
}

function shortCount(count: number): string {
  return count < 1000 ? String(count) : `${Math.round(count / 100) / 10}k`;
}
