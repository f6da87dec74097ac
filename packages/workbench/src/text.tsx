/** The case’s pages in an editor: what follows from a norm stands beside it, and changes as one types. */
import type { EditorView } from "@codemirror/view";
import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { all, count } from "servanda/words";
import { Client } from "./client.ts";
import type { Desk, ViewProps } from "./desk.ts";
import { ChangedOnDisk } from "./conflict.tsx";
import { type Drafts, LAPSED_KEY, NO_KEY, useDrafts } from "./drafts.ts";
import { editorOf, goTo, replaceText } from "./editor.ts";
import { Mark } from "./mark.tsx";
import { faultsOf, followsOf, normAt, openedAt, pagesOf, placeOf } from "./textstate.ts";
import "./text.css";

interface Kept {
  readonly client: Client;
  /** What the client asks of the view that is open now. */
  readonly house: { desk: Desk; show: (path: string) => Promise<EditorView | null> };
}

/** One client for the life of the page: views come and go. */
let kept: Kept | null = null;

function clientFor(desk: Desk, drafts: Drafts): Kept {
  if (kept !== null) return kept;
  const house: Kept["house"] = { desk, show: () => Promise.resolve(null) };
  const client = new Client({ pages: () => house.desk.pages, drafts, show: (path) => house.show(path) });
  kept = { client, house };
  return kept;
}

export function Text(props: ViewProps): ReactElement {
  const { drafts } = useDrafts();
  return drafts === null ? (
    <p className="notice">The text is not there without its session.</p>
  ) : (
    <Pages {...props} drafts={drafts} />
  );
}

/** Of many pages the one that is open is seen in the list, too: it alone is scrolled for that, on a narrow screen sideways. */
function showOpen(list: HTMLElement | null): void {
  const entry = list?.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!list || !entry) return;
  for (const box of [list, ...list.children]) {
    const { top, bottom, left, right, height, width } = box.getBoundingClientRect();
    if (entry.top < top || entry.bottom > bottom) box.scrollTop += entry.top - top - height / 3;
    if (entry.left < left || entry.right > right) box.scrollLeft += entry.left - left - width / 3;
  }
}

interface Conflict {
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}

