/** Events, zones and lines on a map, under a border policy that is stated, with the same as a table in its place. */
import {
  type KeyboardEvent,
  type MouseEvent as ReactMouseEvent,
  type PointerEvent as ReactPointerEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { count } from "servanda/words";
import { bordersWords } from "./borders.ts";
import type { Base } from "./countries.ts";
import { type Box, located, placed } from "./projection.ts";
import { TABLES } from "./export.ts";
import { mapCsv } from "./graphtables.ts";
import type { Borders, ViewProps } from "./desk.ts";
import { paint } from "./drawing.ts";
import { drawEvents, drawGround, eventsAt, type Spot, type View } from "./mapdraw.ts";
import { closer, fitting, type Frame, framed, mapOf, type MapState, policyWords } from "./mapstate.ts";
import { MapTable } from "./maptable.tsx";
import { type Point, Pointers } from "./pointer.ts";
import { isCalm, measureBy, sheet, useLetters, usePalette, useSize } from "./surface.ts";
import { captionOf, eventWords } from "./timelinestate.ts";
import { type Hover, Tip } from "./tip.tsx";
import { baseFor } from "./world.ts";
import { useWalk, type Walk } from "./walk.ts";
import { type Keys, Legend } from "./legend.tsx";
import "./timeline.css";
import "./map.css";

/** From so many pixels a unit on, the coarse shapes look coarse. */
const FINE = 12;
/** How many times larger, or smaller, than it was drawn the ground is shown while a hand moves it. */
const MOST_STRETCHED = 3;
const POLICIES: readonly Borders[] = ["disputed-marked", "de-facto", "un", "none"];

interface Hand {
  frame: Frame;
  /** Moved by somebody, and not yet in the address: what arrives meanwhile must not move it back. */
  own: boolean;
  /** The frame of the address that was gone to, or that the hand has written there. */
  heeded: string | null;
  spots: readonly Spot[];
  drag: { readonly x: number; readonly y: number; readonly frame: Frame } | null;
  pinch: { readonly apart: number; readonly frame: Frame } | null;
  readonly pointers: Pointers;
  /** The frame in which the ground was last drawn in full. */
  drawn: Frame | null;
}

TABLES.set("map", mapCsv);

export function MapView({ desk, selection, select }: ViewProps): ReactElement {
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const under = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(box);
  const palette = usePalette();
  const { parties, period, zone, borders, lanes, event, finding } = selection;
  const told = desk.findings.get(finding ?? "") ?? null;
  const looked = useMemo(
    () => new Set((told?.accounts ?? []).flatMap((id) => desk.accounts.get(id)?.event ?? [])),
    [told, desk],
  );
  const state = useMemo(
    () => mapOf(desk, selection),
    // What else is selected changes nothing in it.
    // eslint-disable-next-line react/exhaustive-deps
    [desk, parties, period, zone, borders],
  );
  const [base, setBase] = useState<Base | null>(null);
  /** Where the fine shapes are wanted; null: the coarse ones do. */
  const [near, setNear] = useState<Box | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const home = useMemo(() => homeOf(state, base, desk, width, height), [state, base, desk, width, height]);
  const asked = useMemo(() => frameNamed(selection.frame), [selection.frame]);
  const [focus, setFocus] = useState<string | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const hand = useRef<Hand>({
    frame: asked ?? home,
    own: false,
    heeded: selection.frame,
    spots: [],
    drag: null,
    pinch: null,
    pointers: new Pointers(),
    drawn: null,
  });

  useEffect(() => {
    let isWanted = true;
    const read = async (): Promise<void> => {
      try {
        const whole = await baseFor(state.policy, null);
        // The fine ones take longer: until then the coarse ones stand where there is nothing yet.
        if (isWanted) setBase((was) => (near === null ? whole : (was ?? whole)));
        const found = near === null ? whole : await baseFor(state.policy, near);
        if (isWanted) setBase(found);
        setTrouble(null);
      } catch {
        setTrouble("The shapes of land and borders could not be read; the case’s own shapes and events stand alone.");
        await new Promise((resolve) => setTimeout(resolve, 3000));
        if (isWanted) setTries((n) => n + 1);
      }
    };
    void read();
    return () => {
      isWanted = false;
    };
    // Tried again as long as it fails.
  }, [near, state.policy, tries]);

  const viewNow = useCallback(
    (paper: CanvasRenderingContext2D): View => ({
      frame: hand.current.frame,
      width,
      height,
      measure: measureBy(paper),
      focus,
      event,
      zone,
      seen: looked,
      caption: (id) => captionOf(id, desk, lanes),
    }),
    [width, height, focus, event, zone, looked, desk, lanes],
  );
  const drawUnder = useCallback((): void => {
    const paper = under.current && width > 0 ? sheet(under.current, { width, height }) : null;
    if (!paper) return;
    paint(paper, drawGround(base, state, viewNow(paper)), palette);
    hand.current.drawn = hand.current.frame;
  }, [base, state, viewNow, palette, width, height]);
  const drawTop = useCallback((): void => {
    const paper = over.current && width > 0 ? sheet(over.current, { width, height }) : null;
    if (!paper) return;
    const { marks, spots } = drawEvents(state, viewNow(paper));
    hand.current.spots = spots;
    paint(paper, marks, palette);
    const [ground] = [under.current];
    const { frame } = hand.current;
    const grown = hand.current.drawn ? frame.scale / hand.current.drawn.scale : 1;
    // Before it would be a blur, it is drawn anew in any case.
    if (Math.max(grown, 1 / grown) > MOST_STRETCHED) drawUnder();
    const { drawn } = hand.current;
    // The ground moves with the hand as it was last drawn, and is drawn anew when the hand rests.
    if (ground && drawn) {
      const by = frame.scale / drawn.scale;
      const [dx, dy] = [(drawn.x - frame.x) * frame.scale, (drawn.y - frame.y) * frame.scale];
      ground.style.transform = by === 1 && dx === 0 && dy === 0 ? "" : `translate(${dx}px, ${dy}px) scale(${by})`;
    }
  }, [state, viewNow, palette, width, height, drawUnder]);
  const draw = useRef({ drawTop, drawUnder });
  const frameRequest = useRef(0);
  const gliding = useRef(0);
  const settling = useRef(0);
  useEffect(() => {
    draw.current = { drawTop, drawUnder };
    drawUnder();
    drawTop();
  }, [drawTop, drawUnder]);
  useLetters(
    useCallback(() => {
      draw.current.drawUnder();
      draw.current.drawTop();
    }, []),
  );

  const go = useCallback(
    (frame: Frame, how: { readonly quiet?: boolean } = {}): void => {
      hand.current.frame = frame;
      if (how.quiet !== true) hand.current.own = true;
      cancelAnimationFrame(frameRequest.current);
      frameRequest.current = requestAnimationFrame(() => draw.current.drawTop());
      clearTimeout(settling.current);
      settling.current = window.setTimeout(() => {
        draw.current.drawUnder();
        draw.current.drawTop();
        const seen = seenBy(hand.current.frame, width, height);
        setNear((was) => (hand.current.frame.scale < FINE ? was : was && holds(was, seen) ? was : widened(seen)));
        hand.current.own = false;
        if (how.quiet === true) return;
        const text = frameText(hand.current.frame);
        hand.current.heeded = text;
        select({ frame: text }, { replace: true });
      }, 140);
    },
    [select, width, height],
  );
  const glide = useCallback(
    (to: Frame): void => {
      const from = hand.current.frame;
      if (isCalm()) {
        go(to);
        return;
      }
      cancelAnimationFrame(gliding.current);
      const start = performance.now();
      const step = (): void => {
        const t = Math.min(1, (performance.now() - start) / 240);
        const ease = 1 - (1 - t) ** 3;
        const scale = from.scale ** (1 - ease) * to.scale ** ease;
        go(t === 1 ? to : { x: from.x + (to.x - from.x) * ease, y: from.y + (to.y - from.y) * ease, scale });
        if (t < 1) gliding.current = requestAnimationFrame(step);
      };
      step();
    },
    [go],
  );
  // Another view by now: nothing moves, and nothing is written to its address.
  useEffect(
    () => () => {
      cancelAnimationFrame(gliding.current);
      cancelAnimationFrame(frameRequest.current);
      clearTimeout(settling.current);
    },
    [],
  );
  // Another frame in the address, or the first: go there. What comes while a hand moves the map, and is none, does not move it back.
  useEffect(() => {
    const now = hand.current;
    const isNews = now.heeded !== selection.frame;
    now.heeded = selection.frame;
    if (!isNews && now.own) return;
    const to = asked ?? home;
    const { frame } = now;
    const isThere =
      Math.hypot(to.x - frame.x, to.y - frame.y) * frame.scale < 3 && Math.abs(to.scale / frame.scale - 1) < 0.02;
    if (!isThere && width > 0) go(to, { quiet: true });
  }, [asked, selection.frame, home, go, width]);
  // An event that was chosen elsewhere comes into view.
  useEffect(() => {
    const index = event === null ? -1 : state.events.ids.indexOf(event);
    if (index < 0 || width === 0) return;
    const [x, y] = [state.events.x[index] ?? 0, state.events.y[index] ?? 0];
    const { frame } = hand.current;
    if (Math.abs(x - frame.x) * frame.scale > width / 2 || Math.abs(y - frame.y) * frame.scale > height / 2) {
      glide({ ...frame, x, y });
    }
  }, [event, state, width, height, glide]);

  // ── By hand ──
  const placeOf = (at: ReactMouseEvent): Point => hand.current.pointers.placeOf(at, over.current);
  const spotAt = (x: number, y: number): Spot | null =>
    hand.current.spots.findLast((spot) => Math.hypot(spot.x - x, spot.y - y) <= spot.r + 3) ?? null;
  const inside = (spot: Spot): number[] => eventsAt(state, { frame: hand.current.frame, width, height }, spot);
  const wordsOf = (spot: Spot): string => {
    const ids = inside(spot)
      .slice(0, 3)
      .map((i) => state.events.ids[i] ?? "");
    const lines = ids.map((id) => eventWords(id, desk)).join("\n");
    return spot.count > 3 ? `${lines}\nand ${count(spot.count - 3, "more", "more")}` : lines;
  };
  const choose = (spot: Spot): void => {
    const id = state.events.ids[spot.first] ?? null;
    if (spot.count === 1) {
      setFocus(id);
      select({ event: id });
      return;
    }
    const together = inside(spot);
    let around = { x0: Infinity, x1: -Infinity, y0: Infinity, y1: -Infinity };
    for (const i of together) {
      const [x, y] = [state.events.x[i] ?? 0, state.events.y[i] ?? 0];
      around = {
        x0: Math.min(around.x0, x),
        x1: Math.max(around.x1, x),
        y0: Math.min(around.y0, y),
        y1: Math.max(around.y1, y),
      };
    }
    const isOneSpot = around.x1 - around.x0 < 1e-4 && around.y1 - around.y0 < 1e-4;
    if (!isOneSpot) glide(fitting(around, width, height));
    else {
      // At one and the same place: each click goes on to the next.
      const at = together.findIndex((i) => state.events.ids[i] === event);
      const next = state.events.ids[together[(at + 1) % together.length] ?? 0] ?? null;
      setFocus(next);
      select({ event: next });
    }
  };
  const onDown = (down: ReactPointerEvent): void => {
    if (down.button !== 0) return;
    const now = hand.current;
    const { x, y } = now.pointers.press(down, over.current);
    setHover(null);
    const pinch = now.pointers.pinch();
    now.pinch = pinch && { apart: pinch.apart, frame: now.frame };
    now.drag = { x, y, frame: now.frame };
  };
  const onMove = (move: ReactPointerEvent): void => {
    const now = hand.current;
    const { x, y } = now.pointers.move(move, over.current);
    const pinch = now.pointers.pinch();
    if (now.pinch && pinch) {
      now.pointers.moved = true;
      const { middle, apart } = pinch;
      go(closer(now.pinch.frame, middle.x - width / 2, middle.y - height / 2, apart / now.pinch.apart));
      return;
    }
    if (now.drag) {
      if (!now.pointers.drags({ x, y })) return;
      const [dx, dy] = [x - now.drag.x, y - now.drag.y];
      const { frame } = now.drag;
      go(framed({ ...frame, x: frame.x - dx / frame.scale, y: frame.y - dy / frame.scale }));
      return;
    }
    const spot = spotAt(x, y);
    setHover(spot ? { x, y: y > height - 110 ? y - 96 : y + 16, words: wordsOf(spot) } : null);
    if (over.current) over.current.style.cursor = spot ? "pointer" : "grab";
  };
  const onUp = (up: ReactPointerEvent): void => {
    const now = hand.current;
    const { x, y } = now.pointers.lift(up, over.current);
    const wasDrag = now.drag !== null && !now.pointers.moved && up.type === "pointerup";
    now.drag = null;
    now.pinch = null;
    if (!wasDrag) return;
    const spot = spotAt(x, y);
    if (spot) choose(spot);
    else {
      setFocus(null);
      select({ event: null });
    }
  };
  useEffect(() => {
    if (!box) return undefined;
    const onWheel = (wheel: WheelEvent): void => {
      wheel.preventDefault();
      const edge = box.getBoundingClientRect();
      const [px, py] = [wheel.clientX - edge.left - width / 2, wheel.clientY - edge.top - height / 2];
      go(closer(hand.current.frame, px, py, Math.exp(-wheel.deltaY * (wheel.ctrlKey ? 0.01 : 0.0022))));
    };
    box.addEventListener("wheel", onWheel, { passive: false });
    return () => box.removeEventListener("wheel", onWheel);
  }, [box, width, height, go]);

  // ── By key ──
  /** From west to east, then from north to south: an order that can be walked. */
  const walk = useMemo(
    () =>
      [...state.events.ids.keys()].sort((a, b) => {
        const { x, y } = state.events;
        return (x[a] ?? 0) - (x[b] ?? 0) || (y[a] ?? 0) - (y[b] ?? 0) || a - b;
      }),
    [state],
  );
  const step = (by: number): void => {
    if (walk.length === 0) return;
    const at = walk.findIndex((i) => state.events.ids[i] === focus);
    const next = walk[at < 0 ? 0 : (at + by + walk.length) % walk.length] ?? 0;
    setFocus(state.events.ids[next] ?? null);
    const { frame } = hand.current;
    const [x, y] = [state.events.x[next] ?? 0, state.events.y[next] ?? 0];
    const isSeen =
      Math.abs(x - frame.x) * frame.scale < width * 0.45 && Math.abs(y - frame.y) * frame.scale < height * 0.45;
    if (!isSeen) glide({ ...frame, x, y });
  };
  const walking = useRef<Walk>(() => undefined);
  useEffect(() => {
    walking.current = (by) => {
      step(by);
      // Where Enter is heard.
      box?.focus({ preventScroll: true });
    };
  });
  const onWalk = useCallback<Walk>((by) => walking.current(by), []);
  useWalk(box === null ? null : onWalk);
  const onKey = (key: KeyboardEvent): void => {
    if (key.ctrlKey || key.metaKey || key.altKey) return;
    const { frame } = hand.current;
    const by = 80 / frame.scale;
    const keys: { readonly [name: string]: () => void } = {
      ArrowLeft: () => glide(framed({ ...frame, x: frame.x - by })),
      ArrowRight: () => glide(framed({ ...frame, x: frame.x + by })),
      ArrowUp: () => glide(framed({ ...frame, y: frame.y - by })),
      ArrowDown: () => glide(framed({ ...frame, y: frame.y + by })),
      "+": () => glide(closer(frame, 0, 0, 2)),
      "=": () => glide(closer(frame, 0, 0, 2)),
      "-": () => glide(closer(frame, 0, 0, 0.5)),
      Home: () => glide(home),
      n: () => step(1),
      p: () => step(-1),
      ...(focus === null ? {} : { Enter: () => select({ event: focus }), Escape: () => setFocus(null) }),
    };
    const act = keys[key.key];
    if (!act) return;
    key.preventDefault();
    key.stopPropagation();
    act();
  };

  const words = policyWords(state, desk.name);
  const isEmpty = state.events.ids.length + state.ground.length === 0;
  const said = focus ?? (event !== null && desk.events.has(event) ? event : null);
  const claims: readonly Borders[] = state.claimants.map((id): Borders => `claimed-by:${id}`);
  const others = POLICIES.includes(state.policy) || claims.includes(state.policy) ? [] : [state.policy];
  return (
    <section className="mapview" aria-label="Map">
      <div className="graphbar" data-control role="toolbar" aria-label="Map">
        {!isEmpty && (
          <>
            <span className="pair">
              <button type="button" aria-label="Zoom out" onClick={() => glide(closer(hand.current.frame, 0, 0, 0.5))}>
                −
              </button>
              <button type="button" aria-label="Zoom in" onClick={() => glide(closer(hand.current.frame, 0, 0, 2))}>
                +
              </button>
            </span>
            <button type="button" onClick={() => glide(home)}>
              Whole case
            </button>
          </>
        )}
        <span className="range">
          {isEmpty ? "No event" : count(state.events.ids.length, "event")} on the map
          {selection.period === null ? "" : ", of the period"}, up to {desk.day(desk.result.at)}
        </span>
        <span className="grow" />
        {!isEmpty && (
          <>
            <label className="choice">
              Borders{" "}
              <select
                data-set={borders !== null}
                value={state.policy}
                onChange={(change) => {
                  const next = change.target.value as Borders;
                  select({ borders: next === desk.model.case.borders ? null : next });
                }}
              >
                {[...POLICIES, ...claims, ...others].map((policy) => (
                  <option key={policy} value={policy}>
                    {bordersWords(policy, desk.name).title}
                  </option>
                ))}
              </select>
            </label>
            <button type="button" aria-pressed={selection.table} onClick={() => select({ table: !selection.table })}>
              Table
            </button>
          </>
        )}
      </div>
      {isEmpty && (
        <p className="note">
          Nothing of this case can be drawn: no account gives a point, and no place has a shape. What there is stands
          here as a table.
        </p>
      )}
      {selection.table || isEmpty ? (
        <>
          {!isEmpty && <p className="policy">{words}</p>}
          <MapTable desk={desk} state={state} select={select} />
        </>
      ) : (
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application, with keys of its own */}
          <div
            className="stage mapstage"
            ref={setBox}
            role="application"
            aria-roledescription="map"
            aria-label={`Map with ${count(state.events.ids.length, "event")} and ${count(state.ground.length, "shape")}. ${words} The table button gives the same as a table.`}
            aria-describedby="map-keys"
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            onKeyDown={onKey}
          >
            <canvas ref={under} style={{ width, height }} />
            <canvas
              ref={over}
              style={{ width, height }}
              onPointerDown={onDown}
              onPointerMove={onMove}
              onPointerUp={onUp}
              onPointerCancel={onUp}
              onPointerLeave={() => setHover(null)}
              onDoubleClick={(click) => {
                const { x, y } = placeOf(click);
                glide(closer(hand.current.frame, x - width / 2, y - height / 2, 2));
              }}
            />
            {hover && <Tip hover={hover} width={width} />}
          </div>
          <p className="policy">
            {words}
            {trouble !== null ? <> {trouble}</> : base === null && <> Land and borders are being read …</>}
          </p>
          <div className="said" data-control>
            <p aria-live="polite">
              {said === null ? (
                <span className="soft">
                  Arrows move, + and − zoom, j and k go from event to event, Enter chooses, Home shows the whole case.
                </span>
              ) : (
                <bdi dir="ltr">{eventWords(said, desk)}</bdi>
              )}
            </p>
            <span id="map-keys" hidden>
              Arrows move, plus and minus zoom, j and k go from event to event, Enter chooses.
            </span>
            {said !== null && (
              <button type="button" onClick={() => select({ open: "timeline", event: said })}>
                On the timeline
              </button>
            )}
          </div>
          {told !== null && (
            <p className="note">
              Ringed, as far as they are placed: {count(looked.size, "event")} that the chosen finding looks at,{" "}
              <button type="button" className="quiet" onClick={() => select({ open: "why" })}>
                <bdi>{told.norm}</bdi> of <bdi dir="ltr">{desk.name(told.bearer)}</bdi>
              </button>
            </p>
          )}
          <Legend keys={KEYS} />
          {state.unplaced.length + state.unshaped.length > 0 && (
            <p className="note">
              Not on the map, and named in the table: {count(state.unplaced.length, "event")} that no account gives a
              point or a place with a shape, {count(state.unshaped.length, "place")} without a shape.
            </p>
          )}
        </>
      )}
    </section>
  );
}

