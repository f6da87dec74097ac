/** The timeline in pixels: from lanes in time and a span on the screen to the marks of a drawing, and to what lies under a pointer. */
import { momentWords, type Span, ticksOf } from "./axis.ts";
import type { Mark, Tone } from "./drawing.ts";
import { signOf } from "./mark.tsx";
import { type EventLane, isSame, type Item, type Lane, type Piece, type Row, type Timeline } from "./timelinestate.ts";

export interface Hit {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly item: Item;
}

/** Something that stands in the drawing shorter than it is: where, and all of it. */
export interface Cut {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly words: string;
}

export type Strip =
  | { readonly is: "heading"; readonly y: number; readonly h: number; readonly text: string }
  | {
      readonly is: "row";
      readonly y: number;
      readonly h: number;
      readonly lane: Lane;
      readonly row: Row;
      readonly first: boolean;
    }
  | { readonly is: "events"; readonly y: number; readonly h: number; readonly lane: EventLane };

export interface Layout {
  readonly strips: readonly Strip[];
  readonly height: number;
}

const HEADING = 30;
const ROW = 22;
const TITLE = 18;
const EVENTS = 26;

/** Where each lane of norms stands, from the top of the first. On a narrow screen the titles stand above their lanes. */
export function normsLayout(timeline: Timeline, narrow: boolean, name: (id: string) => string): Layout {
  const strips: Strip[] = [];
  let y = 0;
  const add = (strip: Strip): void => {
    strips.push(strip);
    y += strip.h;
  };
  let instrument: string | null = null;
  for (const lane of timeline.lanes) {
    if (lane.instrument !== instrument) {
      instrument = lane.instrument;
      add({ is: "heading", y, h: HEADING, text: name(instrument) });
    }
    for (const [i, row] of lane.rows.entries()) {
      const extra = narrow ? TITLE : i === 0 ? 4 : 0;
      add({ is: "row", y, h: ROW + extra, lane, row, first: i === 0 });
    }
  }
  return { strips, height: y + 8 };
}

/** The same for events. */
export function eventsLayout(timeline: Timeline, narrow: boolean): Layout {
  const h = EVENTS + (narrow ? TITLE : 0);
  const strips = timeline.events.map((lane, i): Strip => ({ is: "events", y: i * h, h, lane }));
  return { strips, height: strips.length * h + 8 };
}

export interface Stage {
  readonly span: Span;
  readonly width: number;
  readonly height: number;
  /** How far the lanes are scrolled. */
  readonly top: number;
  readonly narrow: boolean;
  /** Whether this part bears the strip with everything and the axis; and its title. */
  readonly axis: boolean;
  readonly title: string | null;
  /** Of the case's zone, in minutes. */
  readonly offset: number;
  readonly focus: Item | null;
  readonly finding: string | null;
  readonly event: string | null;
  /** What a lone event is called, in few words. */
  readonly caption: (event: string) => string;
  /** How wide a text would stand. */
  readonly measure: (text: string, size: number) => number;
}

export const OVERVIEW = 44;
export const AXIS: number = OVERVIEW + 30;
export const GUTTER = 372;
const BAND = 28;

/** How much of a part stands still while its lanes are scrolled. */
export function headOf({ axis, title }: Pick<Stage, "axis" | "title">): number {
  return (axis ? AXIS : 0) + (title === null ? 0 : BAND);
}

export interface Drawn {
  readonly marks: Mark[];
  readonly hits: Hit[];
  readonly cuts: Cut[];
}

/** `9 of 41 lanes of norms`: how many stand whole between two heights of a layout; null where all do. */
export function cutWords({ strips }: Layout, top: number, room: number): string | null {
  const lanes = strips.filter(({ is }) => is === "row" || is === "events");
  const whole = lanes.filter(({ y, h }) => y >= top && y + h <= top + room).length;
  if (whole === lanes.length) return null;
  return `${whole} of ${lanes.length} ${lanes.some(({ is }) => is === "row") ? "lanes of norms" : "lanes of events"}`;
}

