/** Mouse and fingers on a drawing: where each of them is, and what two of them pinch. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

type At = { readonly clientX: number; readonly clientY: number };
type Touch = At & { readonly pointerId: number };

/** Two that are down: the middle between them, and how far they are apart, in all and from left to right. In pixels, never nothing. */
export interface Pinch {
  readonly middle: Point;
  readonly apart: number;
  readonly across: number;
}

const CLOSEST = 20;
/** So far a hand trembles. */
const STILL = 4;

export class Pointers {
  private readonly down = new Map<number, Point>();
  /** Where the first of those that are down was put down. */
  private began: Point | null = null;
  private hasMoved = false;

  /** Where a pointer is on the drawing. */
  placeOf(at: At, drawing: Element | null): Point {
    const edge = drawing?.getBoundingClientRect();
    return { x: at.clientX - (edge?.left ?? 0), y: at.clientY - (edge?.top ?? 0) };
  }

  /** One more is put down, and is ours until it is lifted, wherever it goes. */
  press(touch: Touch, drawing: Element | null): Point {
    const place = this.placeOf(touch, drawing);
    this.down.set(touch.pointerId, place);
    drawing?.setPointerCapture(touch.pointerId);
    this.began = place;
    this.hasMoved = false;
    return place;
  }

  move(touch: Touch, drawing: Element | null): Point {
    const place = this.placeOf(touch, drawing);
    if (this.down.has(touch.pointerId)) this.down.set(touch.pointerId, place);
    return place;
  }

  lift(touch: Touch, drawing: Element | null): Point {
    this.down.delete(touch.pointerId);
    return this.placeOf(touch, drawing);
  }

  pinch(): Pinch | null {
    const [a, b] = this.down.values();
    if (!a || !b) return null;
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      apart: Math.max(CLOSEST, Math.hypot(a.x - b.x, a.y - b.y)),
      across: Math.max(CLOSEST, Math.abs(a.x - b.x)),
    };
  }

  /** Whether what was put down is being dragged: from the first real move on, until it is lifted. */
  drags(place: Point): boolean {
    const { began } = this;
    if (began !== null && Math.hypot(place.x - began.x, place.y - began.y) >= STILL) this.hasMoved = true;
    return this.hasMoved;
  }

  /** Whether it was no click, but something else that was done by hand. */
  get moved(): boolean {
    return this.hasMoved;
  }

  set moved(hasMoved: boolean) {
    this.hasMoved = hasMoved;
  }
}
