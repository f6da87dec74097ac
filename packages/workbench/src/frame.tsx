/** The frame around the views: which there are, on what terms, how to find things, and how the connection stands. */
import {
  type ReactElement,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { CasePayload } from "servanda/payload";
import { count, plain } from "servanda/words";
import { addressOf, type Desk, type Selection, type ViewProps } from "./desk.ts";
import { actionsOf } from "./actions.ts";
import { Boundary } from "./boundary.tsx";
import { zoneWords } from "./clock.ts";
import { DraftsContext } from "./drafts.ts";
import { Facts } from "./facts.tsx";
import { factsOf, offered, standing } from "./factsstate.ts";
import { filtersBeside, without } from "./filterstate.ts";
import { useFocusKept, useFocusOnView } from "./focus.ts";
import { faultsTold, isDateless, isFactsInstead, isReady, keyMeant, staleVersion } from "./framestate.ts";
import { Help } from "./help.tsx";
import { type Action, Palette } from "./palette.tsx";
import { sheetLines } from "./provenance.ts";
import type { Session } from "./session.ts";
import { keep, keysOff, type Theme, themeKept, THEMES } from "./settings.ts";
import { straysOf, strayWords, withoutStrays } from "./stray.ts";
import { Terms } from "./terms.tsx";
import { AskingContext } from "./asking.ts";
import { fetchParts, type View, VIEWS } from "./views.tsx";
import { walk } from "./walk.ts";
import "./frame.css";

export function Frame({ session }: { readonly session: Session }): ReactElement {
  const {
    desk: given,
    selection: asked,
    settled: answered,
    line,
    faulty,
    unread,
    barred,
    trouble,
    busy,
    took,
  } = useSyncExternalStore(session.subscribe, session.snapshot);
  const strays = useMemo(() => (given ? straysOf(given, answered) : []), [given, answered]);
  const settled = useMemo(() => withoutStrays(answered, strays), [answered, strays]);
  // What is asked and not answered yet may name a finding that is only found with it.
  const selection = useMemo(
    () =>
      asked === answered || !given
        ? settled
        : withoutStrays(
            asked,
            straysOf(given, asked).filter(({ part }) => part === "view"),
          ),
    [asked, answered, settled, given],
  );
  const desk = useMemo(() => (given?.isWhole && selection.facts ? factsOf(given) : given), [given, selection.facts]);
  const called = plain(desk?.model.case.title ?? "Servanda");
  const { select, whole } = session;
  const ready = isReady(desk, selection) ? desk : null;
  const [palette, setPalette] = useState<"find" | "do" | null>(null);
  const [help, setHelp] = useState(false);
  const [said, setSaid] = useState({ text: "", times: 0 });
  const [theme, setTheme] = useState<Theme>(themeKept);
  const views = useMemo(() => offered(VIEWS, { facts: selection.facts }), [selection.facts]);
  const open = standing(selection);
  const view = views.find(({ id }) => id === open);

  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    keep("theme", theme);
  }, [theme]);
  useEffect(() => {
    if (desk) document.title = `${view?.title ?? "Servanda"} · ${called}`;
  }, [desk, view, called]);

  // Once there is something to look at, the rest may come.
  const hasDesk = desk?.isWhole === true;
  useEffect(() => {
    if (!hasDesk || busy) return undefined;
    let isWanted = true;
    const waiting = setTimeout(() => void fetchParts(() => isWanted), 500);
    return () => {
      isWanted = false;
      clearTimeout(waiting);
    };
  }, [hasDesk, busy]);

  const tell = useCallback((text: string): void => setSaid((was) => ({ text, times: was.times + 1 })), []);
  useEffect(() => {
    if (said.text === "") return undefined;
    const waiting = setTimeout(() => setSaid(({ times }) => ({ text: "", times })), 4000);
    return () => clearTimeout(waiting);
  }, [said]);
  const copy = useCallback(
    async (text: string, what: string): Promise<void> => {
      try {
        await navigator.clipboard.writeText(text);
        tell(`Copied: ${what}.`);
      } catch {
        tell("This browser does not let the page copy.");
      }
    },
    [tell],
  );

  const [isKeysOff, setKeysOff] = useState(keysOff);
  const actions = useMemo((): Action[] => {
    const setKeys = (on: boolean): void => {
      keep("keys", on ? "on" : "off");
      setKeysOff(!on);
    };
    const hands = { select, copy, tell, setTheme, setHelp, setKeys, whole };
    return desk ? actionsOf({ desk, selection: settled }, selection, hands, isKeysOff) : [];
  }, [desk, selection, settled, select, copy, tell, whole, isKeysOff]);
  // The same element as long as nothing in it changed: while a flip is worked out, only the terms above are drawn anew.
  const shown = useMemo(
    () =>
      ready && view ? (
        // What was open before is gone at once, and does not keep the focus while the next one comes.
        <Boundary key={view.id} of={settled}>
          <Suspense fallback={<p className="notice">Opening …</p>}>
            {isFactsInstead({ ...settled, open: view.id }) ? (
              <Facts desk={ready} selection={settled} select={select} />
            ) : isDateless(ready, view.id) ? (
              <p className="notice">
                Without a date to speak about nothing is found. Choose one above, or{" "}
                <span className="held">
                  <button type="button" className="quiet" onClick={() => select({ open: "text", page: "case.md" })}>
                    write “record closes” into the text
                  </button>
                  .
                </span>
              </p>
            ) : (
              <AskingContext value={session.asking}>
                <DraftsContext value={session.drafts}>
                  <view.Component desk={ready} selection={settled} select={select} />
                </DraftsContext>
              </AskingContext>
            )}
          </Suspense>
        </Boundary>
      ) : null,
    [ready, view, settled, select, session],
  );
  useFocusOnView(selection.open);
  useFocusKept();
  useKeys({
    actions,
    select,
    views,
    open: selection.open,
    setPalette,
    setHelp,
    isKeysOff,
    isDialog: palette !== null || help,
  });

  return (
    <>
      <a className="skip" href="#view">
        To the view
      </a>
      <header className="head">
        {/* Where it is cut, it is cut at its end, on whichever side that is. */}
        <h1 title={called} dir="auto">
          {called}
        </h1>
        <div className="tools">
          <button type="button" className="find" onClick={() => setPalette("find")}>
            Search <kbd>/</kbd>
          </button>
          <button type="button" className="tool" onClick={() => setPalette("do")}>
            Commands <kbd>Ctrl K</kbd>
          </button>
          <button
            type="button"
            className="tool theme"
            aria-label={`Theme: ${theme}`}
            onClick={() => setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto")}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
              <path
                d={
                  theme === "light"
                    ? ""
                    : theme === "dark"
                      ? "M8 2.5a5.5 5.5 0 1 1-.01 0"
                      : "M8 2.5a5.5 5.5 0 0 1 0 11z"
                }
                fill="currentColor"
              />
            </svg>
          </button>
          <button type="button" className="tool" onClick={() => setHelp(true)} aria-label="Help">
            ?
          </button>
        </div>
        <nav aria-label="Views">
          {views.map(({ id, title }) => (
            <a
              key={id}
              href={addressOf({ ...selection, open: id })}
              aria-current={id === open ? "page" : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                select({ open: id });
              }}
            >
              {title}
            </a>
          ))}
        </nav>
      </header>
      {line === "lost" && (
        <p className="banner" role="alert">
          The server does not answer. What is shown stays; it is read again as soon as the server is back.
        </p>
      )}
      {faulty && <Faulty payload={faulty} desk={desk} select={select} />}
      {unread !== null && line !== "lost" && (
        <p className="banner" role="alert">
          The case cannot be read: <bdi>{unread}</bdi>
          {desk?.isWhole ? " What is shown was read before; it is read again as soon as it can be." : ""}
        </p>
      )}
      {barred !== null && line !== "lost" && (
        <p className="banner" role="alert">
          <bdi dir="ltr">{barred}</bdi>
        </p>
      )}
      {trouble !== null && (
        <p className="banner" role="alert">
          {trouble}
        </p>
      )}
      {desk && desk.drafts.length > 0 && selection.open !== "text" && (
        <output className="banner">
          Findings follow from text that is not saved: <bdi>{desk.drafts.join(", ")}</bdi>.
        </output>
      )}
      {desk && <Stale desk={desk} selection={selection} />}
      {strays.length > 0 && (
        <output className="banner">
          Not in this case, and left out here: <bdi>{strayWords(strays)}</bdi>.{" "}
          <button type="button" className="quiet" onClick={() => select(withoutStrays(answered, strays))}>
            Take it out of the address
          </button>
        </output>
      )}
      {desk && <Terms desk={desk} selection={selection} select={select} />}
      {desk && <Filtered desk={desk} selection={selection} select={select} />}
      {desk && <Sheet desk={desk} selection={selection} />}
      <main
        id="view"
        tabIndex={-1}
        aria-label={view?.title}
        data-open={selection.open}
        aria-busy={busy}
        data-answered={answered === asked || undefined}
        data-ready={ready ? "" : undefined}
        data-whole={desk?.isWhole ? "" : undefined}
      >
        {shown ?? (trouble === null && unread === null && <p className="notice">Reading the case …</p>)}
      </main>
      {desk && (
        <footer className="foot-line">
          <span>
            {count(desk.told.accounts, "account")} by {count(desk.told.sources, "source")}
          </span>
          {desk.handling !== "public" && <strong>Up to “{desk.handling}”: not for publication</strong>}
          {desk.resting !== null && (
            <span>{count(desk.resting, "finding rests", "findings rest")} on withheld accounts</span>
          )}
          <span>
            {desk.drafts.length > 0 && "draft on "}version <code>{desk.version}</code>
          </span>
          <span className="screen">{line === "live" ? "live" : line === "lost" ? "server lost" : "joining"}</span>
          <span className="screen" data-took={Math.round(took)}>
            answered in {Math.round(took)} ms
          </span>
          <span>times at {zoneWords(desk.model.case.offset)}</span>
          <span>Servanda {desk.servanda}</span>
        </footer>
      )}
      <output className="toast" aria-live="polite">
        {said.text}
      </output>
      {desk && palette && (
        <Palette desk={desk} select={select} actions={actions} mode={palette} onClose={() => setPalette(null)} />
      )}
      {help && <Help onClose={() => setHelp(false)} />}
    </>
  );
}

