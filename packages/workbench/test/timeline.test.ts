import { DISTANT_FUTURE, DISTANT_PAST } from "@servanda/language";
import { describe, expect, test } from "vitest";
import { momentText, moved, revealing, ticksOf, zoomed } from "../src/axis.ts";
import { NOTHING_SELECTED } from "../src/desk.ts";
import { DARK, LIGHT, svgOf } from "../src/drawing.ts";
import { drawTimeline, eventsLayout, normsLayout, type Stage } from "../src/timelinedraw.ts";
import { boundsWords, captionOf, eventWords, itemAfter, linesOf, tableOf, timelineOf } from "../src/timelinestate.ts";
import { deskFor, payloadOf } from "./case.ts";

const DAY = 86_400;
const harbour = payloadOf("cases/harbour");
const desk = deskFor(harbour);
const timeline = timelineOf(desk, NOTHING_SELECTED);

function stageOf(change: Partial<Stage>): Stage {
  return {
    span: timeline.record,
    width: 1200,
    height: 420,
    top: 0,
    narrow: false,
    axis: true,
    title: null,
    offset: desk.model.case.offset,
    focus: null,
    finding: null,
    event: null,
    caption: (event) => captionOf(event, desk, "act"),
    measure: (text, size) => text.length * size * 0.55,
    ...change,
  };
}

describe("the axis", () => {
  const start = Date.UTC(2022, 8, 12) / 1000;

  test("goes from decades to quarters of an hour, with ticks that never crowd", () => {
    for (const length of [2 * 3600, DAY, 40 * DAY, 3 * 365 * DAY, 110 * 365 * DAY]) {
      const span = { from: start, until: start + length };
      const ticks = ticksOf(span, 1000, 240);
      expect(ticks.length).toBeGreaterThan(2);
      const pixels = ticks.map(({ at }) => ((at - span.from) / length) * 1000);
      for (const [i, pixel] of pixels.slice(1).entries()) expect(pixel - (pixels[i] ?? 0)).toBeGreaterThan(60);
    }
  });

  test("counts its days in the zone of the case", () => {
    // Midnight at +04:00 is 20:00 of the day before at UTC.
    const [first] = ticksOf({ from: start, until: start + DAY }, 300, 240).filter(({ major }) => major);
    expect(first).toMatchObject({ at: start + 20 * 3600, label: "13 Sep" });
    expect(momentText(start + 20 * 3600 + 300, 60, 240)).toBe("2022-09-13T00:05+04:00");
    expect(momentText(start + 20 * 3600 + 300, 7200, 240)).toBe("2022-09-13");
    expect(momentText(start, 60, -210)).toBe("2022-09-11T20:30-03:30");
  });

  test("goes to what is focused, and not into years in which nothing is", () => {
    const whole = { from: 0, until: 1000 * DAY };
    const span = { from: 600 * DAY, until: 900 * DAY };
    expect(revealing(span, 700 * DAY, whole)).toBe(span);
    expect(revealing(span, 300 * DAY, whole)).toEqual({ from: 150 * DAY, until: 450 * DAY });
    // What lies close to an end is shown with the end of all there is at the edge, not in the middle.
    expect(revealing(span, 990 * DAY, whole)).toEqual({ from: 700 * DAY, until: 1000 * DAY });
    expect(revealing(span, 10 * DAY, whole)).toEqual({ from: 0, until: 300 * DAY });
    // With more on the screen than there is, it comes to the middle.
    expect(revealing({ from: -5000 * DAY, until: 0 }, 10 * DAY, whole)).toEqual({
      from: -2490 * DAY,
      until: 2510 * DAY,
    });
  });

  test("zooms about a moment that stays where it is, and no farther than an axis can show", () => {
    const span = { from: start, until: start + 100 * DAY };
    const closer = zoomed(span, start + 25 * DAY, 0.5);
    expect(closer).toEqual({ from: start + 12.5 * DAY, until: start + 62.5 * DAY });
    let far = span;
    for (let i = 0; i < 60; i += 1) far = zoomed(far, start, 2);
    expect(ticksOf(far, 1000, 0).length).toBeGreaterThan(2);
    let near = span;
    for (let i = 0; i < 60; i += 1) near = zoomed(near, start, 0.5);
    expect(near.until - near.from).toBe(2 * 3600);
    expect(moved(far, 1e15).until - moved(far, 1e15).from).toBeCloseTo(far.until - far.from);
  });
});

