/** The board: norms by instrument against those whom they bind. Each cell a link to its reasons; arrows go from cell to cell. */
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactElement,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { count, plain } from "servanda/words";
import { boardOf, type Cell, lineKey, type Row, type Run, runsOf, type Section } from "./boardstate.ts";
import { addressesOf, type Desk, type Select, type Selection, type ViewProps } from "./desk.ts";
import { Filters } from "./filters.tsx";
import { Mark, toneOf } from "./mark.tsx";
import { begin, hasBegun } from "./settings.ts";
import { IN_SIGHT, watchSight } from "./sight.ts";
import "./board.css";

export function Board({ desk, selection, select }: ViewProps): ReactElement {
  const board = useMemo(() => boardOf(desk, selection), [desk, selection]);
  const chosen = board.cells.find(({ finding }) => finding !== null && finding === selection.finding) ?? board.cells[0];
  const stop = chosen ? lineKey(chosen.norm, chosen.bearer) : "";
  const ground = useRef<HTMLDivElement>(null);
  const [isNew, setNew] = useState(() => !hasBegun());
  const now = useMemo(() => ({ board, desk, selection, stop }), [board, desk, selection, stop]);
  // What lies below the screen follows a moment later: a flip shows at once where somebody looks.
  const later = useDeferredValue(now);
  // Whoever comes back from a finding is where the way to it began.
  useEffect(() => {
    if (document.activeElement === document.body) ground.current?.querySelector<HTMLElement>("[data-here]")?.focus();
  }, []);
  return (
    // Arrows only move the focus among the links inside, each of which works by itself.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="board" ref={ground} onKeyDown={move}>
      <Filters desk={desk} selection={selection} select={select} board={board} />
      {isNew && board.whole > 0 && (
        <p className="begin screen" data-control>
          Each row is a norm, each column somebody whom it binds, each cell what came of it. Open a cell to read why,
          and to see what would change it. <kbd>?</kbd> tells what the words mean.{" "}
          <button
            type="button"
            className="quiet"
            onClick={() => {
              begin();
              setNew(false);
            }}
          >
            Do not tell again
          </button>
        </p>
      )}
      {board.sections.map((section) => {
        const { id } = section.instrument;
        const old = IN_SIGHT.has(id) ? undefined : later.board.sections.find((each) => each.instrument.id === id);
        const drawn = old ? later : now;
        return (
          <Agreement
            key={id}
            section={old ?? section}
            desk={drawn.desk}
            selection={drawn.selection}
            select={select}
            stop={drawn.stop}
          />
        );
      })}
      {board.cells.length === 0 && (
        <p className="notice">
          {board.whole === 0 ? (
            "No norm of this case binds anybody yet."
          ) : (
            <>
              Nothing fits these filters. <span className="aside">{count(board.whole, "cell")} without them.</span>
            </>
          )}
        </p>
      )}
    </div>
  );
}

interface AgreementProps {
  readonly section: Section;
  readonly desk: Desk;
  readonly selection: Selection;
  readonly select: Select;
  /** The cell on which Tab stops. */
  readonly stop: string;
}

