/** What can be done with what is shown: the commands, with their keys. */
import { standardsOf } from "@servanda/language";
import { viewWords } from "servanda/words";
import { citationOf } from "./citation.ts";
import { addressOf, NOTHING_SELECTED, type Selection } from "./desk.ts";
import { exportCsv, exportPicture } from "./export.ts";
import { factsOf } from "./factsstate.ts";
import { without } from "./filterstate.ts";
import type { Action } from "./palette.tsx";
import type { Session, Shown } from "./session.ts";
import { keep, keysOff, type Theme } from "./settings.ts";
import { VIEWS } from "./views.tsx";

export interface Hands {
  readonly select: Session["select"];
  readonly copy: (text: string, what: string) => Promise<void>;
  readonly tell: (text: string) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setHelp: (open: boolean) => void;
  readonly whole: Session["whole"];
}

/** What can be done. While a flip is worked out, `selection` is ahead of what is shown: what leaves the page is of what is shown. */
export function actionsOf({ desk, selection: settled }: Shown, selection: Selection, hands: Hands): Action[] {
  const { select, copy, setTheme, setHelp } = hands;
  const address = `${location.origin}${addressOf({ ...settled, version: desk.version })}`;
  const finding = settled.finding === null ? undefined : desk.findings.get(settled.finding);
  return [
    ...VIEWS.map(({ id, title, key }) => ({
      title: `Open ${title}`,
      key: `g ${key}`,
      run: () => select({ open: id }),
    })),
    ...desk.result.views.map(({ id }) => ({
      title: `Read ${viewWords(id, desk.name)}`,
      run: () => select({ view: id }),
    })),
    { title: "Read under each reading, side by side", run: () => select({ view: null }) },
    ...standardsOf(desk.model).map((standard) => ({
      title: `Standard of proof: ${standard.replaceAll("-", " ")}`,
      run: () => select({ standard: standard === desk.model.case.standard ? null : standard }),
    })),
    {
      title: selection.facts ? "Show findings again" : "Show facts only",
      key: "f",
      run: () => select({ facts: !selection.facts }),
    },
    {
      title: "Sort by what changed last",
      key: "l",
      run: () => select({ sort: selection.sort === "latest" ? "order" : "latest" }),
    },
    {
      title: "Clear all filters",
      run: () => select(without()),
    },
    { title: "Start again", run: () => select({ ...NOTHING_SELECTED, open: selection.open }) },
    ...(finding
      ? [
          {
            title: "Copy citation of the finding",
            key: "c",
            run: () => void copy(citationOf(desk, finding, address), "the citation"),
          },
        ]
      : []),
    {
      title: "Copy address of what is shown",
      key: "y",
      run: () =>
        void copy(address, desk.drafts.length > 0 ? "the address; it does not hold what is not saved" : "the address"),
    },
    ...exportsOf(hands),
    { title: "Print what is shown", run: () => print() },
    { title: "Theme: as the system has it", run: () => setTheme("auto") },
    { title: "Theme: light", run: () => setTheme("light") },
    { title: "Theme: dark", run: () => setTheme("dark") },
    {
      title: keysOff() ? "Turn single keys on" : "Turn single keys off",
      run: () => keep("keys", keysOff() ? "on" : "off"),
    },
    { title: "Help", key: "?", run: () => setHelp(true) },
  ];
}

function exportsOf({ tell, whole }: Hands): Action[] {
  // A table of findings needs all that they rest on; and whose data it is, is known once all of it has come.
  const shown = async (): Promise<Shown> => {
    const { desk, selection } = await whole();
    return { desk: selection.facts ? factsOf(desk) : desk, selection };
  };
  const csv = async (): Promise<void> => {
    const { desk, selection } = await shown();
    if (!exportCsv(desk, selection)) tell("Nothing is shown, so there is no table.");
  };
  const drawn = async (kind: "svg" | "png"): Promise<void> => {
    const { desk, selection } = await shown();
    await exportPicture(kind, desk, selection);
  };
  const picture = (kind: "svg" | "png"): void => void drawn(kind).catch(() => tell("The picture could not be made."));
  return [
    { title: "Export what is shown as CSV", run: () => void csv() },
    { title: "Export what is shown as SVG", run: () => picture("svg") },
    { title: "Export what is shown as PNG", run: () => picture("png") },
  ];
}