export function drawTimeline(timeline: Timeline, layout: Layout, stage: Stage): Drawn {
  const { span, width, height, top, narrow } = stage;
  const gutter = narrow ? 0 : GUTTER;
  const head = headOf(stage);
  const perPixel = (span.until - span.from) / Math.max(1, width - gutter);
  const x = (at: number): number => gutter + (at - span.from) / perPixel;
  const marks: Mark[] = [];
  const hits: Hit[] = [];
  const cuts: Cut[] = [];
  const place: Place = { x, gutter, width, height, head, perPixel, at: timeline.at, stage, marks, hits, cuts };

  for (const tick of ticksOf(span, width - gutter, stage.offset)) {
    const tone = tick.major ? "faint" : "hair";
    marks.push({ is: "line", x1: snap(x(tick.at)), y1: head, x2: snap(x(tick.at)), y2: height, tone });
  }
  const { period } = timeline;
  if (period) {
    const [from, until] = [clamp(x(period.from), gutter, width), clamp(x(period.until), gutter, width)];
    marks.push({ is: "box", x: from, y: head, w: until - from, h: height - head, tone: "chosen", filling: "tint" });
  }
  for (const strip of layout.strips) {
    const y = head + strip.y - top;
    if (y + strip.h < head || y > height) continue;
    if (strip.is === "row") drawRow(strip.row, y + (narrow ? TITLE : 0), place);
    if (strip.is === "events") drawEvents(strip.lane, y + (narrow ? TITLE : 0), place);
  }
  // What is said about goes no further than this date.
  const now = x(timeline.at);
  if (now > gutter && now < width) {
    marks.push({ is: "line", x1: snap(now), y1: head, x2: snap(now), y2: height, tone: "ink", width: 1.5, dash: true });
  }
  drawTitles(layout, place);
  if (stage.axis) drawAxis(timeline, place);
  if (stage.title !== null) {
    const y = head - BAND;
    marks.push({ is: "box", x: 0, y, w: width, h: BAND, tone: "raised", filling: "solid" });
    marks.push({ is: "line", x1: 0, y1: head - 0.5, x2: width, y2: head - 0.5, tone: "faint" });
    marks.push({ is: "text", x: 12, y: y + BAND / 2, text: stage.title, tone: "ink", size: 13, bold: true });
  }
  return { marks, hits, cuts };
}

interface Place {
  readonly x: (at: number) => number;
  readonly gutter: number;
  readonly width: number;
  readonly height: number;
  readonly head: number;
  readonly perPixel: number;
  readonly at: number;
  readonly stage: Stage;
  readonly marks: Mark[];
  readonly hits: Hit[];
  readonly cuts: Cut[];
}

const BAR = 10;

