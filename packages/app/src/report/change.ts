/** What a watch tells, in words. */
import type { Model } from "@servanda/language";
import type { Told } from "@servanda/monitor";
import type { Message } from "../watch/session.ts";
import { hang, plain } from "./width.ts";
import { ink, namer, type Paper, phraseOf, phraseWithin, sign, viewWords, wordOf } from "./words.ts";

/** The lines of one message. */
export function changeLines(message: Message, model: Model, paper: Paper): string[] {
  const pen = ink(paper);
  const head = `${message.at} `;
  if ("fault" in message) {
    const { file, row, column, code, message: said, repair } = message.fault;
    const where = `${plain(file)}${row === null ? "" : ` row ${row}`}${column === null ? "" : `, ${plain(column)}`}`;
    return [
      ...hang(
        "",
        `${head}${where} ${code}: ${message.kind === "set aside" ? "set aside. " : ""}${plain(said)}`,
        paper.width,
      ),
      ...(repair === null ? [] : hang("    → ", plain(repair), paper.width)),
    ];
  }
  const name = namer(model);
  const { change } = message;
  const norm = model.norms.find(({ id }) => id === change.norm);
  const judged: Told | null = change.now;
  const word = judged === null ? null : wordOf(judged);
  const verdict =
    judged === null || word === null ? "– no such occasion any more" : `${sign(word)} ${phraseOf(judged)}`;
  const was =
    change.was === null
      ? "new"
      : judged !== null && phraseOf(judged) === phraseOf(change.was)
        ? "as before"
        : `was ${phraseWithin(change.was)}`;
  const who = `${name(change.bearer)}${change.counterparty === null ? "" : ` toward ${name(change.counterparty)}`}`;
  const what = `${plain(change.norm)}, ${plain(norm?.article ?? "")}: ${who}, ${viewWords(change.view, name)}`;
  const due = message.kind === "due" ? "due and not seen: " : "";
  const text = `${head}${due}${verdict} (${was})  ${what}`;
  const breaches = change.breaches.map(({ id, now, was: before }) => {
    if (now === null) return `${plain(id)} is no breach any more`;
    const footing = now === "settled" ? "breach" : `possible breach, ${now}`;
    return `${footing} ${plain(id)}${before === null ? "" : ` (was ${before === "settled" ? "a breach" : `a possible breach, ${before}`})`}`;
  });
  const from =
    message.row === null
      ? "by the clock"
      : message.accounts.length === 0
        ? `by row ${message.row}, which cannot be read: of what it may tell of, silence proves nothing`
        : `by row ${message.row}: ${message.accounts.map(plain).join(", ")}`;
  const lines = hang("", text, paper.width);
  if (word !== null && lines[0] !== undefined) lines[0] = lines[0].replace(verdict, pen.word(word, verdict));
  return [...lines, ...hang("    ", [...breaches, from].join("; "), paper.width)];
}
