import { expect, test } from "vitest";
import { Pointers } from "../src/pointer.ts";

const touch = (pointerId: number, clientX: number, clientY: number) => ({ pointerId, clientX, clientY });

test("a click trembles, a drag goes on from its first real move", () => {
  const pointers = new Pointers();
  pointers.press(touch(1, 100, 100), null);
  expect(pointers.drags(pointers.move(touch(1, 102, 101), null))).toBe(false);
  expect(pointers.drags(pointers.move(touch(1, 110, 100), null))).toBe(true);
  // Back where it began, it is a drag still.
  expect(pointers.drags(pointers.move(touch(1, 100, 100), null))).toBe(true);
  expect(pointers.lift(touch(1, 100, 100), null)).toEqual({ x: 100, y: 100 });
  pointers.press(touch(1, 100, 100), null);
  expect(pointers.moved).toBe(false);
});

test("two pinch between them, never closer than nothing; what was lifted or never put down does not", () => {
  const pointers = new Pointers();
  pointers.press(touch(1, 0, 0), null);
  expect(pointers.pinch()).toBeNull();
  pointers.press(touch(2, 30, 40), null);
  expect(pointers.pinch()).toEqual({ middle: { x: 15, y: 20 }, apart: 50, across: 30 });
  pointers.move(touch(2, 1, 1), null);
  pointers.move(touch(3, 500, 500), null);
  expect(pointers.pinch()).toEqual({ middle: { x: 0.5, y: 0.5 }, apart: 20, across: 20 });
  pointers.lift(touch(1, 0, 0), null);
  expect(pointers.pinch()).toBeNull();
});
