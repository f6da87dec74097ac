/** Lessons on the messages of files and tables. */
import type { Lesson } from "./lesson.ts";

const ACCOUNTS = "conduct/march.csv";

function words(fault: string, repair: string): Lesson {
  return { path: null, fault, repair, kind: "words" };
}

function file(path: string, fault: string, repair: string): Lesson {
  return { path, fault: `${fault}\n`, repair: `${repair}\n`, kind: "file" };
}

/** A row under its header, before and after. */
function row(header: string, fault: string, repair: string, path: string = ACCOUNTS): Lesson {
  return file(path, `${header}\n${fault}`, `${header}\n${repair}`);
}

function source(header: string, fault: string, repair: string): Lesson {
  return row(header, fault, repair, "sources.csv");
}

const COVERAGE = "id,source,kinds,place,from,until,why";

function coverage(fault: string, repair: string): Lesson {
  return row(COVERAGE, fault, repair, "coverage.csv");
}

const SQUARE = "[[[44.0, 40.0], [44.1, 40.0], [44.1, 40.1], [44.0, 40.0]]]";

function feature(
  properties: string = '"id": "bay"',
  geometry: string = `{ "type": "Polygon", "coordinates": ${SQUARE} }`,
): string {
  return `{ "type": "FeatureCollection", "features": [\n  { "type": "Feature", "properties": { ${properties} },\n    "geometry": ${geometry} }\n] }`;
}

function shape(fault: string, repair: string = feature()): Lesson {
  return file("places.geojson", fault, repair);
}

const PLAIN = "event,source,when,kind,actor,target";
const GOOD = "E1,S1,2030-03-04,attack,Northshore,Southshore";

const SERIES = "series,actor,period,value,unit,source";

/** In a case with `series debt of actor, per year, in tonnes`. */
function series(fault: string, repair: string, header: string = SERIES): Lesson {
  return row(header, fault, repair, "series/debt.csv");
}

