import { expect, it } from "vitest";
import * as sets from "../src/interval.ts";
import { wrongSets } from "./intervals.ts";

it("sets of instants are what they are second by second", () => {
  expect(wrongSets(sets)).toEqual([]);
});
