/** One pane of the timeline: a canvas in a box that scrolls, with the axis above it or without, moved by mouse, wheel and finger. */
import {
  type PointerEvent as ReactPointerEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { moved, type Span, zoomed } from "./axis.ts";
import { FONT, paint, type Palette } from "./drawing.ts";
import type { Scope } from "./scope.ts";
import { sheet, useSize } from "./surface.ts";
import { AXIS, drawTimeline, GUTTER, headOf, type Hit, type Layout, OVERVIEW } from "./timelinedraw.ts";
import type { Item, Timeline } from "./timelinestate.ts";

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
  | { readonly kind: "pinch"; readonly apart: number; readonly span: Span };

interface Hand {
  hits: readonly Hit[];
  drag: Drag | null;
  moved: boolean;
  readonly pointers: Map<number, { readonly x: number; readonly y: number }>;
}

export function Pane(props: PaneProps): ReactElement {
  const { timeline, layout, scope, palette, narrow, axis, title, offset, focus, finding, event, caption } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(box);
  const hand = useRef<Hand>({ hits: [], drag: null, moved: false, pointers: new Map() });
  const [hover, setHover] = useState<{ readonly x: number; readonly y: number; readonly words: string } | null>(null);
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
    const { marks, hits } = drawTimeline(held, layout, {
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
    paint(paper, marks, palette);
  }, [timeline, layout, scope, palette, narrow, axis, title, offset, focus, finding, event, caption, width, height]);
  useEffect(() => {
    draw();
    // Letters come after the page; until then, others stand in for them.
    const again = (): void => {
      widths.clear();
      draw();
    };
    document.fonts.addEventListener("loadingdone", again);
    const deaf = scope.listen(draw);
    return () => {
      document.fonts.removeEventListener("loadingdone", again);
      deaf();
    };
  }, [draw, scope]);

  // What is focused by key comes into view.
  useEffect(() => {
    const strip = layout.strips.find((each) =>
      focus?.kind === "piece"
        ? each.is === "row" && each.row === focus.row
        : each.is === "events" && each.lane === focus?.lane,
    );
    const element = box.current;
    if (!strip || !element || !focus) return;
    const space = element.clientHeight - head;
    if (strip.y - 30 < element.scrollTop) element.scrollTop = strip.y - 30;
    else if (strip.y + strip.h > element.scrollTop + space) element.scrollTop = strip.y + strip.h - space + 8;
  }, [focus, layout, head]);

  const time = (px: number): number => scope.span.from + ((px - gutter) / room) * (scope.span.until - scope.span.from);
  const inWhole = (px: number): number =>
    timeline.whole.from + ((px - gutter) / room) * (timeline.whole.until - timeline.whole.from);
  const hitAt = (x: number, y: number): Hit | null => {
    if (y < head) return null;
    const near = (h: Hit): boolean => x >= h.x - 2 && x <= h.x + h.w + 2 && y >= h.y && y <= h.y + h.h;
    return hand.current.hits.findLast(near) ?? null;
  };
  const placeOf = (at: { readonly clientX: number; readonly clientY: number }): { x: number; y: number } => {
    const edge = canvas.current?.getBoundingClientRect();
    return { x: at.clientX - (edge?.left ?? 0), y: at.clientY - (edge?.top ?? 0) };
  };

  const onDown = (down: ReactPointerEvent): void => {
    if (down.button !== 0) return;
    const { x, y } = placeOf(down);
    const now = hand.current;
    now.pointers.set(down.pointerId, { x, y });
    canvas.current?.setPointerCapture(down.pointerId);
    now.moved = false;
    setHover(null);
    const [a, b] = now.pointers.values();
    const { span } = scope;
    if (a && b) {
      now.drag = { kind: "pinch", apart: Math.max(20, Math.abs(a.x - b.x)), span };
    } else if (axis && y < OVERVIEW - 4) {
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
    const { x, y } = placeOf(move);
    const now = hand.current;
    if (now.pointers.has(move.pointerId)) now.pointers.set(move.pointerId, { x, y });
    const { drag } = now;
    if (drag === null) {
      const hit = hitAt(x, y);
      const top = box.current?.scrollTop ?? 0;
      setHover(hit ? { x, y: y + top + (y > height - 70 ? -54 : 16), words: props.words(hit.item) } : null);
      const cursor = hit ? "pointer" : axis && y < OVERVIEW - 4 ? "grab" : axis && y < AXIS ? "col-resize" : "";
      if (canvas.current) canvas.current.style.cursor = cursor;
      return;
    }
    switch (drag.kind) {
      case "pinch": {
        const [a, b] = now.pointers.values();
        const apart = a && b ? Math.max(20, Math.abs(a.x - b.x)) : drag.apart;
        if (a && b) scope.go(zoomed(drag.span, time((a.x + b.x) / 2), drag.apart / apart));
        break;
      }
      case "pan":
        if (!now.moved && Math.abs(x - drag.x) + Math.abs(move.clientY - drag.y) < 4) break;
        now.moved = true;
        if (box.current && move.pointerType === "mouse") box.current.scrollTop = drag.top - (move.clientY - drag.y);
        scope.go(moved(drag.span, ((drag.x - x) * (drag.span.until - drag.span.from)) / room));
        break;
      case "overview":
        scope.go(moved(scope.span, inWhole(x) - drag.grip - scope.span.from));
        break;
      case "period": {
        const at = time(x);
        now.moved = Math.abs(at - drag.from) / (scope.span.until - scope.span.from) > 3 / room;
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
    const { x, y } = placeOf(up);
    const now = hand.current;
    const { drag } = now;
    const { period, at } = scope;
    now.pointers.delete(up.pointerId);
    now.drag = null;
    scope.hold(null, null);
    if (up.type === "pointercancel") return;
    if (drag?.kind === "pan" && !now.moved) props.onChoose(hitAt(x, y)?.item ?? null);
    else if (drag?.kind === "period" && now.moved && period) props.onPeriod(period);
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
      {hover && (
        <div
          className="tip"
          role="presentation"
          style={{
            left: Math.min(hover.x + 14, Math.max(8, width - 330)),
            top: hover.y,
          }}
        >
          {hover.words}
        </div>
      )}
    </div>
  );
}

const widths = new Map<string, number>();

function measureBy(paper: CanvasRenderingContext2D): (text: string, size: number) => number {
  return (text, size) => {
    const key = `${size} ${text}`;
    let known = widths.get(key);
    if (known === undefined) {
      paper.font = `600 ${size}px ${FONT}`;
      known = paper.measureText(text).width;
      if (widths.size > 20_000) widths.clear();
      widths.set(key, known);
    }
    return known;
  };
}
