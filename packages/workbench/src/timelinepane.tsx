/** One pane of the timeline: a canvas in a box that scrolls, with the axis above it or without, moved by mouse, wheel and finger. */
import {
  type MouseEvent as ReactMouseEvent,
  type PointerEvent as ReactPointerEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { moved, type Span, zoomed } from "./axis.ts";
import { paint, type Palette } from "./drawing.ts";
import type { Scope } from "./scope.ts";
import { type Point, Pointers } from "./pointer.ts";
import { measureBy, sheet, useLetters, useSize } from "./surface.ts";
import {
  AXIS,
  type Cut,
  cutWords,
  drawTimeline,
  GUTTER,
  headOf,
  type Hit,
  type Layout,
  OVERVIEW,
  type Strip,
} from "./timelinedraw.ts";
import type { Item, Timeline } from "./timelinestate.ts";
import { type Hover, Tip } from "./tip.tsx";

export interface PaneProps {
  readonly timeline: Timeline;
  readonly layout: Layout;
  readonly scope: Scope;
  readonly palette: Palette;
  readonly narrow: boolean;
  readonly axis: boolean;
  readonly title: string | null;
  readonly offset: number;
  readonly share: string;
  readonly focus: Item | null;
  readonly norm: string | null;
  readonly finding: string | null;
  readonly event: string | null;
  readonly caption: (event: string) => string;
  readonly words: (item: Item) => string;
  readonly onChoose: (item: Item | null) => void;
  readonly onOpen: (item: Item) => void;
  readonly onPeriod: (span: Span) => void;
  readonly onAt: (at: number) => void;
}

type Drag =
  | { readonly kind: "pan"; readonly x: number; readonly y: number; readonly top: number; readonly span: Span }
  | { readonly kind: "overview"; readonly grip: number }
  | { readonly kind: "period"; readonly from: number }
  | { readonly kind: "at" }
  | { readonly kind: "pinch"; readonly across: number; readonly span: Span };

interface Hand {
  hits: readonly Hit[];
  cuts: readonly Cut[];
  drag: Drag | null;
  readonly pointers: Pointers;
}

/** Scrolls no further than it must; `isFirst`: what is out of view comes to the middle of it. */
function bring(box: HTMLElement | null, strip: Strip | undefined, head: number, isFirst = false): void {
  if (!box || !strip) return;
  const space = box.clientHeight - head;
  const isOut = strip.y - 30 < box.scrollTop || strip.y + strip.h > box.scrollTop + space;
  if (isFirst && isOut) {
    box.scrollTop = strip.y - space / 2;
    return;
  }
  if (strip.y - 30 < box.scrollTop) box.scrollTop = strip.y - 30;
  else if (strip.y + strip.h > box.scrollTop + space) box.scrollTop = strip.y + strip.h - space + 8;
}

export function Pane(props: PaneProps): ReactElement {
  const { timeline, layout, scope, palette, narrow, axis, title, offset, focus, norm, finding, event, caption } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(box);
  const hand = useRef<Hand>({ hits: [], cuts: [], drag: null, pointers: new Pointers() });
  const [hover, setHover] = useState<Hover | null>(null);
  const gutter = narrow ? 0 : GUTTER;
  const room = Math.max(1, width - gutter);
  const head = headOf({ axis, title });

  const draw = useCallback((): void => {
    const paper = canvas.current && width > 0 ? sheet(canvas.current, { width, height }) : null;
    if (!paper) return;
    const held =
      scope.period || scope.at !== null
        ? { ...timeline, period: scope.period ?? timeline.period, at: scope.at ?? timeline.at }
        : timeline;
    const { marks, hits, cuts } = drawTimeline(held, layout, {
      span: scope.span,
      width,
      height,
      top: box.current?.scrollTop ?? 0,
      narrow,
      axis,
      title,
      offset,
      focus,
      finding,
      event,
      caption,
      measure: measureBy(paper),
    });
    hand.current.hits = hits;
    hand.current.cuts = cuts;
    paint(paper, marks, palette);
    // For a picture, which cannot be scrolled.
    if (box.current) box.current.dataset["cut"] = cutWords(layout, box.current.scrollTop, height - head) ?? "";
  }, [
    timeline,
    layout,
    scope,
    palette,
    narrow,
    axis,
    title,
    offset,
    focus,
    finding,
    event,
    caption,
    width,
    height,
    head,
  ]);
  useEffect(() => {
    draw();
    return scope.listen(draw);
  }, [draw, scope]);
  useLetters(draw);

  // What is focused by key comes into view, and what an address has chosen.
  useEffect(() => {
    if (!focus) return;
    const isFocused = (each: Strip): boolean =>
      focus.kind === "piece"
        ? each.is === "row" && each.row === focus.row
        : each.is === "events" && each.lane === focus.lane;
    bring(box.current, layout.strips.find(isFocused), head);
  }, [focus, layout, head]);
  const isThere = height > 0;
  useEffect(() => {
    if (!isThere) return;
    const isChosen = (each: Strip): boolean =>
      each.is === "row"
        ? finding === null
          ? each.row.norm === norm
          : each.row.findings.includes(finding)
        : each.is === "events" && event !== null && each.lane.events.includes(event);
    bring(box.current, layout.strips.find(isChosen), head, true);
    // Once, and whenever something else is chosen: who scrolls away meanwhile is left there.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [norm, finding, event, isThere]);

  const time = (px: number): number => scope.span.from + ((px - gutter) / room) * (scope.span.until - scope.span.from);
  const inWhole = (px: number): number =>
    timeline.whole.from + ((px - gutter) / room) * (timeline.whole.until - timeline.whole.from);
  const hitAt = (x: number, y: number): Hit | null => {
    if (y < head) return null;
    const near = (h: Hit): boolean => x >= h.x - 2 && x <= h.x + h.w + 2 && y >= h.y && y <= h.y + h.h;
    return hand.current.hits.findLast(near) ?? null;
  };
  const cutAt = (x: number, y: number): string | null =>
    hand.current.cuts.findLast((c) => x >= c.x && x <= c.x + c.w && y >= c.y && y <= c.y + c.h)?.words ?? null;
  const placeOf = (at: ReactPointerEvent | ReactMouseEvent): Point => hand.current.pointers.placeOf(at, canvas.current);

  const onDown = (down: ReactPointerEvent): void => {
    if (down.button !== 0) return;
    const now = hand.current;
    const { x, y } = now.pointers.press(down, canvas.current);
    setHover(null);
    const pinch = now.pointers.pinch();
    const { span } = scope;
    if (pinch) now.drag = { kind: "pinch", across: pinch.across, span };
    else if (axis && y < OVERVIEW - 4) {
      const at = inWhole(x);
      const isInside = at >= span.from && at <= span.until;
      const half = (span.until - span.from) / 2;
      now.drag = { kind: "overview", grip: isInside ? at - span.from : half };
      if (!isInside) scope.go(moved(span, at - half - span.from));
    } else if (axis && y < AXIS && x >= gutter) {
      const flag = gutter + ((timeline.at - span.from) / (span.until - span.from)) * room;
      const onFlag = Math.abs(flag - x) < 8 || (y < OVERVIEW + 14 && Math.abs(flag - x) < 60);
      now.drag = onFlag ? { kind: "at" } : { kind: "period", from: time(x) };
    } else now.drag = { kind: "pan", x, y: down.clientY, top: box.current?.scrollTop ?? 0, span };
  };
  const onMove = (move: ReactPointerEvent): void => {
    const now = hand.current;
    const { x, y } = now.pointers.move(move, canvas.current);
    const { drag } = now;
    if (drag === null) {
      const hit = hitAt(x, y);
      const top = box.current?.scrollTop ?? 0;
      const words = hit ? props.words(hit.item) : cutAt(x, y);
      setHover(words === null ? null : { x, y: y + top + (y > height - 70 ? -54 : 16), words });
      const cursor = hit ? "pointer" : axis && y < OVERVIEW - 4 ? "grab" : axis && y < AXIS ? "col-resize" : "";
      if (canvas.current) canvas.current.style.cursor = cursor;
      return;
    }
    switch (drag.kind) {
      case "pinch": {
        const pinch = now.pointers.pinch();
        if (pinch) scope.go(zoomed(drag.span, time(pinch.middle.x), drag.across / pinch.across));
        break;
      }
      case "pan":
        if (!now.pointers.drags({ x, y })) break;
        if (box.current && move.pointerType === "mouse") box.current.scrollTop = drag.top - (move.clientY - drag.y);
        scope.go(moved(drag.span, ((drag.x - x) * (drag.span.until - drag.span.from)) / room));
        break;
      case "overview":
        scope.go(moved(scope.span, inWhole(x) - drag.grip - scope.span.from));
        break;
      case "period": {
        const at = time(x);
        now.pointers.moved = Math.abs(at - drag.from) / (scope.span.until - scope.span.from) > 3 / room;
        scope.hold({ from: Math.min(at, drag.from), until: Math.max(at, drag.from) }, null);
        break;
      }
      case "at":
        scope.hold(null, time(Math.max(x, gutter)));
        break;
      default:
    }
  };
  const onUp = (up: ReactPointerEvent): void => {
    const now = hand.current;
    const { x, y } = now.pointers.lift(up, canvas.current);
    const { drag } = now;
    const { moved: wasMoved } = now.pointers;
    const { period, at } = scope;
    now.drag = null;
    scope.hold(null, null);
    if (up.type === "pointercancel") return;
    if (drag?.kind === "pan" && !wasMoved) props.onChoose(hitAt(x, y)?.item ?? null);
    else if (drag?.kind === "period" && wasMoved && period) props.onPeriod(period);
    else if (drag?.kind === "period") props.onAt(drag.from);
    else if (drag?.kind === "at" && at !== null) props.onAt(at);
  };
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    // React gives a wheel no say in whether the page scrolls.
    const onWheel = (wheel: WheelEvent): void => {
      const edge = element.getBoundingClientRect();
      const [x, y] = [wheel.clientX - edge.left, wheel.clientY - edge.top];
      const { span } = scope;
      const length = span.until - span.from;
      if (wheel.ctrlKey || wheel.metaKey || (axis && y < AXIS && !wheel.shiftKey)) {
        wheel.preventDefault();
        const at = x < gutter ? span.from + length / 2 : span.from + ((x - gutter) / room) * length;
        scope.go(zoomed(span, at, Math.exp(wheel.deltaY * (wheel.ctrlKey ? 0.008 : 0.0025))));
      } else if (wheel.shiftKey || Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY)) {
        wheel.preventDefault();
        const by = wheel.shiftKey && wheel.deltaX === 0 ? wheel.deltaY : wheel.deltaX;
        scope.go(moved(span, (by * length) / room));
      }
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [scope, axis, gutter, room]);

  return (
    <div
      className="stage"
      ref={box}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset is of a form
      role="group"
      aria-label={title ?? "Norms"}
      // It scrolls, so it can be gone to.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={() => scope.redraw()}
      style={{ maxHeight: `calc(var(--stage) * ${props.share})`, height: layout.height + head }}
    >
      <canvas
        ref={canvas}
        style={{ width, height }}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onUp}
        onPointerLeave={() => setHover(null)}
        onDoubleClick={(click) => {
          const { x, y } = placeOf(click);
          const hit = hitAt(x, y);
          if (hit) props.onOpen(hit.item);
          else scope.glide(zoomed(scope.span, time(x), 0.5));
        }}
      />
      <div style={{ height: Math.max(0, layout.height + head - height) }} />
      {hover && <Tip hover={hover} width={width} />}
    </div>
  );
}
