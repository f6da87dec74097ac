/** In which direction a page of a case runs, line by line: prose as its first letter has it, blocks of the language from left to right. */
import { type EditorState, type Extension, type Range, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, Direction, EditorView } from "@codemirror/view";
import { isRightToLeft } from "./isolation.ts";

const prose = Decoration.line({ attributes: { dir: "auto" } });
/** A quoted name in a block: what stands around it keeps its place. */
const quoted = Decoration.mark({ attributes: { dir: "rtl" }, bidiIsolate: Direction.RTL });

function decorate({ doc }: EditorState): DecorationSet {
  const found: Range<Decoration>[] = [];
  let fence = "";
  for (let number = 1; number <= doc.lines; number += 1) {
    const { from, text } = doc.line(number);
    const [, ticks] = /^\s*(`{3,}|~{3,})/u.exec(text) ?? [];
    if (ticks !== undefined) {
      fence = fence === "" ? ticks : ticks.startsWith(fence) ? "" : fence;
      continue;
    }
    if (!isRightToLeft(text)) continue;
    if (fence === "") found.push(prose.range(from));
    else {
      for (const { index, 0: name } of text.matchAll(/"[^"]*"/gu)) {
        if (isRightToLeft(name)) found.push(quoted.range(from + index, from + index + name.length));
      }
    }
  }
  return Decoration.set(found);
}

const field = StateField.define<DecorationSet>({
  create: decorate,
  update: (now, { docChanged, state }) => (docChanged ? decorate(state) : now),
  provide: (of) => [EditorView.decorations.from(of), EditorView.bidiIsolatedRanges.of((view) => view.state.field(of))],
});

export const directions: Extension = [EditorView.perLineTextDirection.of(true), field];
