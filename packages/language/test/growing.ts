const repeat = (count: number, make: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => make(n)).join("\n");
const head =
  "actor Northshore\nactor Southshore\nagreement harbour\n  in force from 2030-01-01\n  parties Northshore, Southshore\n";
/** Texts that grow with a number, each in its own way: what they cost is measured in bench/growth.ts. */
export const inputs: readonly (readonly [string, (n: number) => string])[] = [
  [
    "norms",
    (n) =>
      head +
      repeat(
        n,
        (i) =>
          `duty d${i} of harbour, article ${i}\n  when attacker attacks victim, a party\n  each party except victim\n  must assist victim\n  within 30 days`,
      ),
  ],
  [
    "names that are nowhere declared",
    (n) =>
      head + repeat(n, (i) => `duty d${i} of harbour, article ${i}\n  Norhtshroe${i}\n  must assist Suothshroe${i}`),
  ],
  [
    "names that differ by a letter",
    (n) =>
      repeat(n, (i) => `actor aaaaaaaaaa${i}`) +
      "\n" +
      head +
      repeat(n, (i) => `ban d${i} of harbour, article 1\n  aaaaaaaaab${i}\n  must not attack anyone`),
  ],
  [
    "readings of a whole agreement",
    (n) =>
      head +
      repeat(
        n,
        (i) =>
          `term t${i}\nduty d${i} of harbour, article ${i}\n  Northshore\n  must give t${i}\nreading r${i} of harbour, held by the case\n  t${i} means assist Northshore`,
      ),
  ],
  [
    "terms that mean terms",
    (n) =>
      head +
      repeat(n, (i) => `term t${i}`) +
      "\nduty d of harbour, article 1\n  Northshore\n  must give t0\n" +
      repeat(n - 1, (i) => `reading r${i} of d, held by the case\n  t${n - 2 - i} means t${n - 1 - i}`),
  ],
  ["quotations left open", (n) => repeat(n, (i) => `actor a${i} "open`)],
  ["one line of names", (n) => "group g\n  members " + Array.from({ length: n * 4 }, (_, i) => `a${i}`).join(", ")],
  ["one long word", (n) => `actor ${"a".repeat(n * 40)}\nactor ${"-".repeat(n * 40)}\nactor "${"b".repeat(n * 40)}`],
  ["commas", (n) => "group g\n  members " + ",".repeat(n * 10)],
  ["lines that belong nowhere", (n) => repeat(n * 4, () => "must not attack anyone")],
  [
    "a chain of breaches that comes round",
    (n) =>
      head +
      repeat(
        n,
        (i) =>
          `duty d${i} of harbour, article ${i}\n  when d${(i + 1) % n} is breached by offender\n  offender\n  must consult`,
      ),
  ],
  [
    "norms that fall with one at fault",
    (n) =>
      head +
      repeat(
        n,
        (i) =>
          `duty d${i} of harbour, article ${i}\n  when d${i + 1} is breached by offender\n  offender\n  must consult`,
      ) +
      `\nduty d${n} of harbour, article ${n}\n  Northshore\n  must blunder`,
  ],
  [
    "permissions that go before bans",
    (n) =>
      head +
      repeat(
        n,
        (i) =>
          `ban b${i} of harbour, article ${i}\n  each party\n  must not attack anyone\npermission p${i} of harbour, article ${i}\n  each party\n  may attack anyone\nprecedence p${i} over b${i}, held by the case`,
      ),
  ],
  [
    "suppositions",
    (n) =>
      `${head}ban b of harbour, article 1\n  each party\n  must not attack anyone\n` +
      repeat(
        n,
        (i) =>
          `suppose s${i}\n  2031-05-01 Northshore attacks Southshore\n  expect b by Northshore is breached on 2031-05-02`,
      ),
  ],
  [
    "claims",
    (n) =>
      `${head}source S1\n` + repeat(n, (i) => `claim c${i} at T1, source S1\n  Northshore attacked Southshore in 2031`),
  ],
  ["zones within zones", (n) => repeat(n, (i) => `zone z${i}${i === 0 ? "" : `\n  in z${i - 1}`}`)],
  ["a case that includes its pages", (n) => head + repeat(n, (i) => `include "page${i}.md"`)],
  [
    "amendments of one norm",
    (n) =>
      head +
      "duty d of harbour, article 1\n  Northshore\n  must consult\n" +
      repeat(n, (i) => `amend d from 2031-01-01\n  within ${i} days`),
  ],
];