function drawRow(row: Row, y: number, place: Place): void {
  const { marks, x, gutter, width, at, hits, stage } = place;
  const middle = y + 11;
  for (const kind of ["force", "window", "gap", "breach", "trigger", "missed", "done"] as const) {
    for (const piece of row.pieces) {
      if (piece.kind !== kind) continue;
      const until = piece.until ?? { earliest: at, latest: at };
      const box = { from: x(piece.from.earliest), until: x(until.latest) };
      if (box.until < gutter || box.from > width) continue;
      const item: Item = { kind: "piece", row, piece };
      if (kind === "force") {
        bar(piece.from, until, { y: middle - 1, h: 2, tone: "faint", settled: true, place });
        continue;
      }
      if (kind === "window") {
        const [a, b] = [clamp(box.from, gutter, width), clamp(box.until, gutter, width)];
        marks.push({ is: "box", x: a, y: middle - 8, w: Math.max(2, b - a), h: 16, tone: "paper", filling: "solid" });
        marks.push({ is: "box", x: a, y: middle - 8, w: Math.max(2, b - a), h: 16, tone: piece.tone, filling: "tint" });
        edges(piece, until, middle, place);
        hits.push({ x: a, y: middle - 8, w: Math.max(2, b - a), h: 16, item });
        continue;
      }
      if (kind === "gap") {
        const [a, b] = [clamp(box.from, gutter, width), clamp(box.until, gutter, width)];
        marks.push({ is: "box", x: a, y: middle + 5, w: Math.max(1, b - a), h: 3, tone: "open", filling: "dots" });
        hits.push({ x: a, y: middle + 4, w: Math.max(1, b - a), h: 5, item });
        continue;
      }
      if (kind === "breach") {
        const [a, b] = bar(piece.from, until, {
          y: middle - BAR / 2,
          h: BAR,
          tone: piece.tone,
          settled: piece.settled,
          place,
        });
        const room = b - a;
        if (piece.short !== "" && room > stage.measure(piece.short, 12) + 10) {
          const tone: Tone = piece.settled ? "upon" : "ink";
          marks.push({
            is: "text",
            x: clamp(a, gutter, width) + 5,
            y: middle,
            text: piece.short,
            tone,
            size: 12,
            halo: !piece.settled,
          });
        }
        hits.push({ x: a - 1, y: middle - 7, w: Math.max(6, room) + 2, h: 14, item });
        continue;
      }
      const px = clamp(kind === "missed" ? box.until : (box.from + box.until) / 2, gutter, width);
      if (kind === "trigger") {
        marks.push({
          is: "path",
          d: "M0 -9V9M0 -9L6 -6L0 -3z",
          x: snap(px),
          y: middle,
          scale: 1,
          tone: "ink",
          stroke: 1.25,
        });
        marks.push({ is: "path", d: "M0 -9L6 -6L0 -3z", x: snap(px), y: middle, scale: 1, tone: "ink" });
        hits.push({ x: px - 3, y: middle - 10, w: 10, h: 10, item });
        continue;
      }
      if (kind === "done" && box.until - box.from > 14) {
        bar(piece.from, until, { y: middle - BAR / 2, h: BAR, tone: piece.tone, settled: false, place });
      }
      marks.push({ is: "circle", x: px, y: middle, r: 7, tone: "paper", filling: "solid" });
      marks.push({
        is: "circle",
        x: px,
        y: middle,
        r: 6.5,
        tone: piece.tone,
        filling: piece.settled ? "solid" : "dashed",
      });
      const tone: Tone = piece.settled ? "paper" : piece.tone;
      marks.push({
        is: "path",
        d: signOf(kind === "done" ? "kept" : "breached"),
        x: px - 6,
        y: middle - 6,
        scale: 0.75,
        tone,
        stroke: 1.75,
      });
      hits.push({ x: px - 8, y: middle - 8, w: 16, h: 16, item });
    }
  }
  ring(place, (item) => item.kind === "piece" && item.row === row);
}

