/**
 * What the calendar has to answer, by another way: the platform's own dates, one day, month or second after the other. For the test of the
 * calendar, and for scripts/mutate.ts, which asks it of calendars with a fault in them.
 */
import type { Duration } from "@servanda/language";

type Calendar = typeof import("../src/calendar.ts");

const DAY = 86_400;
const at = (text: string): number => Date.parse(text) / 1000;
const iso = (second: number): string => new Date(second * 1000).toISOString();

const INSTANTS = [
  "0000-03-01T00:00:00Z",
  "1600-02-29T12:00:00Z",
  "1899-12-31T23:59:59Z",
  "1969-12-31T23:59:59Z",
  "1970-01-01T00:00:00Z",
  "1999-12-31T00:00:00Z",
  "2000-02-29T23:59:59Z",
  "2020-11-09T21:00:00Z",
  "2023-01-31T10:30:59Z",
  "2023-05-31T00:00:01Z",
  "2024-02-29T00:00:00Z",
  "2100-02-28T23:00:00Z",
  "2399-12-31T20:29:59Z",
].map(at);

const OFFSETS = [0, 1, 180, 240, -210, -330, 845, -1439];
const COUNTS = [0, 1, 2, 5, 11, 12, 13, 48, -1, -12, -13];
const ROUNDINGS: readonly Duration["rounding"][] = ["last-day", "next-month", null];

/** The date some months on, by the platform; null where the month lacks the day and nothing says what then. */
function monthsOn(day: number, months: number, rounding: Duration["rounding"]): number | null {
  const from = new Date(day * DAY * 1000);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const first = new Date(0);
  first.setUTCFullYear(year, month, 1);
  const last = new Date(0);
  last.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth() + 1, 0);
  const wanted = first.getTime() / 1000 / DAY + from.getUTCDate() - 1;
  const end = last.getTime() / 1000 / DAY;
  if (wanted <= end) return wanted;
  return rounding === null ? null : rounding === "last-day" ? end : end + 1;
}

