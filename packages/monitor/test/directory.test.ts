import { describe, expect, it } from "vitest";
import { Directory, hashOf } from "../src/directory.ts";

/** A directory of such ids, each under its place among them. */
function directoryOf(ids: readonly string[]): Directory {
  const directory = new Directory((number) => ids[number]!);
  for (const [number, id] of ids.entries()) {
    expect(directory.find(id)).toBe(-1);
    directory.add(id, number);
    expect(directory.find(id)).toBe(number);
  }
  return directory;
}

/** Ids of one hash, twice as many with each pair of endings. */
function ofOneHash(pairs: number): string[] {
  let ids = [""];
  for (let pair = 0; pair < pairs; pair++) {
    const met = new Map<number, string>();
    for (let n = 0; ; n++) {
      const ending = `${(n * 2_654_435_761) % 2 ** 32}/`;
      const hash = hashOf(ids[0]! + ending);
      const other = met.get(hash);
      met.set(hash, ending);
      if (other === undefined) continue;
      ids = ids.flatMap((id) => [id + other, id + ending]);
      break;
    }
  }
  return ids;
}

describe("a directory of ids", () => {
  it("finds what stands under each of many, and nothing under others", () => {
    const ids = Array.from({ length: 50_000 }, (_, i) => `E${i}/source`);
    const directory = directoryOf(ids);
    expect(ids.every((id, number) => directory.find(id) === number)).toBe(true);
    expect(ids.some((id) => directory.find(`${id}s`) >= 0 || directory.find(id.slice(0, -1)) >= 0)).toBe(false);
    expect(directory.find("")).toBe(-1);
  });

  it("tells ids of one hash apart, more of them than it looks at, and after it has grown", () => {
    const same = ofOneHash(7);
    expect(new Set(same.map(hashOf)).size).toBe(1);
    expect(new Set(same).size).toBe(128);
    const ids = [...same.slice(0, 100), ...Array.from({ length: 20_000 }, (_, i) => `${i}`)];
    const directory = directoryOf(ids);
    expect(ids.every((id, number) => directory.find(id) === number)).toBe(true);
    expect(same.slice(100).some((id) => directory.find(id) >= 0)).toBe(false);
  });
});