/** A bar that is solid where it surely is, hatched where it only may be, with ticks at the outermost bounds. Returns its ends. */
function bar(
  from: Piece["from"],
  until: Piece["from"],
  how: {
    readonly y: number;
    readonly h: number;
    readonly tone: Tone;
    readonly settled: boolean;
    readonly place: Place;
  },
): readonly [number, number] {
  const { y, h, tone, settled, place } = how;
  const { x, gutter, width, marks } = place;
  const edge = (at: number): number => clamp(x(at), gutter, width);
  const [a, b, c, d] = [edge(from.earliest), edge(from.latest), edge(until.earliest), edge(until.latest)];
  const whole = Math.max(4, d - a);
  const isWide = d - a >= 6;
  if (!isWide && settled) {
    marks.push({ is: "box", x: a, y, w: whole, h, tone, filling: "solid" });
    return [a, a + whole];
  }
  if (!settled) {
    marks.push({ is: "box", x: a, y, w: whole, h, tone: "paper", filling: "solid" });
    marks.push({ is: "box", x: a, y, w: whole, h, tone, filling: "hatch" });
    marks.push({ is: "box", x: a, y, w: whole, h, tone, filling: "outline" });
    return [a, a + whole];
  }
  const [low, high] = b <= c ? [b, c] : [a, a];
  for (const [left, right] of [
    [a, b <= c ? b : d],
    [b <= c ? c : d, d],
  ] as const) {
    if (right - left < 1) continue;
    marks.push({ is: "box", x: left, y, w: right - left, h, tone: "paper", filling: "solid" });
    marks.push({ is: "box", x: left, y, w: right - left, h, tone, filling: "hatch" });
  }
  if (high > low) marks.push({ is: "box", x: low, y, w: Math.max(2, high - low), h, tone, filling: "solid" });
  if (h > 4 && b - a > 2) marks.push({ is: "line", x1: a, y1: y - 1, x2: a, y2: y + h + 1, tone, width: 1.25 });
  if (h > 4 && d - c > 2) marks.push({ is: "line", x1: d, y1: y - 1, x2: d, y2: y + h + 1, tone, width: 1.25 });
  return [a, a + whole];
}

/** The two ends of a window: a bracket where it ends, an arrow where it does not. */
function edges(piece: Piece, until: Piece["from"], middle: number, { x, gutter, width, marks }: Place): void {
  const [a, b] = [x(piece.from.latest), x(until.earliest)];
  const tone = piece.tone;
  if (a >= gutter && a <= width) {
    marks.push({ is: "line", x1: snap(a), y1: middle - 8, x2: snap(a), y2: middle + 8, tone, width: 1.5 });
  }
  if (b < gutter || b > width) return;
  if (piece.until)
    marks.push({ is: "line", x1: snap(b), y1: middle - 8, x2: snap(b), y2: middle + 8, tone, width: 1.5 });
  else marks.push({ is: "path", d: "M0 -4L4 0L0 4", x: b + 2, y: middle, scale: 1, tone, stroke: 1.5 });
}

// ── Events ────────────────────────────────────────────────────────────────────────────────────────

const SMALL = 8;
const MOST_WIDE = 1500;

interface Cluster {
  x: number;
  until: number;
  readonly first: number;
  count: number;
  told: number;
}

