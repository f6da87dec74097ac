/** A finding in a sentence that can stand in a footnote: what, of whom, on what terms, from which version of the case. */
import type { Finding } from "@servanda/monitor";
import { datesOf, phraseWithin, standardWords, viewWords } from "servanda/words";
import type { Desk } from "./desk.ts";
import { versionWords } from "./provenance.ts";

export function citationOf(desk: Desk, finding: Finding, address: string): string {
  const { result, model } = desk;
  const dates = datesOf(finding, model.case.offset);
  const toward = finding.counterparty === null ? "" : ` toward ${desk.name(finding.counterparty)}`;
  return (
    `${desk.name(finding.instrument)}, ${finding.article} (${finding.norm}): ${desk.name(finding.bearer)}${toward}: ` +
    `${phraseWithin(finding)}${dates === "" ? "" : `, ${dates}`}, ${viewWords(finding.view, desk.name)}, at ${result.at.text}` +
    `${result.asOf ? `, as known on ${result.asOf.text}` : ""}, standard of proof: ${standardWords(result.standard)}. ` +
    `Finding ${finding.id} of the case “${model.case.title}”, ${versionWords(desk)}${pageOf(desk, finding)}, by Servanda ${desk.servanda}. ${address}`
  );
}

/** The page on which the norm stands, with the hash of its text: whoever has the page can tell whether it is the same. */
function pageOf(desk: Desk, finding: Finding): string {
  const path = desk.model.norms.find(({ id }) => id === finding.norm)?.span.path;
  const page = desk.pages.find((each) => each.path === path);
  if (!page) return "";
  // The hash is of what is saved: beside a page as edited it would vouch for another text.
  return desk.drafts.includes(page.path)
    ? `, norm in ${page.path} as edited`
    : `, norm in ${page.path} (SHA-256 ${page.sha256})`;
}
