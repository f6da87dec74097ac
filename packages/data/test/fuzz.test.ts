import { expect, test } from "vitest";
import { Fuzzer, READERS, type Reader } from "./fuzz.ts";

/** How many inputs each reader gets here; `npm run fuzz` gives them as many as its time allows. */
const SHARE: { readonly [reader in Reader]: number } = {
  text: 500,
  accounts: 500,
  sources: 300,
  coverage: 300,
  places: 500,
  date: 3000,
  bytes: 200,
};

test.each(READERS)("the reader of %s answers whatever it is given", (reader) => {
  // A fixed seed: a fault found here is found again.
  const fuzzer = new Fuzzer(20_260_101);
  for (let tried = 0; tried < SHARE[reader]; tried += 1) {
    const input = fuzzer.next(reader);
    try {
      fuzzer.feed(reader, input, 10_000);
    } catch (cause) {
      throw new Error(`input ${tried}: ${JSON.stringify(input.toString()).slice(0, 2000)}`, { cause });
    }
  }
  expect(fuzzer.longest).toBeGreaterThan(0);
  console.log(`fuzz: ${SHARE[reader]} inputs to the reader of ${reader}, the slowest ${Math.round(fuzzer.longest)} ms`);
});