const KEYS: Keys = [
  ["spot", "event"],
  ["several", "several close together, and how many"],
  ["within", "the event lies somewhere within"],
  ["spotboth", "told and denied"],
  ["spotdenied", "only denied"],
];

function seenBy({ x, y, scale }: Frame, width: number, height: number): Box {
  const [w, h] = [width / 2 / scale, height / 2 / scale];
  return { x0: x - w, y0: y - h, x1: x + w, y1: y + h };
}

function holds(outer: Box, inner: Box): boolean {
  return outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1;
}

/** With a screen more on every side, so that a step aside needs nothing new. */
function widened({ x0, y0, x1, y1 }: Box): Box {
  const [w, h] = [x1 - x0, y1 - y0];
  return { x0: x0 - w, y0: y0 - h, x1: x1 + w, y1: y1 + h };
}

/** Everything that is placed; where nothing is, the states that the case is about, by their names, without the largest. */
function homeOf(state: MapState, base: Base | null, desk: ViewProps["desk"], width: number, height: number): Frame {
  if (width === 0) return { x: 500, y: 400, scale: 1 };
  if (state.box) return fitting(state.box, width, height);
  const states = new Set(desk.model.actors.filter(({ kind }) => kind === "state").flatMap(({ names }) => names));
  const found = (base?.names ?? []).filter(({ text, width: wide }) => states.has(text) && wide < 60);
  if (found.length === 0) return framed({ x: 500, y: 400, scale: width / 1000 });
  const boxes = found.map(({ x, y, width: wide }) => ({
    x0: x - wide / 2,
    x1: x + wide / 2,
    y0: y - wide / 3,
    y1: y + wide / 3,
  }));
  return fitting(
    {
      x0: Math.min(...boxes.map((each) => each.x0)),
      x1: Math.max(...boxes.map((each) => each.x1)),
      y0: Math.min(...boxes.map((each) => each.y0)),
      y1: Math.max(...boxes.map((each) => each.y1)),
    },
    width,
    height,
  );
}

/** `LATITUDE,LONGITUDE,ZOOM`; zoom counts doublings, as maps do. */
function frameText({ x, y, scale }: Frame): string {
  const [lon, lat] = located(x, y);
  return `${lat.toFixed(4)},${lon.toFixed(4)},${Math.log2(scale).toFixed(2)}`;
}

function frameNamed(text: string | null): Frame | null {
  const [lat = Number.NaN, lon = Number.NaN, zoom = Number.NaN] = (text ?? "").split(",").map(Number);
  if (!Number.isFinite(lat + lon + zoom)) return null;
  const [x, y] = placed(lon, lat);
  return framed({ x, y, scale: 2 ** zoom });
}
