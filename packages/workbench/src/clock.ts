/** Dates and times as a reader of the page reads them: by the clock of the case, whose zone the foot of the page names. */
import { formatOffset } from "@servanda/language";

const STAMP = String.raw`(\d{4,}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)`;
const TIMES = new RegExp(`${STAMP}(?:/${STAMP})?`, "gu");

/** `+04:00`, of minutes; `+00:00` rather than `Z`, which not everybody reads. */
export function zoneWords(offset: number): string {
  return offset === 0 ? "+00:00" : formatOffset(offset);
}

/**
 * `2022-12-03T11:30+04:00/2022-12-03T12:54:59+04:00` as `2022-12-03 11:30–12:54`, where that is the zone of the case; a time of another
 * zone keeps it. A minute runs to its last second, which is not told.
 */
export function clockWords(text: string, offset: number): string {
  const own = zoneWords(offset);
  return text
    .replace(TIMES, (_, day: string, time: string, second?: string, zone?: string, ...rest: (string | undefined)[]) => {
      const [toDay, toTime, toSecond, toZone] = rest;
      const told = (at: string, of: string | undefined): string =>
        of === undefined || of === "00" || of === "59" ? at : `${at}:${of}`;
      const beside = (of: string | undefined): string => {
        const name = of === "Z" ? "+00:00" : of;
        return name === undefined || name === own ? "" : ` ${name}`;
      };
      const from = `${day} ${told(time, second)}`;
      if (toDay === undefined || toTime === undefined) return `${from}${beside(zone)}`;
      const to = told(toTime, toSecond);
      if (zone === toZone && day === toDay)
        return to === told(time, second) ? `${from}${beside(zone)}` : `${from}–${to}${beside(zone)}`;
      return `${from}${zone === toZone ? "" : beside(zone)} – ${toDay} ${to}${beside(toZone)}`;
    })
    .replace(/, 0 days\b/gu, ", less than a day");
}