describe("the state", () => {
  test("gives every norm its lane, every bound finding its place in a row, and every dated event one mark", () => {
    const bound = desk.result.findings.filter((finding) => finding.window !== null).map(({ id }) => id);
    const rows = timeline.lanes.flatMap((lane) => lane.rows);
    expect(timeline.lanes.map(({ norm }) => norm).sort()).toEqual(desk.model.norms.map(({ id }) => id).sort());
    expect(
      rows
        .flatMap((row) => row.findings)
        .filter((id) => bound.includes(id))
        .sort(),
    ).toEqual(bound.sort());
    const events = timeline.events.flatMap((lane) => lane.events);
    expect([...events, ...timeline.undated].sort()).toEqual([...desk.events.keys()].sort());
  });

  test("reaches from the first date to the last, whatever is told without a beginning or an end", () => {
    const open = harbour.record.accounts.map((account, i) =>
      i === 0 ? { ...account, when: { earliest: DISTANT_PAST, latest: DISTANT_FUTURE, text: ".." } } : account,
    );
    const told = deskFor({ ...harbour, record: { ...harbour.record, accounts: open } });
    const { whole, record } = timelineOf(told, NOTHING_SELECTED);
    expect(whole.from).toBeGreaterThan(Date.UTC(2029, 6) / 1000);
    expect(whole.until).toBeLessThan(Date.UTC(2031, 0) / 1000);
    // Agreements and conduct lie within half a year: nothing is left out at first.
    expect(record).toEqual(whole);
    // It is drawn from edge to edge, and pointed at like any other.
    const { hits } = drawTimeline(
      timelineOf(told, NOTHING_SELECTED),
      eventsLayout(timelineOf(told, NOTHING_SELECTED), false),
      stageOf({}),
    );
    expect(hits.every(({ x, w }) => Number.isFinite(x) && x + w <= 1210)).toBe(true);
  });

  test("writes a side that nobody knows as a case does, and the other no longer than need be", () => {
    const first = Date.UTC(2020, 10, 25) / 1000 - desk.model.case.offset * 60;
    const [last, noon] = [first + DAY - 1, first + DAY / 2];
    expect(boundsWords({ earliest: DISTANT_PAST, latest: last }, desk)).toBe("../2020-11-25");
    expect(boundsWords({ earliest: first, latest: DISTANT_FUTURE }, desk)).toBe("2020-11-25/..");
    expect(boundsWords({ earliest: DISTANT_PAST, latest: noon }, desk)).toBe("../2020-11-25 12:00");
    expect(boundsWords({ earliest: DISTANT_PAST, latest: DISTANT_FUTURE }, desk)).toBe("../..");
    expect(boundsWords({ earliest: first, latest: last }, desk)).toBe("2020-11-25");
  });

  test("keeps the bounds of breaches and says how long they lasted", () => {
    const all = timeline.lanes.flatMap(({ rows }) => rows.flatMap(({ pieces }) => pieces));
    const breach = all.find(({ kind, settled }) => kind === "breach" && settled);
    // The channel was closed on 4 March and opened on 21 March 2030: 17 days.
    expect(breach).toMatchObject({ tone: "broken", short: "17 days", event: "E1" });
    expect(breach?.words).toContain("from 2030-03-04 06:30 to 2030-03-21 15:00, 17 days");
  });

  test("goes by the view, party and outcome that are chosen; with facts only there is no norm", () => {
    const under = timelineOf(desk, { ...NOTHING_SELECTED, view: "Southshore" });
    const labels = new Set(under.lanes.flatMap(({ rows }) => rows.map(({ label }) => label)));
    expect([...labels].some((label) => label.includes("Northshore") && label.startsWith("under"))).toBe(false);
    expect(timelineOf(desk, { ...NOTHING_SELECTED, outcomes: ["breached"] }).lanes.length).toBeLessThan(
      timeline.lanes.length,
    );
    expect(timelineOf(desk, { ...NOTHING_SELECTED, facts: true }).lanes).toEqual([]);
  });

  test("shades a period with an open side up to the end of all there is, and nothing for what is no date", () => {
    const shaded = (period: string): unknown => timelineOf(desk, { ...NOTHING_SELECTED, period }).period;
    expect(shaded("2030-02-01/")).toEqual({
      from: Date.parse("2030-02-01T00:00+01:00") / 1000,
      until: timeline.whole.until,
    });
    expect(shaded("soon/later")).toBeNull();
    expect(shaded("2030-03-01/2030-02-01")).toBeNull();
  });

  test("has a table of what touches the period, and of all without one", () => {
    const during = (period: string | null): ReturnType<typeof tableOf> =>
      tableOf(timelineOf(desk, { ...NOTHING_SELECTED, period }));
    const all = during(null);
    expect(all.pieces.length).toBe(timeline.lanes.flatMap(({ rows }) => rows.flatMap(({ pieces }) => pieces)).length);
    expect(all.events.length).toBe(timeline.events.flatMap(({ events }) => events).length + timeline.undated.length);
    const { pieces, events } = during("2030-01");
    // E2 and E3 are of January, E1 of March (conduct/accounts.csv); windows that run on touch every month.
    expect(events.filter((event) => event === "E1")).toEqual([]);
    expect(pieces.length).toBeLessThan(all.pieces.length);
    expect(pieces.some(({ piece }) => piece.kind === "breach")).toBe(false);
    expect(pieces.some(({ piece }) => piece.kind === "force")).toBe(true);
  });

  test("is walked from its first thing to its last, and back, along line after line", () => {
    const lines = linesOf(timeline);
    const all = lines.flat();
    const walked: unknown[] = [];
    let here = itemAfter(lines, null, 1);
    for (; here && walked.length <= all.length;) {
      walked.push(here);
      const next = itemAfter(lines, here, 1);
      if (next === here) break;
      here = next;
    }
    expect(walked).toEqual(all);
    expect(itemAfter(lines, null, -1)).toBe(all.at(-1));
    expect(itemAfter(lines, all[1] ?? null, -1)).toBe(all[0]);
    expect(itemAfter([], null, 1)).toBeNull();
  });

  test("has a line of items for every row and lane, in the order of time", () => {
    const lines = linesOf(timeline);
    const rows = timeline.lanes.flatMap(({ rows: each }) => each).length;
    expect(lines.length).toBe(rows + timeline.events.length);
  });

  test("says of an event who tells of it and who denies it, and never captions it with whom it accuses", () => {
    expect(eventWords("E1", desk)).toMatch(/^E1: block by .+; \d accounts, 1 denying$/u);
    for (const event of desk.events.keys()) expect(captionOf(event, desk, "act")).not.toContain("dredgers");
  });
});

