/** What goes to the page from flip to flip comes, put together, to what all of it would be. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { monitor, type Result } from "@servanda/monitor";
import { replaced } from "servanda/difference";
import { type Asked, nextFlips, NOTHING_ASKED, optionsOf, recordAs } from "servanda/asked";
import { Monitoring } from "../src/monitoring.ts";
import { hasReasons, patchedBy, ReasonBook } from "../src/patch.ts";
import { payloadOf } from "./case.ts";

const { model, record } = payloadOf("cases/south-caucasus");

function whole(asked: Asked): Result {
  const options = optionsOf(model, asked);
  if (options === null) throw new Error("no date");
  return monitor(model, recordAs(record, asked), options);
}

/** A page's side: patches and reasons come in, results stand. */
class Page {
  readonly monitoring = new Monitoring(model, record);
  readonly book = new ReasonBook();
  result: Result | null = null;

  flip(asked: Asked): { readonly result: Result; readonly sent: number } {
    const steps = this.monitoring.find(asked);
    let next = steps.next();
    while (!next.done) next = steps.next();
    const patch = next.value;
    if (patch === null) throw new Error("no date");
    this.result = patchedBy(this.result, structuredClone(patch), this.book);
    return { result: this.result, sent: patch.findings.length };
  }

  reason(): void {
    for (const reasons of this.monitoring.reasons()) this.book.add(reasons);
  }
}

/** One event of each kind on record, so that each kind of norm is reached once. */
const kinds = [...new Map(record.accounts.filter((a) => a.kind !== null).map((a) => [a.kind, a])).values()];
const flips: readonly Asked[] = [
  ...kinds
    .slice(0, 6)
    .map((account, i): Asked =>
      i % 3 === 0
        ? { ...NOTHING_ASKED, disbelieved: [account.id] }
        : i % 3 === 1
          ? { ...NOTHING_ASKED, supposed: [account.event] }
          : { ...NOTHING_ASKED, without: [account.source] },
    ),
  { ...NOTHING_ASKED, standard: "alleged" },
  { ...NOTHING_ASKED, at: "1994-05-01" },
  { ...NOTHING_ASKED, standard: "corroborated", asOf: "2021" },
  NOTHING_ASKED,
];

describe("from flip to flip", () => {
  const page = new Page();
  page.flip(NOTHING_ASKED);

  test.each(flips.map((asked, i) => [i, JSON.stringify(asked), asked] as const))(
    "%i, %s: what is sent comes to all of it",
    (_i, _text, asked) => {
      const { result } = page.flip(asked);
      page.reason();
      const expected = whole(asked);
      // What a view tells of the standard is what was asked, not what the step says: reasons are kept as they were told first.
      const plain = (item: unknown): string =>
        JSON.stringify(item).replaceAll(/"rule":"2.3","kind":"standard","value":"[a-z-]*"/gu, "");
      const told = new Map(result.findings.map((finding) => [finding.id, plain(finding)]));
      expect([...told.keys()]).toEqual(expected.findings.map(({ id }) => id));
      expect(expected.findings.filter((f) => told.get(f.id) !== plain(f)).map(({ id }) => id)).toEqual([]);
      const { findings: _mine, ...rest } = result;
      const { findings: _theirs, ...others } = expected;
      expect(rest).toEqual(others);
    },
  );

  test("an account that nothing turns on sends next to nothing", () => {
    const { sent } = page.flip({ ...NOTHING_ASKED, disbelieved: [record.accounts[5]!.id] });
    expect(sent).toBeLessThan(20);
  });

  test("what is being read comes first, with its reasons", () => {
    const fresh = new Page();
    const before = fresh.flip(NOTHING_ASKED).result;
    const norm = before.findings[0]!.norm;
    expect(before.findings.some((finding) => hasReasons(finding))).toBe(false);
    const asked: Asked = { ...NOTHING_ASKED, standard: "alleged" };
    const part = patchedBy(null, structuredClone(fresh.monitoring.part(asked, [norm], true)!), fresh.book);
    const result = replaced(before, part, new Set([norm]));
    // What comes a second time with all the rest is the same object: nothing that shows it has to be drawn anew.
    const all = fresh.flip(asked).result;
    const again = new Set([...all.findings.filter((f) => f.norm === norm), ...before.board]);
    expect(part.findings.filter((finding) => !again.has(finding))).toEqual([]);
    const unchanged = new Set(before.board.map((line) => JSON.stringify(line)));
    const lines = result.board.filter((line) => line.norm === norm && unchanged.has(JSON.stringify(line)));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !again.has(line))).toEqual([]);
    const own = result.findings.filter((finding) => finding.norm === norm);
    expect(own).toEqual(whole(asked).findings.filter((finding) => finding.norm === norm));
    expect(result.findings.filter((finding) => finding.norm !== norm)).toEqual(
      before.findings.filter((f) => f.norm !== norm),
    );
  });

  test("what was prepared is what is found", () => {
    const prepared = new Page();
    const { result } = prepared.flip(NOTHING_ASKED);
    const read = result.findings.find(({ accounts }) => accounts.length > 3)!;
    const next = nextFlips(NOTHING_ASKED, model, read);
    expect(next.length).toBeGreaterThan(6);
    for (const _step of prepared.monitoring.prepare(next)) continue;
    const asked = next[4]!;
    prepared.flip(asked);
    prepared.reason();
    expect(prepared.result!.findings.map(({ id, possible }) => [id, possible])).toEqual(
      whole(asked).findings.map(({ id, possible }) => [id, possible]),
    );
  });

  test("what is kept no more is forgotten on the page, too, and whoever holds a finding still has its reasons", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const harbour = payloadOf("cases/harbour");
    const monitoring = new Monitoring(harbour.model, harbour.record);
    const book = new ReasonBook();
    const flip = (at: string): Result => {
      const steps = monitoring.find({ ...NOTHING_ASKED, at });
      let next = steps.next();
      while (!next.done) next = steps.next();
      const result = patchedBy(null, structuredClone(next.value!), book);
      for (const reasons of monitoring.reasons()) book.add(reasons);
      return result;
    };
    const held = flip("2030-02-01");
    const told = held.findings.map(({ because }) => because.rule);
    expect(told).not.toContain("");
    const days = [...Array(28).keys()].map((day) => `2030-03-${String(day + 1).padStart(2, "0")}`);
    for (const day of days) flip(day);
    const most = book.size;
    await expect
      .poll(() => {
        collect();
        book.forget(monitoring.gone());
        return book.size;
      })
      .toBeLessThan(most / 2);
    expect(held.findings.map(({ because }) => because.rule)).toEqual(told);
    // Asked again, it comes again with its reasons.
    expect(flip("2030-02-01").findings.map(({ because }) => because.rule)).toEqual(told);
  });
});
