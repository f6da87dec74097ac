/** Norms and events over time: zoomed and moved by hand or key, with the same as a table in its place. */
import { type KeyboardEvent, type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { momentText, momentWords, moved, revealing, type Span, zoomed } from "./axis.ts";
import { TABLES } from "./export.ts";
import { type Keys, Legend } from "./legend.tsx";
import { timelineCsv } from "./graphtables.ts";
import type { Desk, ViewProps } from "./desk.ts";
import { DateBox } from "./datebox.tsx";
import { periodFault, periodOf, sidesOf, spanned } from "./period.ts";
import { Pane } from "./timelinepane.tsx";
import { Scope } from "./scope.ts";
import { usePalette, useSize } from "./surface.ts";
import { eventsLayout, GUTTER, normsLayout } from "./timelinedraw.ts";
import { captionOf, eventWords, isSame, type Item, itemAfter, linesOf, timelineOf, timeOf } from "./timelinestate.ts";
import { TimelineTable } from "./timelinetable.tsx";
import { useWalk, type Walk } from "./walk.ts";
import "./timeline.css";

/** Below this, titles stand above their lanes. */
const NARROW = 720;
const EVENTS = "Events, as told";

TABLES.set("timeline", timelineCsv);

export function Timeline({ desk, selection, select }: ViewProps): ReactElement {
  const whole = useRef<HTMLElement>(null);
  const { width } = useSize(whole);
  const palette = usePalette();
  const offset = desk.model.case.offset;
  const { parties, instruments, outcomes, period, view, changed, facts, lanes } = selection;
  const timeline = useMemo(
    () => timelineOf(desk, selection),
    // What else is selected changes nothing in it.
    // eslint-disable-next-line react/exhaustive-deps
    [desk, parties, instruments, outcomes, period, view, changed, facts, lanes],
  );
  const narrow = width < NARROW;
  const norms = useMemo(() => normsLayout(timeline, narrow, desk.name), [timeline, narrow, desk]);
  const events = useMemo(() => eventsLayout(timeline, narrow), [timeline, narrow]);
  const named = useMemo(() => {
    const asked = periodOf(selection.span, offset);
    const span = asked && spanned(asked, timeline.whole);
    return span && span.from < span.until ? span : timeline.record;
  }, [selection.span, offset, timeline]);
  const [scope] = useState(() => new Scope(named));
  const [shown, setShown] = useState(named);
  const [focus, setFocus] = useState<Item | null>(null);
  const gutter = narrow ? 0 : GUTTER;
  const perPixel = (shown.until - shown.from) / Math.max(1, width - gutter);
  const hasNorms = timeline.lanes.length > 0;

  useEffect(() => {
    scope.onRest((span) => {
      setShown(span);
      const pixel = (span.until - span.from) / 1000;
      const text = `${momentText(span.from, pixel, offset)}/${momentText(span.until, pixel, offset)}`;
      select({ span: text }, { replace: true });
    });
  }, [scope, select, offset]);
  useEffect(() => () => scope.end(), [scope]);
  useEffect(() => {
    if (selection.span === null && scope.isMoving) return;
    const { span } = scope;
    // What the address says is rounded to days: our own words come back, and move nothing.
    const off = Math.abs(span.from - named.from) + Math.abs(span.until - named.until);
    if (off > (named.until - named.from) * 0.01 + 2 * 86_400) scope.jump(named);
    setShown(scope.span);
  }, [named, scope, selection.span]);

  const choose = useCallback(
    (item: Item | null): void => {
      setFocus(item);
      if (item === null) return;
      if (item.kind === "piece") {
        const { row, piece } = item;
        select({ norm: row.norm, finding: piece.finding ?? row.findings[0] ?? null, event: piece.event });
      } else if (item.count === 1) select({ event: item.lane.events[item.first] ?? null });
      else {
        const from = item.lane.earliest[item.first] ?? 0;
        const until = item.lane.latest[item.first + item.count - 1] ?? from;
        const room = Math.max(3600, (until - from) * 0.3);
        scope.glide({ from: from - room, until: until + room });
      }
    },
    [select, scope],
  );
  const open = useCallback(
    (item: Item): void => {
      if (item.kind === "piece") {
        select({ open: "why", norm: item.row.norm, finding: item.piece.finding ?? item.row.findings[0] ?? null });
      } else if (item.count === 1) select({ open: "map", event: item.lane.events[item.first] ?? null });
    },
    [select],
  );
  const setPeriod = useCallback(
    ({ from, until }: Span): void => {
      const pixel = (scope.span.until - scope.span.from) / 1000;
      select({ period: `${momentText(from, pixel, offset)}/${momentText(until, pixel, offset)}` });
    },
    [select, offset, scope],
  );
  const setAt = useCallback(
    (at: number): void => select({ at: momentText(at, (scope.span.until - scope.span.from) / 1000, offset) }),
    [select, offset, scope],
  );

  // ── By key ──
  const lines = useMemo(() => linesOf(timeline), [timeline]);
  const reveal = (item: Item): void => {
    setFocus(item);
    const there = revealing(scope.span, timeOf(item), timeline.whole);
    if (there !== scope.span) scope.glide(there);
  };
  const hand = useRef<Walk>(() => undefined);
  useEffect(() => {
    hand.current = (by) => {
      const next = itemAfter(lines, focus, by);
      if (next === null) return;
      reveal(next);
      // Where Enter is heard.
      const stages = whole.current?.querySelector(".stages");
      if (!stages?.contains(document.activeElement)) {
        stages?.querySelector<HTMLElement>(".stage")?.focus({ preventScroll: true });
      }
    };
  });
  const walk = useCallback<Walk>((by) => hand.current(by), []);
  useWalk(selection.table ? null : walk);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { span } = scope;
    const middle = focus ? timeOf(focus) : (span.from + span.until) / 2;
    const line = focus ? lines.findIndex((each) => each.some((other) => isSame(other, focus))) : -1;
    const nearest = (items: readonly Item[]): void => {
      const [next] = items.toSorted((a, b) => Math.abs(timeOf(a) - middle) - Math.abs(timeOf(b) - middle));
      if (next) reveal(next);
    };
    const step = (by: number): void => {
      const here = lines[line];
      if (!here || !focus) {
        nearest(lines[0] ?? []);
        return;
      }
      const index = here.findIndex((other) => isSame(other, focus));
      const next = here[Math.min(here.length - 1, Math.max(0, index + by))];
      if (next) reveal(next);
    };
    const jump = (by: number): void => nearest(lines[Math.min(lines.length - 1, Math.max(0, line + by))] ?? []);
    const chosen = timeline.period;
    const keys: { readonly [key: string]: () => void } = {
      ArrowLeft: () => (event.shiftKey ? scope.glide(moved(span, -(span.until - span.from) / 4)) : step(-1)),
      ArrowRight: () => (event.shiftKey ? scope.glide(moved(span, (span.until - span.from) / 4)) : step(1)),
      ArrowUp: () => jump(-1),
      ArrowDown: () => jump(1),
      "+": () => scope.glide(zoomed(span, middle, 0.5)),
      "=": () => scope.glide(zoomed(span, middle, 0.5)),
      "-": () => scope.glide(zoomed(span, middle, 2)),
      Home: () => scope.glide(timeline.whole),
      End: () => scope.glide(timeline.record),
      "[": () => setPeriod({ from: middle, until: chosen && chosen.until > middle ? chosen.until : timeline.at }),
      "]": () => setPeriod({ from: chosen && chosen.from < middle ? chosen.from : timeline.whole.from, until: middle }),
      a: () => setAt(middle),
      Enter: () => {
        if (!focus) return;
        const isChosen =
          focus.kind === "piece"
            ? focus.piece.finding !== null && focus.piece.finding === selection.finding
            : focus.count === 1 && focus.lane.events[focus.first] === selection.event;
        if (isChosen) open(focus);
        else choose(focus);
      },
      ...(focus ? { Escape: () => setFocus(null) } : {}),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  const middle = (shown.from + shown.until) / 2;
  const range = [shown.from, shown.until].map((at) => momentWords(at, Math.max(perPixel, 1800), offset)).join(" – ");
  const words = (item: Item): string => wordsOf(item, desk);
  const caption = useCallback((event: string): string => captionOf(event, desk, lanes), [desk, lanes]);
  const pane = {
    timeline,
    scope,
    palette,
    narrow,
    offset,
    focus,
    caption,
    words,
    onChoose: choose,
    onOpen: open,
  } as const;
  const chosen = {
    norm: selection.norm,
    finding: selection.finding,
    event: selection.event,
    onPeriod: setPeriod,
    onAt: setAt,
  } as const;
  return (
    <section className="timeline" aria-label="Timeline" ref={whole}>
      <div className="graphbar" data-control role="toolbar" aria-label="Timeline">
        <span className="pair">
          <button type="button" aria-label="Zoom out" onClick={() => scope.glide(zoomed(scope.span, middle, 2))}>
            −
          </button>
          <button type="button" aria-label="Zoom in" onClick={() => scope.glide(zoomed(scope.span, middle, 0.5))}>
            +
          </button>
        </span>
        <span className="pair">
          <button type="button" onClick={() => scope.glide(timeline.record)} title="Where conduct is on record">
            Conduct
          </button>
          <button type="button" onClick={() => scope.glide(timeline.whole)} title="From the first agreement on">
            All
          </button>
        </span>
        <output className="range">{range}</output>
        <span className="grow" />
        <Period desk={desk} period={period} select={select} />
        <label className="choice">
          Events by{" "}
          <select value={lanes} onChange={(event) => select({ lanes: event.target.value as typeof lanes })}>
            <option value="act">kind</option>
            {!facts && <option value="actor">actor</option>}
            <option value="place">place</option>
          </select>
        </label>
        <button type="button" aria-pressed={selection.table} onClick={() => select({ table: !selection.table })}>
          Table
        </button>
      </div>
      {timeline.lanes.length + timeline.events.length + timeline.undated.length === 0 ? (
        <p className="notice">Nothing here fits what is chosen above.</p>
      ) : selection.table ? (
        <TimelineTable desk={desk} timeline={timeline} select={select} />
      ) : (
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application, with keys of its own */}
          <div
            className="stages"
            role="application"
            aria-roledescription="timeline"
            aria-label={`${timeline.lanes.length} norms and ${timeline.events.length} lanes of events, ${range}. The table button gives the same as a table.`}
            aria-describedby="timeline-keys"
            tabIndex={-1}
            onKeyDown={onKey}
          >
            {hasNorms && (
              <Pane
                {...pane}
                {...chosen}
                layout={norms}
                axis
                title={null}
                share={timeline.events.length > 0 ? "0.62" : "1"}
              />
            )}
            {timeline.events.length > 0 && (
              <Pane
                {...pane}
                {...chosen}
                layout={events}
                axis={!hasNorms}
                title={EVENTS}
                share={hasNorms ? "0.38" : "1"}
              />
            )}
          </div>
          <Said item={focus} desk={desk} select={select} />
          <Legend keys={facts ? EVENT_KEYS : [...NORM_KEYS, ...EVENT_KEYS]} />
          {timeline.undated.length > 0 && (
            <p className="note">
              {timeline.undated.length === 1 ? "One event has" : `${timeline.undated.length} events have`} no date, and
              cannot stand here: the table names {timeline.undated.length === 1 ? "it" : "them"}.
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Period({
  desk,
  period,
  select,
}: { readonly period: string | null } & Pick<ViewProps, "desk" | "select">): ReactElement {
  const [from, until] = sidesOf(period);
  const hint = "A day such as 2022-09-14, a month or a year. Empty: without end on this side.";
  const { offset } = desk.model.case;
  const box = (label: string, value: string, pair: (text: string) => string): ReactElement => (
    <DateBox
      label={label}
      value={value || null}
      usual="any"
      hint={hint}
      faultOf={(text) => periodFault(pair(text), offset)}
      onSet={(text) => {
        const next = pair(text ?? "");
        select({ period: next === "/" ? null : next });
      }}
      least={8}
    />
  );
  return (
    <span className="choice period">
      Period {box("Period from", from, (text) => `${text}/${until}`)} –{" "}
      {box("Period until", until, (text) => `${from}/${text}`)}
      {period !== null && (
        <button type="button" onClick={() => select({ period: null })} aria-label="Clear the period">
          ✕
        </button>
      )}
    </span>
  );
}

function Said({
  item,
  desk,
  select,
}: { readonly item: Item | null } & Pick<ViewProps, "desk" | "select">): ReactElement {
  const piece = item?.kind === "piece" ? item : null;
  const event = piece
    ? piece.piece.event
    : item?.kind === "events" && item.count === 1
      ? item.lane.events[item.first]
      : null;
  return (
    <div className="said" data-control>
      <p aria-live="polite">
        {item ? (
          wholeOf(item, desk)
        ) : (
          <span className="soft">
            Arrows go from one thing to the next, + and − zoom, Shift with an arrow moves; [ and ] set the period, a the
            date; Enter chooses. By mouse: drag on the axis for a period, click on it for the date; Ctrl and the wheel
            zoom.
          </span>
        )}
      </p>
      <span id="timeline-keys" hidden>
        Arrows go from one thing to the next, plus and minus zoom, Enter chooses, Escape leaves.
      </span>
      {piece && piece.piece.finding !== null && (
        <button
          type="button"
          onClick={() => select({ open: "why", finding: piece.piece.finding, norm: piece.row.norm })}
        >
          Reasons
        </button>
      )}
      {event != null && desk.events.has(event) && (
        <button type="button" onClick={() => select({ open: "map", event })}>
          On the map
        </button>
      )}
    </div>
  );
}

/** Of norms: not where only facts are shown. */
const NORM_KEYS: Keys = [
  ["force", "in force"],
  ["trigger", "what sets it off"],
  ["window", "time to act or to refrain, in the colour of its outcome"],
  ["ongoing", "without an end"],
  ["breach", "breach, its time certain"],
  ["possible", "possible time, or not settled"],
  ["done", "done"],
  ["missed", "not done in time"],
  ["maybe", "only possibly so"],
  ["gap", "no source covers this"],
];
const EVENT_KEYS: Keys = [
  ["event", "event"],
  ["span", "some time in it"],
  ["both", "told and denied"],
  ["denied", "only denied"],
];

/** The same with whatever the drawing may have cut: every bearer, and the lane. */
function wholeOf(item: Item, desk: Desk): string {
  if (item.kind === "piece") return `${item.row.norm}, ${item.row.full}: ${item.piece.words}`;
  const words = wordsOf(item, desk);
  return words.includes(item.lane.title) ? words : `${item.lane.title}: ${words}`;
}

function wordsOf(item: Item, desk: Desk): string {
  if (item.kind === "piece") return `${item.row.norm}, ${item.row.label}: ${item.piece.words}`;
  if (item.count === 1) return eventWords(item.lane.events[item.first] ?? "", desk);
  return `${item.count} events (${item.lane.title}): choose them to come closer`;
}
