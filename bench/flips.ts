/**
 * How long a flip takes in a real browser, from the hand's click to the frame that shows it: `bench/browser.ts` prints it. Each flip is made by the
 * control that a person uses, on a page just opened, and measured by the page's own clock: until what is on the screen answers it, and until all
 * of the page does, each time with the frame that shows it.
 */
import type { Browser, Page } from "playwright-core";
import { median } from "./turns.ts";

type Act =
  | { readonly kind: "choose"; readonly label: string; readonly value: string }
  | { readonly kind: "write"; readonly label: string; readonly value: string }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "switch"; readonly section: string; readonly index: number };

const DISBELIEVED = "If this account is disbelieved";
const STANDARD = "Standard of proof";
const READING = "Under whose reading";
const AT = "Date that findings speak about";
const AS_OF = "Only what had been published by then";

const choose = (label: string, value: string): Act => ({ kind: "choose", label, value });
const write = (label: string, value: string): Act => ({ kind: "write", label, value });

/** Each series of flips on a page of its own; the same again afterwards. */
const SERIES: readonly { readonly what: string; readonly acts: readonly Act[] }[] = [
  { what: "standard of proof", acts: ["corroborated", "alleged", "adjudicated"].map((each) => choose(STANDARD, each)) },
  { what: "reading", acts: ["text", "Armenia", "Azerbaijan", "Russia"].map((each) => choose(READING, each)) },
  {
    what: "date",
    acts: "2020-11-10 1994-05-12 2022-09-14 1991-06-01 2023-09-19 2016-04-05 2008-01-01 2025-03-01"
      .split(" ")
      .map((each) => write(AT, each)),
  },
  {
    what: "as known then",
    acts: "2021-01-01 2023-09-01 1995-01-01 2024-06-01 2010-01-01".split(" ").map((each) => write(AS_OF, each)),
  },
  { what: "facts only", acts: [{ kind: "key", key: "f" }] },
];

/** Accounts that are disbelieved, one after the other: so many, spread over all that some finding turns on. */
const ACCOUNTS = 20;
/** Findings that are looked through for them. */
const FINDINGS = 40;

/** How long the page may work ahead before each flip, in milliseconds: not at all, and as long as somebody takes to look at what changed. */
const WAITS = [0, 2000];

/** A page in a context of its own, empty yet. */
export async function blank(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  return page;
}

/** One on which all has been worked out. */
export async function opened(browser: Browser, address: string): Promise<Page> {
  const page = await blank(browser);
  await page.goto(address);
  await page.locator("main[data-whole][aria-busy='false']").waitFor();
  return page;
}

/** Milliseconds from the act to the frame that shows what came of it. */
interface Time {
  /** On the screen. */
  readonly shown: number;
  /** All of it, below the screen too. */
  readonly whole: number;
}

function flip(page: Page, act: Act): Promise<Time> {
  return page.evaluate(async (asked) => {
    const named = (label: string): Element => {
      const found = document.querySelector(`[aria-label="${label}"]`);
      if (!found) throw new Error(`nothing is labelled ${label}`);
      return found;
    };
    const before = location.search;
    const begin = performance.now();
    if (asked.kind === "choose") {
      const select = named(asked.label) as HTMLSelectElement;
      select.value = asked.value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (asked.kind === "write") {
      const input = named(asked.label) as HTMLInputElement;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, asked.value);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    } else if (asked.kind === "key") {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: asked.key, bubbles: true }));
    } else {
      const own = [...document.querySelectorAll(".pivots section")].find(
        (each) => each.querySelector("h3")?.textContent === asked.section,
      );
      const found = own?.querySelectorAll<HTMLElement>("button.switch")[asked.index];
      if (!found) throw new Error(`no switch ${asked.index} under ${asked.section}`);
      found.click();
    }
    const until = (isSo: (main: Element) => boolean): Promise<number> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const took = performance.now() - begin;
          if (took > 10_000) reject(new Error("the flip changed nothing"));
          const main = document.querySelector("main");
          if (main && location.search !== before && isSo(main)) resolve(took);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    const shown = await until((main) => main.hasAttribute("data-answered"));
    const whole = await until((main) => main.getAttribute("aria-busy") === "false");
    return { shown, whole };
  }, act);
}