function drawEvents(lane: EventLane, y: number, place: Place): void {
  const { gutter, width, perPixel, marks, hits, cuts, stage } = place;
  const { span } = stage;
  const middle = y + EVENTS / 2;
  const clusters: Cluster[] = [];
  /** By pixel: where bars stand, no caption may. */
  const busy = new Uint8Array(Math.ceil(width) + 1);
  let last: Cluster | null = null;
  let wide = 0;
  const pixels = width - gutter;
  for (let i = firstFrom(lane.reach, span.from); i < lane.events.length; i += 1) {
    const from = lane.earliest[i] ?? 0;
    if (from > span.until) break;
    const to = lane.latest[i] ?? from;
    if (to < span.from) continue;
    const a = gutter + (from - span.from) / perPixel;
    const long = (to - from) / perPixel;
    if (long >= SMALL) {
      if (wide >= MOST_WIDE) continue;
      wide += 1;
      const [left, right] = [Math.max(gutter, a), Math.min(gutter + pixels, a + long)];
      const tone: Tone = "other";
      marks.push({ is: "box", x: left, y: middle - 4, w: right - left, h: 8, tone, filling: "hatch" });
      if (a >= gutter) marks.push({ is: "line", x1: a, y1: middle - 6, x2: a, y2: middle + 6, tone, width: 1.25 });
      if (a + long <= width)
        marks.push({ is: "line", x1: right, y1: middle - 6, x2: right, y2: middle + 6, tone, width: 1.25 });
      if (lane.stance[i] === 2)
        marks.push({ is: "line", x1: left, y1: middle, x2: right, y2: middle, tone: "paper", width: 3 });
      hits.push({ x: left, y: middle - 7, w: right - left, h: 13, item: { kind: "events", lane, first: i, count: 1 } });
      busy.fill(1, Math.floor(left), Math.ceil(right) + 2);
      continue;
    }
    const px = Math.max(gutter, a + long / 2);
    const told = lane.stance[i] === 2 ? 0 : 1;
    if (last !== null && px - last.x < SMALL) {
      last.count += 1;
      last.told += told;
      last.until = px;
    } else {
      last = { x: px, until: px, first: i, count: 1, told };
      clusters.push(last);
    }
  }
  for (const [i, cluster] of clusters.entries()) {
    const tall = 10 + Math.min(6, Math.log2(cluster.count) * 1.5);
    const box = { x: cluster.x - 3, y: middle - tall / 2, w: 6, h: tall };
    const filling = cluster.told === 0 ? "outline" : "solid";
    marks.push({ is: "box", ...box, tone: "other", filling });
    if (cluster.count === 1 && lane.stance[cluster.first] === 1) {
      // Told by some, denied by others: half of it is hollow.
      marks.push({ is: "box", x: box.x + 1, y: box.y + 1, w: 4, h: tall / 2 - 1, tone: "paper", filling: "solid" });
    }
    const event = lane.events[cluster.first] ?? "";
    const words = cluster.count > 1 ? String(cluster.count) : stage.caption(event);
    let next = Math.floor(cluster.x + 4);
    while (next < (clusters[i + 1]?.x ?? width) && busy[next] === 0) next += 1;
    const room = next - cluster.x - 14;
    if (room > 18 || (cluster.count > 1 && room > stage.measure(words, 12) - 4)) {
      const text = fitted(words, room, (t) => stage.measure(t, 12));
      if (text !== "")
        marks.push({ is: "text", x: cluster.x + 7, y: middle, text, tone: "soft", size: 12, halo: true });
      if (text !== "" && text !== words) cuts.push({ x: cluster.x + 7, y: middle - 8, w: room, h: 16, words });
    }
    hits.push({
      x: box.x - 2,
      y: middle - 9,
      w: 10,
      h: 17,
      item: { kind: "events", lane, first: cluster.first, count: cluster.count },
    });
  }
  ring(place, (item) => item.kind === "events" && item.lane === lane);
}