describe("the drawing", () => {
  // Looked at; they hold the drawing still, and a change in them is to be looked at again.
  test("is this picture of the harbour case", async () => {
    const layout = normsLayout(timeline, false, desk.name);
    const { marks } = drawTimeline(timeline, layout, stageOf({}));
    const picture = svgOf(marks, { width: 1200, height: 420, palette: LIGHT, title: "Timeline" });
    await expect(picture).toMatchFileSnapshot("pictures/timeline.svg");
  });

  test("is this picture on a narrow screen, in the dark, of events by the hour", async () => {
    const span = { from: Date.UTC(2030, 2, 3, 22) / 1000, until: Date.UTC(2030, 2, 5, 4) / 1000 };
    const { marks } = drawTimeline(
      timeline,
      eventsLayout(timeline, true),
      stageOf({ span, width: 390, height: 300, narrow: true, title: "Events, as told" }),
    );
    const picture = svgOf(marks, { width: 390, height: 300, palette: DARK, title: "Events" });
    await expect(picture).toMatchFileSnapshot("pictures/timeline-narrow.svg");
  });

  test("puts what can be pointed at on the screen, and hatches the day within which something happened", () => {
    const { hits } = drawTimeline(timeline, normsLayout(timeline, false, desk.name), stageOf({ height: 2000 }));
    const kinds = new Set(hits.map(({ item }) => (item.kind === "piece" ? item.piece.kind : "events")));
    expect([...kinds]).toEqual(expect.arrayContaining(["window", "breach"]));
    const span = { from: Date.UTC(2030, 2, 3) / 1000, until: Date.UTC(2030, 2, 6) / 1000 };
    const near = drawTimeline(timeline, eventsLayout(timeline, false), stageOf({ span }));
    expect(near.marks.some((mark) => mark.is === "box" && mark.filling === "hatch" && mark.w > 100)).toBe(true);
    expect(near.hits.some(({ item }) => item.kind === "events" && item.lane.events[item.first] === "E1")).toBe(true);
  });

  test("tells the whole of what it has cut, where that stands, and of nothing else", () => {
    const roomy = stageOf({ height: 2000, measure: () => 1 });
    const tight = stageOf({ height: 2000, measure: (text) => text.length * 100 });
    const layouts = [normsLayout(timeline, false, desk.name), eventsLayout(timeline, false)];
    for (const layout of layouts) expect(drawTimeline(timeline, layout, roomy).cuts).toEqual([]);
    const cuts = layouts.flatMap((layout) => drawTimeline(timeline, layout, tight).cuts);
    const { title, rows } = timeline.lanes[0]!;
    for (const name of [title, rows[0]!.full, timeline.events[0]!.title])
      expect(cuts.find(({ words }) => words === name)).toMatchObject({ w: expect.any(Number), h: expect.any(Number) });
    // Three and more who are bound are counted in the drawing, however much room there is.
    const flagship = deskFor(payloadOf("cases/south-caucasus"));
    const whole = timelineOf(flagship, { ...NOTHING_SELECTED, instruments: ["CST"] });
    const many = whole.lanes.flatMap((lane) => lane.rows).find(({ label }) => /^\d+ parties: /u.test(label));
    expect(many?.full).toContain("Armenia, Belarus");
    const told = drawTimeline(whole, normsLayout(whole, false, flagship.name), { ...roomy, span: whole.record }).cuts;
    expect(told.map(({ words }) => words)).toContain(many?.full);
  });

  test("writes no caption over the bar of another event", () => {
    const flagship = deskFor(payloadOf("cases/south-caucasus"));
    const whole = timelineOf(flagship, NOTHING_SELECTED);
    // A century of agreements before conduct is on record is a way to go, not what is seen first.
    expect(whole.record.from).toBeGreaterThan(whole.whole.from);
    const stage = stageOf({
      span: whole.record,
      height: 2000,
      axis: false,
      caption: (event) => captionOf(event, flagship, "act"),
    });
    const { marks } = drawTimeline(whole, eventsLayout(whole, false), stage);
    const bars = marks.flatMap((mark) => (mark.is === "box" && mark.filling === "hatch" ? [mark] : []));
    const captions = marks.flatMap((mark) => (mark.is === "text" && mark.halo ? [mark] : []));
    expect(bars.length).toBeGreaterThan(20);
    expect(captions.length).toBeGreaterThan(20);
    const struck = captions.filter(({ x, y, text, size }) =>
      bars.some(
        (bar) => Math.abs(bar.y + bar.h / 2 - y) < 4 && bar.x < x + stage.measure(text, size) && bar.x + bar.w > x,
      ),
    );
    expect(struck.map(({ text }) => text)).toEqual([]);
  });

  test("cuts no date at the edge", () => {
    const stage = stageOf({ height: 2000, narrow: true, width: 390 });
    const { marks } = drawTimeline(timeline, normsLayout(timeline, true, desk.name), stage);
    const dates = marks.flatMap((mark) =>
      mark.is === "text" && /^(?:2030|[A-Z][a-z]{2})$/u.test(mark.text) ? [mark] : [],
    );
    expect(dates.length).toBeGreaterThan(3);
    for (const { x, text, size } of dates) expect(x + stage.measure(text, size), text).toBeLessThanOrEqual(390);
  });

  test("writes hostile names as text", () => {
    const text = '"><script>alert(1)</script>&\u0007';
    const svg = svgOf([{ is: "text", x: 0, y: 0, text, tone: "ink", size: 12 }], {
      width: 10,
      height: 10,
      palette: LIGHT,
      title: text,
    });
    expect(svg).not.toContain("<script>");
    expect(svg).not.toContain("\u0007");
  });

  test("draws a hundred thousand events as no more marks than the screen has room for", () => {
    const events = Array.from({ length: 100_000 }, (_, i) => `E${i}`);
    const earliest = Float64Array.from(events, (_, i) => i * 3600);
    const latest = earliest.map((each) => each + 3599);
    const lane = {
      id: "act x",
      title: "x",
      events,
      earliest,
      latest,
      reach: latest,
      stance: new Uint8Array(events.length),
    };
    const grown = { ...timeline, lanes: [], events: [lane], whole: { from: 0, until: 3.6e8 } };
    const at = (span: Stage["span"]): ReturnType<typeof drawTimeline> =>
      drawTimeline(grown, eventsLayout(grown, false), stageOf({ span, axis: false, caption: String }));
    const far = at({ from: 0, until: 3.6e8 });
    expect(far.marks.length).toBeLessThan(1500);
    expect(far.hits.reduce((sum, { item }) => sum + (item.kind === "events" ? item.count : 0), 0)).toBe(100_000);
    const near = at({ from: 3_600_000, until: 3_600_000 + DAY });
    expect(near.hits.length).toBeLessThan(30);
  });
});
