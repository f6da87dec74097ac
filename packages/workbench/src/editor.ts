/** The editor of a page: CodeMirror, with the language server’s help and the page’s own look. */
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Client } from "./client.ts";
import { directions } from "./direction.ts";
import { highlighting } from "./highlight.ts";
import { differing, plainLines } from "./lineends.ts";

/** A change that the page made, not whoever writes. */
const ours = Annotation.define<boolean>();

export interface Wishes {
  readonly path: string;
  readonly text: string;
  readonly client: Client;
  readonly onText: (text: string) => void;
  readonly onLine: (line: number) => void;
  readonly onSave: () => void;
}

export function editorOf(parent: HTMLElement, { path, text, client, onText, onLine, onSave }: Wishes): EditorView {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="servanda-nonce"]')?.content ?? "";
  let line = 0;
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        lintGutter(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        history(),
        drawSelection(),
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        closeBrackets(),
        autocompletion({ activateOnTyping: true }),
        highlightSelectionMatches(),
        search({ top: true }),
        highlighting,
        directions,
        EditorView.contentAttributes.of({ "aria-label": path, spellcheck: "false", tabindex: "0" }),
        keymap.of([
          {
            key: "Mod-s",
            run: () => {
              onSave();
              return true;
            },
            preventDefault: true,
          },
          ...completionKeymap,
          ...searchKeymap,
          ...lintKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        client.extension(path),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((each) => each.annotation(ours))) {
            onText(update.state.doc.toString());
          }
          const now = update.state.doc.lineAt(update.state.selection.main.head).number;
          if (now !== line) {
            line = now;
            onLine(now);
          }
        }),
      ],
    }),
  });
}

export function goTo(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.min(view.state.doc.lines, Math.max(1, line)));
  view.dispatch({
    selection: { anchor: at.from },
    effects: EditorView.scrollIntoView(at.from, { y: "start", yMargin: 48 }),
  });
}

/** Puts another text in place of what stands there, as one step that can be undone. */
export function replaceText(view: EditorView, text: string): void {
  // Only what differs, so that the cursor stays where it is.
  const changes = differing(view.state.doc.toString(), plainLines(text));
  if (changes !== null) view.dispatch({ changes, annotations: ours.of(true) });
}