/** By code. */
export function ofTables(): readonly (readonly [code: string, lesson: Lesson])[] {
  return [
    ["SD101", words("npx servanda check harbor", "npx servanda check harbour")],
    ["SD102", words("npx servanda check harbour/case.md", "npx servanda check harbour")],
    ["SD103", words("conduct/march.csv can be read by another user only", "chmod u+r conduct/march.csv")],
    ["SD104", words("sources.csv is a link to ../shared/sources.csv", "sources.csv is a copy of that file")],
    ["SD105", words("conduct/again.csv is a link to conduct/march.csv", "conduct/march.csv alone")],
    ["SD106", words("sources.csv is a folder", "sources.csv is a file, and the folder has another name")],
    ["SD107", words("conduct/all.csv has 120 MB", "conduct/2020.csv and conduct/2021.csv have 60 MB each")],
    ["SD108", words("conduct/march.csv is saved as Windows-1252", "conduct/march.csv is saved as UTF-8")],
    ["SD109", words("conduct/march.csv is a spreadsheet under another name", "conduct/march.csv is exported as CSV")],
    ["SD110", words("harbour holds actors.md and no case.md", "harbour holds case.md, with a `case` declaration")],
    ["SD111", words("source.csv", "sources.csv")],
    [
      "SD113",
      words(
        'include "../notes/plans.md", and the folder notes is no case',
        'include "../neighbour/actors.md", a page of the case in the folder neighbour',
      ),
    ],
    ["SD114", words("conduct/march.xlsx, and no conduct/march.csv", "conduct/march.csv, saved from it")],
    ["SD112", words("the case folder holds an archive of photographs", "the photographs lie outside the case folder")],
    ["SD120", words('["E1", "S1", "attack"]', '{ "event": "E1", "source": "S1", "kind": "attack" }')],
    ["SD121", words('E1,S1,"attack', 'E1,S1,"attack"')],
    ["SD122", words("the feed is written as Windows-1252", "the feed is written as UTF-8")],
    [
      "SD198",
      words(
        "a restricted row of conduct/march.csv has a date that cannot be read",
        "its date is written as 2030-03-04",
      ),
    ],
    [
      "SD199",
      words("the 50 rows listed above it have the same fault", "mended, they are gone, and the next are listed"),
    ],
    ["SD201", file(ACCOUNTS, "", `${PLAIN}\n${GOOD}`)],
    ["SD202", file(ACCOUNTS, `${PLAIN}\n${GOOD}`.replaceAll(",", ";"), `${PLAIN}\n${GOOD}`)],
    ["SD203", file(ACCOUNTS, `${PLAIN.replace("actor", "perpetrator")}\n${GOOD}`, `${PLAIN}\n${GOOD}`)],
    ["SD204", file(ACCOUNTS, `${PLAIN.replace("when", "date")}\n${GOOD}`, `${PLAIN}\n${GOOD}`)],
    ["SD205", file(ACCOUNTS, `${PLAIN},actor\n${GOOD},Northshore`, `${PLAIN},note\n${GOOD},`)],
    ["SD206", row(`${PLAIN},note`, `${GOOD},seen, and heard`, `${GOOD},"seen, and heard"`)],
    ["SD207", row(`${PLAIN},note`, `${GOOD},"seen from afar`, `${GOOD},"seen from afar"`)],
    ["SD208", row(`${PLAIN},note`, `${GOOD},"called "the chain""`, `${GOOD},"called ""the chain"""`)],
    ["SD209", file(ACCOUNTS, `${PLAIN},weather\n${GOOD},fog`, `${PLAIN},note\n${GOOD},Fog.`)],
    ["SD210", file(ACCOUNTS, `${PLAIN},umgang\n${GOOD},restricted`, `${PLAIN},handling\n${GOOD},restricted`)],
    ["SD301", row(PLAIN, GOOD.replace("E1", ""), GOOD)],
    ["SD302", row(PLAIN, GOOD.replace("S1", ""), GOOD)],
    ["SD303", row(PLAIN, GOOD.replace("S1", "Reuters"), GOOD)],
    ["SD304", row(PLAIN, GOOD.replace("2030-03-04", "4.3.2030"), GOOD)],
    ["SD305", row(`${PLAIN},stance`, `${GOOD},says`, `${GOOD},asserts`)],
    ["SD306", row(PLAIN, GOOD.replace("attack", "attacked"), GOOD)],
    ["SD307", row(PLAIN, GOOD.replace("Southshore", "the south"), GOOD)],
    ["SD308", row(`${PLAIN},place`, `${GOOD},the bay`, `${GOOD},bay`)],
    ["SD309", row(`${PLAIN},quantity`, `${GOOD},about 30`, `${GOOD},30`)],
    ["SD310", row(`${PLAIN},deaths_low,deaths_best`, `${GOOD},5,3`, `${GOOD},3,5`)],
    ["SD311", row(`${PLAIN},lat,lon`, `${GOOD},144.51,40.18`, `${GOOD},40.18,144.51`)],
    ["SD312", row(`${PLAIN},lat,lon,precision`, `${GOOD},40.18,44.51,near`, `${GOOD},40.18,44.51,5 km`)],
    ["SD313", row(`${PLAIN},place,lat,lon`, `${GOOD},bay,41.18,44.51`, `${GOOD},bay,40.0333,44.0666`)],
    ["SD314", row(PLAIN, GOOD.replace("E1", "event 1"), GOOD)],
    ["SD315", row(PLAIN, `${GOOD}\n${GOOD}`, GOOD)],
    ["SD316", row(`${PLAIN},same_as`, `${GOOD},E99`, `${GOOD},`)],
    ["SD317", row(`${PLAIN},object`, `${GOOD},guns`, `${GOOD},`)],
    ["SD318", row(PLAIN, GOOD.replace("2030-03-04", ""), GOOD.replace("2030-03-04", "2030-03"))],
    ["SD319", row(PLAIN, GOOD.replace("attack", ""), GOOD)],
    ["SD320", row(`${PLAIN},published`, `${GOOD},2029-03-05`, `${GOOD},2030-03-05`)],
    ["SD401", source("id,title", ",Weekly report", "S1,Weekly report")],
    ["SD402", source("id,title", "S1,Weekly report\nS1,Wire report", "S1,Weekly report\nS2,Wire report")],
    ["SD403", source("id,title,speaks_for", "S1,Statement,Northshor", "S1,Statement,Northshore")],
    ["SD404", source("id,title,url", "S1,Statement,see the library", "S1,Statement,https://example.org/1")],
    ["SD405", source("id,title,kind", "S1,Weekly report,monitr", "S1,Weekly report,monitor")],
    [
      "SD406",
      file(
        "report.md",
        'The report.\n\n```servanda\nsource S1 "Weekly report"\n```',
        'The report.\n\n```servanda\nsource S9 "Another report"\n```',
      ),
    ],
    [
      "SD407",
      coverage("V1,S1,attack,bay,2030-01-01,2030-06-30,", "V1,S1,attack,bay,2030-01-01,2030-06-30,A post stood there."),
    ],
    [
      "SD408",
      coverage(
        "V1,S1,attack,bay,2030-06-30,2030-01-01,A post stood there.",
        "V1,S1,attack,bay,2030-01-01,2030-06-30,A post stood there.",
      ),
    ],
    [
      "SD409",
      coverage(
        "V1,S1,attack,the bay,2030-01-01,2030-06-30,A post stood there.",
        "V1,S1,attack,bay,2030-01-01,2030-06-30,A post stood there.",
      ),
    ],
    ["SD410", source("id,title,published", "S1,Weekly report,March 2030", "S1,Weekly report,2030-03")],
    ["SD411", source("id,title,handling", "S1,Weekly report,secret", "S1,Weekly report,confidential")],
    ["SD412", file("sources.csv", "title,kind\nWeekly report,monitor", "id,title,kind\nS1,Weekly report,monitor")],
    ["SD501", shape(feature().slice(0, -2))],
    ["SD502", shape('{ "type": "Topology" }')],
    ["SD503", shape(feature('"name": "bay"'))],
    ["SD504", shape(feature('"id": "bay"', '{ "type": "Point", "coordinates": [44.0, 40.0] }'))],
    ["SD505", shape(feature('"id": "bay"', '{ "type": "Polygon", "coordinates": [[[44.0, 40.0], [44.1, 40.0]]] }'))],
    ["SD506", shape(feature('"id": "bay", "valid_from": "May 1994"'), feature('"id": "bay", "valid_from": "1994-05"'))],
    ["SD507", shape(feature('"id": "bay", "whose": "the north"'), feature('"id": "bay", "whose": "Northshore"'))],
    ["SD508", shape(feature('"id": "the-bay"'))],
    ["SD601", series("dept,Northshore,2030,12,,S1", "debt,Northshore,2030,12,,S1")],
    ["SD602", series("debt,,2030,12,,S1", "debt,Northshore,2030,12,,S1")],
    [
      "SD603",
      series(
        "debt,Northshore,2030,12,11,15,S1",
        "debt,Northshore,2030,12,13,15,S1",
        "series,actor,period,low,value,high,source",
      ),
    ],
    ["SD604", series("debt,Northshore,2030,12,pounds,S1", "debt,Northshore,2030,12,tonnes,S1")],
    [
      "SD605",
      series(
        "debt,Northshore,Southshore,2030,12,S1",
        "debt,Northshore,,2030,12,S1",
        "series,actor,partner,period,value,source",
      ),
    ],
  ];
}