/** Filters that were chosen on the board: in force here, or not. Where nothing else shows them, they are told. */
function Filtered({ desk, selection, select }: Pick<ViewProps, "desk" | "selection" | "select">): ReactElement | null {
  const { heeded, idle } = filtersBeside(desk, selection);
  if (heeded.length + idle.length === 0) return null;
  return (
    <section className="filtered" aria-label="Filters">
      {heeded.length > 0 && (
        <span>
          Only <bdi dir="ltr">{heeded.join("; ")}</bdi>.
        </span>
      )}
      {idle.length > 0 && (
        <span>
          Not asked of here: <bdi dir="ltr">{idle.join("; ")}</bdi>.
        </span>
      )}
      <button type="button" className="quiet" onClick={() => select(without())}>
        Clear all filters
      </button>
    </section>
  );
}

/** What a printed sheet says of itself, in words that hold when it is read later. Worked out when somebody prints. */
function Sheet({ desk, selection }: Pick<ViewProps, "desk" | "selection">): ReactElement | null {
  if (!useSyncExternalStore(watchPrinting, isPrinting)) return null;
  return (
    <div className="paper-only">
      {sheetLines(desk, selection).map((line) => (
        <p key={line} dir="ltr">
          {line}
        </p>
      ))}
    </div>
  );
}

