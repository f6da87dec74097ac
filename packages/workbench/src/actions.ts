/** What can be done with what is shown, done: the commands of framestate.ts, with hands. */
import { citationOf } from "./citation.ts";
import { addressOf, type Selection } from "./desk.ts";
import { exportCsv, exportPicture } from "./export.ts";
import { factsOf } from "./factsstate.ts";
import { commandsOf, type Deed, findingToCite } from "./framestate.ts";
import type { Action } from "./palette.tsx";
import type { Session, Shown } from "./session.ts";
import type { Theme } from "./settings.ts";
import { VIEWS } from "./views.tsx";

export interface Hands {
  readonly select: Session["select"];
  readonly copy: (text: string, what: string) => Promise<void>;
  readonly tell: (text: string) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setHelp: (open: boolean) => void;
  readonly setKeys: (on: boolean) => void;
  readonly whole: Session["whole"];
}

/** What can be done. While a flip is worked out, `selection` is ahead of what is shown: what leaves the page is of what is shown. */
export function actionsOf(shown: Shown, selection: Selection, hands: Hands, isKeysOff: boolean): Action[] {
  return commandsOf(shown, selection, VIEWS, isKeysOff).map(({ title, key, deed }) => ({
    title,
    ...(key === undefined ? {} : { key }),
    run: () => perform(deed, shown, hands),
  }));
}

function perform(deed: Deed, shown: Shown, hands: Hands): void {
  switch (deed.kind) {
    case "select":
      hands.select(deed.change);
      break;
    case "copy":
      void hands.copy(...copied(deed.what, shown));
      break;
    case "export":
      void exported(deed.as, hands);
      break;
    case "print":
      print();
      break;
    case "theme":
      hands.setTheme(deed.theme);
      break;
    case "keys":
      hands.setKeys(deed.on);
      hands.tell(deed.on ? "Single keys are on." : "Single keys are off. Ctrl K still opens the commands.");
      break;
    default:
      hands.setHelp(true);
  }
}

/** What goes to the clipboard, and what is said of it. */
function copied(what: "citation" | "address", { desk, selection }: Shown): readonly [string, string] {
  const address = (change: Partial<Selection>): string =>
    `${location.origin}${addressOf({ ...selection, ...change, version: desk.version })}`;
  const finding = what === "citation" ? findingToCite({ desk, selection }) : null;
  // Where only the norm was chosen, the address of the citation names the finding all the same.
  if (finding) {
    return [citationOf(desk, finding, address({ norm: finding.norm, finding: finding.id })), "the citation"];
  }
  return [address({}), desk.drafts.length > 0 ? "the address; it does not hold what is not saved" : "the address"];
}

/** All of the case is waited for: a table needs what findings rest on; and whose data it is, is known once all has come. */
async function exported(as: "csv" | "svg" | "png", { tell, whole }: Hands): Promise<void> {
  const { desk: all, selection } = await whole();
  const desk = selection.facts ? factsOf(all) : all;
  if (as === "csv") {
    if (!exportCsv(desk, selection)) tell("Nothing is shown, so there is no table.");
    return;
  }
  try {
    await exportPicture(as, desk, selection);
  } catch {
    tell("The picture could not be made.");
  }
}