/** How many accounts the finding that is open turns on. */
function switches(page: Page): Promise<number> {
  return page.evaluate((section) => {
    const sections = [...document.querySelectorAll(".pivots section")];
    const own = sections.find((each) => each.querySelector("h3")?.textContent === section);
    return own?.querySelectorAll("button.switch").length ?? 0;
  }, DISBELIEVED);
}

interface Figures {
  readonly first: Time[];
  readonly again: Time[];
}

/** Each account on the page of a finding that turns on it; `wait`: as long as somebody reads before the first. */
async function ofSwitches(browser: Browser, origin: string, wait: number): Promise<Figures> {
  const page = await opened(browser, `${origin}/board`);
  const [first, again]: [Time[], Time[]] = [[], []];
  // On what was never done, or never in force, no account has a say; on what is open, hardly any alone.
  const cells = page.locator('a.cell[data-tone="broken"], a.cell[data-tone="kept"]');
  const all = await cells.count();
  for (let i = 0; i < FINDINGS && first.length < ACCOUNTS; i += 1) {
    await cells.nth(Math.floor((i * all) / FINDINGS)).click();
    await page.locator(".pivots").waitFor();
    await page.waitForTimeout(wait);
    const count = await switches(page);
    for (const index of new Set(count === 0 ? [] : [0, count >> 1, count - 1])) {
      for (const list of [first, again]) {
        list.push(await flip(page, { kind: "switch", section: DISBELIEVED, index }));
        await page.getByRole("button", { name: "Restore all" }).first().click();
        await page.locator("main[aria-busy='false']").waitFor();
        await page.locator(".flipped").waitFor({ state: "detached" });
        await page.locator(".pivots section", { hasText: DISBELIEVED }).waitFor();
      }
    }
    await page.keyboard.press("Escape");
    await page.locator(".board").waitFor();
  }
  await page.context().close();
  return { first, again };
}

async function ofSeries(browser: Browser, origin: string, acts: readonly Act[], wait: number): Promise<Figures> {
  const page = await opened(browser, `${origin}/board`);
  const [first, again]: [Time[], Time[]] = [[], []];
  for (const act of acts) {
    await page.waitForTimeout(wait);
    first.push(await flip(page, act));
  }
  const turn: readonly Act[] = acts.length > 1 ? acts : [...acts, ...acts];
  for (const act of turn) again.push(await flip(page, act));
  await page.context().close();
  return { first, again };
}

function told(times: readonly Time[]): string {
  const [shown, whole] = [times.map((time) => time.shown), times.map((time) => time.whole)];
  const within = shown.filter((each) => each < 100).length;
  const of = (list: readonly number[]): string =>
    `median ${Math.round(median(list))} ms, worst ${Math.round(Math.max(...list))} ms`;
  return `${of(shown)}, ${within} of ${times.length} under 100 ms; all of it ${of(whole)}`;
}

/** Prints a line a kind of flip; `only`: of the kinds whose name has that word. */
export async function tellFlips(browser: Browser, origin: string, only = ""): Promise<void> {
  for (const wait of WAITS) {
    console.log(
      wait === 0 ? "flips without a pause, as soon as the case has come:" : `flips after ${wait / 1000} s each:`,
    );
    for (const { what, acts } of SERIES.filter((series) => series.what.includes(only))) {
      const { first, again } = await ofSeries(browser, origin, acts, wait);
      console.log(
        `  ${what}, asked first: ${told(first)} (${first.map(({ shown }) => Math.round(shown)).join(", ")}); again: ${told(again)}`,
      );
    }
  }
  if (!"account disbelieved".includes(only)) return;
  const { first, again } = await ofSwitches(browser, origin, 1500);
  console.log(
    `  account disbelieved, ${first.length} of them: first: ${told(first)} (${first.map(({ shown }) => Math.round(shown)).join(", ")}); again: ${told(again)}`,
  );
}