function watchPrinting(listener: () => void): () => void {
  const paper = matchMedia("print");
  paper.addEventListener("change", listener);
  return () => paper.removeEventListener("change", listener);
}

function isPrinting(): boolean {
  return matchMedia("print").matches;
}

/** Told where an address was made from another version of the case. */
function Stale({ desk, selection }: Pick<ViewProps, "desk" | "selection">): ReactElement | null {
  const version = staleVersion(selection, desk);
  if (version === null) return null;
  return (
    <output className="banner">
      This address was made from version <code>{version}</code> of the case; shown is <code>{desk.version}</code>.
    </output>
  );
}

interface FaultyProps extends Pick<ViewProps, "select"> {
  readonly payload: CasePayload;
  readonly desk: Desk | null;
}

function Faulty({ payload, desk, select }: FaultyProps): ReactElement {
  const { head, faults, more } = faultsTold(payload, desk);
  return (
    <section aria-label="Faults of the case">
      <details className="banner faults">
        <summary>{head}</summary>
        {/* Longer than there is room for: then it scrolls, by keyboard, too. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <ul tabIndex={0} aria-label="Faults">
          {faults.map(({ place, page, code, message, repair }) => (
            <li key={`${place} ${code} ${message}`}>
              {page === null ? (
                <code>{place}</code>
              ) : (
                <button type="button" className="link" onClick={() => select({ open: "text", page })}>
                  <code>{place}</code>
                </button>
              )}{" "}
              {code} <bdi>{message}</bdi> {repair !== "" && <bdi>{repair}</bdi>}
            </li>
          ))}
          {more > 0 && <li>and {more} more</li>}
        </ul>
      </details>
      <output className="hidden">{head}</output>
    </section>
  );
}

interface Keys {
  readonly views: readonly View[];
  readonly actions: readonly Action[];
  readonly select: Session["select"];
  readonly open: Selection["open"];
  readonly setPalette: (mode: "find" | "do" | null) => void;
  readonly setHelp: (open: boolean) => void;
  readonly isKeysOff: boolean;
  readonly isDialog: boolean;
}

/** Keys of the whole page. */
function useKeys({ actions, select, views, open, setPalette, setHelp, isKeysOff, isDialog }: Keys): void {
  // Whence a finding was opened.
  const before = useRef<Selection["open"]>("board");
  useEffect(() => {
    if (open !== "why") before.current = open;
  }, [open]);
  // When `g` was taken up: neither findings that come before the next key nor a busy page take it from the hand.
  const going = useRef<number | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      const { meant, going: now } = keyMeant(
        {
          key: event.key,
          at: event.timeStamp,
          control: event.ctrlKey || event.metaKey,
          alt: event.altKey,
          types: target?.closest("input, textarea, select, [contenteditable='true'], .cm-editor") != null,
          used: event.defaultPrevented,
        },
        going.current,
        { views, keys: actions.map(({ key }) => key), open, isKeysOff, isDialog },
      );
      going.current = now;
      if (meant === null) return;
      if (meant.kind === "commands" || meant.kind === "find") event.preventDefault();
      if (meant.kind === "act") actions.find(({ key }) => key === meant.key)?.run();
      else if (meant.kind === "commands") setPalette("do");
      else if (meant.kind === "find") setPalette("find");
      else if (meant.kind === "help") setHelp(true);
      else if (meant.kind === "back") select({ open: before.current });
      else if (meant.kind === "open") select({ open: meant.view });
      else if (meant.kind === "walk") walk(meant.by);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [actions, select, views, open, setPalette, setHelp, isKeysOff, isDialog]);
}