function Pages({ desk, selection, select, drafts }: ViewProps & { readonly drafts: Drafts }): ReactElement {
  const { now } = useDrafts();
  const opened = useMemo(() => openedAt(desk, selection), [desk, selection]);
  const { path } = opened;
  const judged = desk.pages.find((each) => each.path === path);
  const page = judged && drafts.page(judged);
  const list = useRef<HTMLElement>(null);
  useEffect(() => showOpen(list.current), [path]);
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const view = useRef<EditorView | null>(null);
  const waiting = useRef(new Map<string, (view: EditorView) => void>());
  const [line, setLine] = useState(opened.line);
  const [said, setSaid] = useState("");
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const faults = useMemo(() => faultsOf(desk, now.texts.size + now.disk.size > 0 ? now.faults : null), [desk, now]);
  const edited = useMemo(() => new Set(now.texts.keys()), [now]);
  const pages = useMemo(() => pagesOf(desk, edited, faults), [desk, edited, faults]);
  const draft = now.texts.get(path);
  const orphans = useMemo(() => (now.texts.size > 0 ? drafts.orphans(desk.pages) : []), [drafts, desk, now]);
  const isStale = draft !== undefined && page !== undefined && draft.base !== page.sha256;

  const save = useCallback(
    async (over: string | null = null): Promise<void> => {
      setSaid("Saving …");
      const saved = await drafts.save(path, over);
      setConflict(saved.kind === "changed" ? { path, ...saved } : null);
      setSaid(saved.kind === "written" ? "Saved." : saved.kind === "refused" ? saved.why : "");
    },
    [drafts, path],
  );
  const latest = useRef({ page, save });
  useEffect(() => {
    latest.current = { page, save };
  });

  // ── The editor: one a page ──
  const hasPage = page !== undefined;
  useEffect(() => {
    const { page: now_ } = latest.current;
    if (place === null || !hasPage || !now_) return undefined;
    const { client } = clientFor(desk, drafts);
    const made = editorOf(place, {
      path,
      text: drafts.snapshot().texts.get(path)?.text ?? now_.text,
      client,
      onText: (text) => {
        if (latest.current.page) drafts.put(latest.current.page, text);
        setSaid("");
      },
      onLine: setLine,
      onSave: () => void latest.current.save(),
    });
    view.current = made;
    // Somebody was led here from another page, and goes on here.
    const wanted = waiting.current.get(path);
    waiting.current.delete(path);
    if (wanted) {
      made.focus();
      wanted(made);
    }
    return () => {
      view.current = null;
      made.destroy();
    };
    // Another page is another editor; what the page holds reaches it below.
    // eslint-disable-next-line react/exhaustive-deps
  }, [place, path, hasPage, drafts]);
  // Where the address says.
  const led = useRef("");
  useEffect(() => {
    // Once for each place that one is led to: where a norm stands moves while one writes above it.
    const to = `${opened.path} ${selection.page ?? ""} ${selection.norm ?? ""}`;
    if (view.current === null || led.current === to) return;
    led.current = to;
    if (opened.line > 1) goTo(view.current, opened.line);
  }, [opened.path, opened.line, selection.page, selection.norm, place]);
  // What changed on disk or by a rename elsewhere reaches the editor, if nobody is writing there.
  const shown = draft?.text ?? page?.text;
  useEffect(() => {
    if (view.current && shown !== undefined) replaceText(view.current, shown);
  }, [shown]);
  useEffect(() => {
    const { client, house } = clientFor(desk, drafts);
    house.desk = desk;
    house.show = (to) =>
      new Promise((resolve) => {
        if (to === path && view.current) resolve(view.current);
        else {
          waiting.current.set(to, resolve);
          select({ page: to });
        }
      });
    void client.tell(desk);
  }, [desk, drafts, path, select]);

  const norm = useMemo(() => normAt(desk, path, line), [desk, path, line]);
  const follows = useMemo(() => (norm ? followsOf(desk, norm.id) : []), [desk, norm]);
  const errors = faults.filter((fault) => fault.severity === "error");
  const hasFaults = desk.faults.some((fault) => fault.severity === "error");
  return (
    <div className="text">
      <nav className="pages" aria-label="Pages" ref={list}>
        <ul>
          {pages.map((each, i) => (
            <li key={each.path}>
              {each.folder !== "" && each.folder !== pages[i - 1]?.folder && <p className="folder">{each.folder}/</p>}
              <button
                type="button"
                data-item
                aria-current={each.path === path ? "page" : undefined}
                onClick={() => select({ page: each.path, norm: null })}
              >
                <bdi>{each.name}</bdi>
                {each.isDraft && <span className="dot">not saved</span>}
                {each.errors > 0 && <span className="bad">{count(each.errors, "error")}</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="sheet">
        <div className="textbar" role="toolbar" aria-label="Page">
          <h2>
            <bdi>{path}</bdi>
          </h2>
          <span className="state">
            {draft === undefined ? "as on disk" : isStale ? "not saved; changed on disk since" : "not saved"}
          </span>
          <span className="grow" />
          <output aria-live="polite">{said}</output>
          {draft !== undefined && (
            <button
              type="button"
              onClick={() => {
                drafts.drop(path);
                setConflict(null);
                setSaid("Taken back.");
              }}
            >
              Take back
            </button>
          )}
          <button
            type="button"
            className="main"
            disabled={draft === undefined || now.key === null}
            title={now.key !== null ? undefined : now.isLapsed ? LAPSED_KEY : NO_KEY}
            onClick={() => void save()}
          >
            Save <kbd>Ctrl S</kbd>
          </button>
        </div>
        {now.isLapsed && draft !== undefined && (
          <div className="banner" role="alert">
            <p>{LAPSED_KEY} What you wrote stays here.</p>
            <Copy text={draft.text} tell={setSaid} />
          </div>
        )}
        {orphans.map((each) => (
          <div key={each.path} className="banner" role="alert">
            <p>
              The case has no page <bdi>{each.path}</bdi> any more. What you wrote in it stays here until you close this
              tab; it cannot be saved.
            </p>
            <Copy text={each.text} tell={setSaid} />
            <button type="button" onClick={() => drafts.drop(each.path)}>
              Drop it
            </button>
          </div>
        ))}
        {conflict?.path === path && (
          <ChangedOnDisk
            onWrite={() => void save(conflict.sha256)}
            onDrop={() => {
              drafts.drop(path);
              setConflict(null);
              setSaid("Shown as on disk.");
            }}
            onGoOn={() => {
              setConflict(null);
              view.current?.focus();
            }}
          />
        )}
        <div className="paper" ref={setPlace} />
      </div>
      <aside className="follows" aria-label="What follows">
        {selection.page !== null && placeOf(desk, selection.page) === null && orphans.length === 0 && (
          <p className="soft">
            There is no page <bdi>{selection.page}</bdi> in this case.
          </p>
        )}
        {errors.length > 0 && (
          <section>
            <h3>
              {count(errors.length, "error")}:{" "}
              {hasFaults ? "findings rest on what could be read" : "findings are those of the last text without"}
            </h3>
            <ul className="faults">
              {errors.slice(0, 8).map((fault) => (
                <li key={`${fault.path}:${fault.line}:${fault.code}`}>
                  {/* Tables are not edited here. */}
                  {placeOf(desk, fault.path) === null ? (
                    <code>
                      {fault.path}:{fault.line}
                    </code>
                  ) : (
                    <button
                      type="button"
                      className="link"
                      onClick={() => select({ page: `${fault.path}:${fault.line}` })}
                    >
                      {fault.path}:{fault.line}
                    </button>
                  )}{" "}
                  <bdi>{fault.message}</bdi>
                </li>
              ))}
            </ul>
          </section>
        )}
        {norm === null ? (
          <p className="soft">
            Go to a norm or a reading, and what follows from it stands here. It changes as you type; nothing is written
            until you save. F2 renames, F12 goes to where a name is declared, Ctrl Space completes.
          </p>
        ) : (
          <section>
            <p className="soft">
              {norm.article}, {norm.kind}
            </p>
            <h3>
              <bdi>{norm.id}</bdi>
            </h3>
            {follows.length === 0 && <p className="soft">Nothing follows yet.</p>}
            {follows.map(({ view: of, label, answers }) => (
              <div key={of} className="one">
                <h4>
                  <bdi dir="ltr">{label}</bdi>
                </h4>
                <ul>
                  {answers.map((answer) => (
                    <li key={answer.finding} data-changed={answer.changed || undefined}>
                      <button
                        type="button"
                        className="plain"
                        data-item
                        onClick={() => select({ open: "why", norm: norm.id, finding: answer.finding })}
                      >
                        <Mark word={answer.word} /> {answer.phrase}
                      </button>{" "}
                      <bdi className="soft">{all(answer.bearers)}</bdi>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </section>
        )}
      </aside>
    </div>
  );
}

/** For what cannot be saved where it belongs. */
function Copy({ text, tell }: { readonly text: string; readonly tell: (said: string) => void }): ReactElement {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      tell("Copied.");
    } catch {
      tell("This browser does not let the page copy.");
    }
  };
  return (
    <button type="button" onClick={() => void copy()}>
      Copy what I wrote
    </button>
  );
}