const Agreement = memo(function Agreement(props: AgreementProps): ReactElement {
  const { section, desk, selection, select, stop } = props;
  const { instrument, bearers, rows } = section;
  const [title = instrument.id, ...others] = instrument.names.map(plain);
  const heading = `agreement-${instrument.id}`;
  const address = useMemo(() => addressesOf(selection), [selection]);
  return (
    <section className="agreement" aria-labelledby={heading} data-agreement={instrument.id} ref={watchSight}>
      <header>
        <h2 id={heading}>
          <bdi>{title}</bdi>
        </h2>
        <p>
          {others.map((name) => (
            <bdi key={name} className="also">
              {name}
            </bdi>
          ))}
          <span>{instrument.signed ? `signed ${desk.day(instrument.signed)}` : "not signed"}</span>
          <span>
            {instrument.inForce
              ? `in force from ${desk.day(instrument.inForce.from)}${
                  instrument.inForce.until ? ` until ${desk.day(instrument.inForce.until)}` : ""
                }`
              : "never in force"}
          </span>
        </p>
      </header>
      <div className="scroll">
        <table style={{ "--columns": bearers.length } as CSSProperties}>
          <colgroup>
            <col className="norm" />
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className="norm">
                Norm
              </th>
              {bearers.map((bearer) => (
                <th key={bearer} scope="col">
                  <bdi>{desk.name(bearer)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={row.norm.id} data-goes-on={rows[i + 1]?.gist === null || undefined}>
                <NormHead norm={row.norm} gist={row.gist} rows={row.rows} />
                {runsOf(row).map((run) => (
                  <td key={bearers[run.from]} colSpan={run.span} data-from={run.from}>
                    {run.cells.length > 0 && (
                      <CellLink
                        run={run}
                        desk={desk}
                        selection={selection}
                        select={select}
                        stop={stop}
                        address={address}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
});

/** Nothing in it hangs on what is flipped. */
const NormHead = memo(function NormHead({ norm, gist, rows }: Pick<Row, "norm" | "gist" | "rows">): ReactElement {
  return (
    <th scope="row" className="norm">
      <span className="article">
        <bdi>{norm.article}</bdi>, {norm.kind}
      </span>
      <bdi className="id">{norm.id}</bdi>
      {gist !== null && (
        <bdi className="gist" dir="auto" style={{ "--rows": rows } as CSSProperties}>
          {gist}
        </bdi>
      )}
    </th>
  );
});

interface CellLinkProps {
  readonly run: Run;
  readonly desk: Desk;
  readonly selection: Selection;
  readonly select: Select;
  readonly stop: string;
  /** Of a finding. */
  readonly address: (norm: string, finding: string | null) => string;
}

/** One link for cells that say the same; it leads to the one that was looked at last, else to the first. */
function CellLink({ run, desk, selection, select, stop, address }: CellLinkProps): ReactElement | null {
  const isHere = (each: Cell): boolean => each.finding !== null && each.finding === selection.finding;
  const here = run.cells.find(isHere);
  const cell = here ?? run.cells[0];
  if (!cell) return null;
  const isStop = run.cells.some((each) => lineKey(each.norm, each.bearer) === stop);
  const target = { open: "why", norm: cell.norm, finding: cell.finding } as const;
  const [only] = cell.sayings;
  const several = cell.sayings.length > 1;
  const occasions = cell.occasions > 1 ? count(cell.occasions, "occasion") : "";
  const detail = several ? occasions : (only?.detail ?? "");
  return (
    <a
      className="cell"
      data-item
      data-cell
      data-tone={toneOf(cell.word)}
      data-changed={cell.changed || undefined}
      data-several={run.span > 1 || undefined}
      data-here={here !== undefined || undefined}
      tabIndex={isStop ? 0 : -1}
      href={address(cell.norm, cell.finding)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        select(target);
      }}
    >
      <span className="bearer">
        <bdi dir="ltr">{run.cells.map((each) => desk.name(each.bearer)).join(", ")}</bdi>
      </span>
      <span className="outcome">
        <Mark word={cell.word} /> <span className="word">{several ? cell.word : cell.phrase}</span>
        {cell.changed && <span className="changed-word">changed</span>}
      </span>
      {detail !== "" && <span className="detail">{detail}</span>}
      {several && (
        <span className="sayings">
          {cell.sayings.map((saying) => (
            <span
              key={saying.view}
              className="saying"
              title={`${saying.label}: ${saying.phrase}${saying.detail === "" ? "" : `, ${saying.detail}`}`}
            >
              <Mark word={saying.word} />
              <span className="label">
                <bdi dir="ltr">{saying.label}</bdi>: <b>{saying.phrase}</b>
                {saying.detail === "" ? "" : `, ${saying.detail}`}
                {saying.changed && <span className="changed-word">changed</span>}
              </span>
            </span>
          ))}
        </span>
      )}
    </a>
  );
}

/** Arrows, Home and End: to the cell beside, above or below, by where cells stand in their tables. */
function move(event: KeyboardEvent<HTMLElement>): void {
  const here = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-cell]") : null;
  if (here === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-cell]")];
  const next = neighbour(cells, here, event.key);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function neighbour(cells: readonly HTMLElement[], here: HTMLElement, key: string): HTMLElement | undefined {
  const rowOf = (cell: Element): Element | null => cell.closest("tr");
  const own = cells.filter((cell) => rowOf(cell) === rowOf(here));
  const at = own.indexOf(here);
  if (key === "ArrowRight") return own[at + 1];
  if (key === "ArrowLeft") return own[at - 1];
  if (key === "Home") return own[0];
  if (key === "End") return own.at(-1);
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const rows = [...new Set(cells.map(rowOf))];
  const row = rows[rows.indexOf(rowOf(here)) + (key === "ArrowDown" ? 1 : -1)];
  const column = columnsOf(here)[0];
  const there = cells.filter((cell) => row !== undefined && rowOf(cell) === row);
  const apart = (cell: HTMLElement): number => {
    const [from, to] = columnsOf(cell);
    return Math.max(0, from - column, column - to);
  };
  return there.sort((a, b) => apart(a) - apart(b))[0];
}

/** The first and the last column of a cell. */
function columnsOf(cell: HTMLElement): readonly [number, number] {
  const box = cell.closest("td");
  const from = Number(box?.dataset["from"] ?? 0);
  return [from, from + (box?.colSpan ?? 1) - 1];
}