/** The first event that may reach to `from`: `reach` never falls. */
function firstFrom(reach: Float64Array, from: number): number {
  let [low, high] = [0, reach.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reach[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rings around what is focused and what is chosen, of the hits that a lane has just added. */
function ring({ hits, marks, stage }: Place, isMine: (item: Item) => boolean): void {
  for (let i = hits.length - 1; i >= 0; i -= 1) {
    const hit = hits[i];
    if (!hit || !isMine(hit.item)) return;
    const isFocus = stage.focus !== null && isSame(hit.item, stage.focus);
    if (!isFocus && !isChosen(hit.item, stage)) continue;
    const { x, y, w, h } = hit;
    marks.push({ is: "box", x: x - 2, y: y - 2, w: w + 4, h: h + 4, tone: "chosen", filling: "outline" });
    if (isFocus) marks.push({ is: "box", x: x - 3, y: y - 3, w: w + 6, h: h + 6, tone: "chosen", filling: "outline" });
  }
}

function isChosen(item: Item, { finding, event }: Stage): boolean {
  if (item.kind === "piece")
    return item.piece.kind === "breach"
      ? item.piece.event === event && event !== null
      : item.piece.finding === finding && finding !== null && item.piece.kind === "window";
  if (event === null) return false;
  for (let i = item.first; i < item.first + Math.min(item.count, 500); i += 1)
    if (item.lane.events[i] === event) return true;
  return false;
}

// ── Titles and head ───────────────────────────────────────────────────────────────────────────────

function drawTitles(layout: Layout, { gutter, marks, stage, width, height, head, cuts }: Place): void {
  const { top } = stage;
  if (gutter > 0) {
    marks.push({ is: "box", x: 0, y: head, w: gutter, h: height - head, tone: "paper", filling: "solid" });
    marks.push({ is: "line", x1: gutter - 0.5, y1: head, x2: gutter - 0.5, y2: height, tone: "faint" });
  }
  for (const strip of layout.strips) {
    const y = head + strip.y - top;
    if (y + strip.h < head || y > height) continue;
    /** The text as it fits; where that is not all of it, all is told where it stands. */
    const told = (
      text: string,
      at: { readonly x: number; readonly room: number; readonly size: number },
      words = text,
    ): string => {
      const shown = fitted(text, at.room, (t) => stage.measure(t, at.size));
      if (shown !== words) cuts.push({ x: at.x, y: Math.max(head, y), w: at.room, h: strip.h, words });
      return shown;
    };
    if (strip.is === "heading") {
      marks.push({ is: "box", x: 0, y, w: width, h: strip.h, tone: "raised", filling: "solid" });
      marks.push({ is: "line", x1: 0, y1: y + 0.5, x2: width, y2: y + 0.5, tone: "faint" });
      marks.push({
        is: "text",
        x: 12,
        y: y + strip.h / 2 + 0.5,
        text: told(strip.text, { x: 12, room: width - 24, size: 13 }),
        tone: "ink",
        size: 13,
        bold: true,
      });
      continue;
    }
    if (strip.is === "events") {
      const middle = gutter > 0 ? y + strip.h / 2 : y + 10;
      const size = gutter > 0 ? 13.5 : 12.5;
      const count = String(strip.lane.events.length);
      marks.push({
        is: "text",
        x: 12,
        y: middle,
        text: told(strip.lane.title, { x: 12, room: (gutter || width) - 80, size }),
        tone: "ink",
        size,
      });
      marks.push({
        is: "text",
        x: (gutter || width) - 12,
        y: middle,
        text: count,
        tone: "soft",
        size: 12.5,
        anchor: "end",
      });
      continue;
    }
    const { row, lane, first } = strip;
    const middle = gutter > 0 ? y + 11 : y + 10;
    const from = gutter > 0 ? 182 : 12 + (first ? stage.measure(lane.title, 13.5) + 24 : 0);
    if (first) {
      marks.push({ is: "line", x1: 0, y1: y + 0.5, x2: width, y2: y + 0.5, tone: "hair" });
      marks.push({
        is: "text",
        x: 12,
        y: middle,
        text: told(lane.title, { x: 12, room: gutter > 0 ? 166 : width - 40, size: 13.5 }),
        tone: "ink",
        size: 13.5,
        bold: true,
      });
    }
    const tone = toneFor(row);
    marks.push({ is: "path", d: signOf(row.word), x: from, y: middle - 6, scale: 0.75, tone, stroke: 1.6 });
    // Said in a word, too: a colour alone is not seen by all.
    const said = (label: string): string => (row.changed ? `changed, ${label}` : label);
    const words = told(
      said(row.label),
      { x: from + 16, room: (gutter || width) - from - 26, size: 12.5 },
      said(row.full),
    );
    marks.push({
      is: "text",
      x: from + 16,
      y: middle,
      text: words,
      tone: row.changed ? "chosen" : "soft",
      size: 12.5,
      bold: row.changed,
    });
  }
}

function toneFor(row: Row): Tone {
  return row.pieces.find((piece) => piece.kind === "window")?.tone ?? "none";
}

/** The strip with everything, and in it the part that is shown; below it the axis. */
function drawAxis(timeline: Timeline, { x, gutter, width, marks, stage, perPixel }: Place): void {
  const { whole, period, at } = timeline;
  const { span, offset } = stage;
  const scale = (width - gutter) / (whole.until - whole.from);
  const to = (time: number): number => clamp(gutter + (time - whole.from) * scale, gutter, width);
  marks.push({ is: "box", x: 0, y: 0, w: width, h: AXIS, tone: "paper", filling: "solid" });
  marks.push({ is: "box", x: gutter, y: 0, w: width - gutter, h: OVERVIEW - 8, tone: "raised", filling: "solid" });
  const bins = new Map<number, number>();
  for (const lane of timeline.events) {
    for (const each of lane.earliest) {
      const bin = Math.round(to(each) / 3) * 3;
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
  }
  const most = Math.max(1, ...bins.values());
  for (const [bin, count] of bins) {
    const tall = Math.max(2, (Math.log2(count + 1) / Math.log2(most + 1)) * 22);
    marks.push({ is: "box", x: bin - 1, y: OVERVIEW - 10 - tall, w: 2, h: tall, tone: "other", filling: "solid" });
  }
  for (const tick of ticksOf(whole, width - gutter, offset, 60)) {
    if (to(tick.at) + 3 + stage.measure(tick.label, 11.5) <= width)
      marks.push({ is: "text", x: to(tick.at) + 3, y: 8, text: tick.label, tone: "soft", size: 11.5 });
    marks.push({ is: "line", x1: snap(to(tick.at)), y1: 0, x2: snap(to(tick.at)), y2: OVERVIEW - 8, tone: "hair" });
  }
  if (period) {
    const [a, b] = [to(period.from), to(period.until)];
    marks.push({ is: "box", x: a, y: 0, w: Math.max(2, b - a), h: OVERVIEW - 8, tone: "chosen", filling: "tint" });
  }
  const [a, b] = [to(span.from), to(span.until)];
  marks.push({ is: "box", x: a, y: 0, w: Math.max(4, b - a), h: OVERVIEW - 8, tone: "chosen", filling: "outline" });
  marks.push({ is: "box", x: a, y: OVERVIEW - 10, w: Math.max(4, b - a), h: 2, tone: "chosen", filling: "solid" });
  marks.push({
    is: "line",
    x1: snap(to(at)),
    y1: 0,
    x2: snap(to(at)),
    y2: OVERVIEW - 8,
    tone: "ink",
    width: 1.5,
    dash: true,
  });

  marks.push({ is: "line", x1: 0, y1: AXIS - 0.5, x2: width, y2: AXIS - 0.5, tone: "faint" });
  for (const tick of ticksOf(span, width - gutter, offset)) {
    const px = x(tick.at);
    marks.push({ is: "line", x1: snap(px), y1: AXIS - 8, x2: snap(px), y2: AXIS, tone: "soft" });
    // Half a word tells nothing.
    if (px + 5 + stage.measure(tick.label, 12.5) > width) continue;
    marks.push({
      is: "text",
      x: px + 5,
      y: AXIS - 12,
      text: tick.label,
      tone: tick.major ? "ink" : "soft",
      size: 12.5,
      bold: tick.major,
    });
  }
  const now = x(at);
  if (now >= gutter && now <= width) {
    const words = `at ${momentWords(at, Math.max(perPixel, 4000), offset)}`;
    const wide = stage.measure(words, 12.5) + 14;
    const left = clamp(now - wide / 2, gutter, width - wide);
    marks.push({ is: "box", x: left, y: OVERVIEW - 6, w: wide, h: 17, tone: "ink", filling: "solid" });
    marks.push({ is: "path", d: "M-4 0L4 0L0 5z", x: now, y: OVERVIEW + 11, scale: 1, tone: "ink" });
    marks.push({ is: "text", x: left + 7, y: OVERVIEW + 3, text: words, tone: "paper", size: 11 });
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** In the middle of a pixel, so that a thin line is sharp. */
function snap(value: number): number {
  return Math.round(value) + 0.5;
}

/** As much of a text as has room, with `…` where there was more. Empty where next to nothing has. */
export function fitted(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const signs = Array.from(text);
  let [low, high] = [0, signs.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${signs.slice(0, middle).join("")}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return low < 3 ? "" : `${signs.slice(0, low).join("").trimEnd()}…`;
}