/** Every answer that is wrong, in words; empty: none. */
export function wrongAnswers(calendar: Calendar): readonly string[] {
  const wrong: string[] = [];
  const say = (what: string, found: unknown, wanted: unknown): void => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
    if (a !== b || Object.is(found, -0)) wrong.push(`${what}: ${a}, wanted ${b}`);
  };
  say("seconds of a day", calendar.SECONDS_PER_DAY, DAY);
  for (let year = -401; year <= 2401; year += year > 1890 && year < 2110 ? 1 : 101) {
    const date = new Date(0);
    const length = (month: number): number => {
      date.setUTCFullYear(year, month, 0);
      return date.getUTCDate();
    };
    say(`leap year ${year}`, calendar.isLeapYear(year), length(2) === 29);
    for (let month = 1; month <= 12; month += 1) {
      say(`days in ${year}-${month}`, calendar.daysInMonth(year, month), length(month));
      for (const day of [1, 2, length(month)]) {
        date.setTime(0);
        date.setUTCFullYear(year, month - 1, day);
        const number = date.getTime() / 1000 / DAY;
        say(`day of ${year}-${month}-${day}`, calendar.civilDay(year, month, day), number);
        say(`date of ${number}`, calendar.civilDate(number), { year, month, day });
      }
    }
  }
  for (const instant of INSTANTS) {
    for (const offset of OFFSETS) {
      // Days in a zone are days in UTC of the clock read there.
      const clock = instant + offset * 60;
      const day = Math.floor(clock / DAY);
      const about = `${iso(instant)} at ${offset}`;
      say(`local day of ${about}`, calendar.localDay(instant, offset), day);
      say(`day start of ${about}`, calendar.dayStart(instant, offset), instant - (clock - day * DAY));
      say(`day end of ${about}`, calendar.dayEnd(instant, offset), instant - (clock - day * DAY) + DAY - 1);
      say(`start of day of ${about}`, calendar.startOfDay(day, offset), instant - (clock - day * DAY));
      say(`end of day of ${about}`, calendar.endOfDay(day, offset), instant - (clock - day * DAY) + DAY - 1);
      say(`day as written of ${about}`, calendar.formatDay(instant, offset), iso(clock).slice(0, 10));
      const written = `${iso(clock).slice(0, 19)}${calendar.formatOffset(offset)}`;
      say(`instant as written of ${about}`, calendar.formatInstant(instant, offset), written);
      for (const count of COUNTS) {
        const end = (on: number): number => on * DAY + DAY - 1 - offset * 60;
        say(`${count} days after ${about}`, calendar.endOfDayAfter(instant, count, offset), end(day + count));
        const apart = calendar.dayDifference(instant, instant + count * DAY, offset);
        say(`days from ${about} to ${count} later`, apart, count);
        for (const [unit, size] of [
          ["second", 1],
          ["minute", 60],
          ["hour", 3600],
        ] as const) {
          const of: Duration = { count, unit, rounding: null };
          say(`${count} ${unit} after ${about}`, calendar.addDuration(instant, of, offset), instant + count * size);
          say(
            `window of ${count} ${unit} from ${about}`,
            calendar.windowEnd(instant, of, offset),
            instant + count * size,
          );
        }
        for (const rounding of ROUNDINGS) {
          const on = {
            day: day + count,
            week: day + 7 * count,
            month: monthsOn(day, count, rounding),
            year: monthsOn(day, 12 * count, rounding),
          };
          say(`${count} months on from ${about}`, calendar.addMonths(day, count, rounding), on.month);
          for (const unit of ["day", "week", "month", "year"] as const) {
            const of: Duration = { count, unit, rounding };
            const to = on[unit];
            const same = to === null ? null : instant + (to - day) * DAY;
            say(`${count} ${unit} after ${about}, ${rounding}`, calendar.addDuration(instant, of, offset), same);
            say(
              `window of ${count} ${unit} from ${about}, ${rounding}`,
              calendar.windowEnd(instant, of, offset),
              to === null ? null : end(to),
            );
          }
        }
      }
    }
  }
  const far: Duration = { count: 1e15, unit: "year", rounding: "last-day" };
  const [past, future] = [calendar.addDuration(0, { ...far, count: -1e15 }, 0), calendar.addDuration(0, far, 0)];
  // Of seconds very many lead no farther than to a date that can be told.
  const many: Duration = { count: 1_000_000_000_001, unit: "second", rounding: null };
  say("10^12 seconds and one after 1970", calendar.addDuration(0, many, 0), many.count);
  say("10^12 seconds and one before it", calendar.addDuration(0, { ...many, count: -many.count }, 0), -many.count);
  // Beyond every date, and no further: the stand-ins for no beginning and no end.
  say("the distant future is one", calendar.windowEnd(1_000_000, { ...far, unit: "day" }, 0), future);
  say("the distant past is one", calendar.windowEnd(1_000_000, { ...far, unit: "week", count: -1e15 }, 0), past);
  say(
    "the far ends are apart",
    typeof past === "number" &&
      typeof future === "number" &&
      past < at("-000500-01-01T00:00:00Z") &&
      future > at("9999-12-31T00:00:00Z"),
    true,
  );
  for (const [text, minutes] of [
    ["Z", 0],
    ["+04:00", 240],
    ["-03:30", -210],
    ["+0530", 330],
    ["+03", 180],
    ["-00:00", 0],
    ["+23:59", 1439],
    ["-23:59", -1439],
    ["+24:00", null],
    ["+03:60", null],
    ["Moscow", null],
    ["", null],
  ] as const) {
    say(`offset ${text}`, calendar.parseOffset(text), minutes);
  }
  for (const [minutes, text] of [
    [0, "Z"],
    [240, "+04:00"],
    [-210, "-03:30"],
    [1439, "+23:59"],
    [-1, "-00:01"],
    [60, "+01:00"],
  ] as const) {
    say(`offset of ${minutes}`, calendar.formatOffset(minutes), text);
  }
  for (const [year, text] of [
    [-43, "-0043-03-15"],
    [0, "0000-03-15"],
    [9999, "9999-03-15"],
    [10_000, "+010000-03-15"],
    [12_000, "+012000-03-15"],
  ] as const) {
    say(`year ${year} as written`, calendar.formatDay(calendar.civilDay(year, 3, 15) * DAY, 0), text);
  }
  return wrong;
}
