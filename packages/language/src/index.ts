/**
 * Servanda's language: text → syntax → checked model.
 *
 * `check` reads a case; `parse` stops at the syntax. Calendar and dates are here too, because everybody who
 * computes with the model must compute alike.
 */
export { check, languageTag, type Checked } from "./check.ts";
export type { Known } from "./names.ts";
export { parse, type Document, type Syntax } from "./parser.ts";
export { MESSAGES, type Code, type Diagnostic, type Severity } from "./message.ts";
export { includedBy, isForeign } from "./include.ts";
export { parseTime, type ParsedTime } from "./edtf.ts";
export { actMeant } from "./slip.ts";
export { format, type Formatted, type LeftBlock } from "./format.ts";
export { print } from "./print.ts";
export { Wording, type Stand } from "./wording.ts";
export * from "./calendar.ts";
export * from "./model.ts";
export { findBlocks, type Block, type BlockLine } from "./markdown.ts";
export { CLAIM_KINDS } from "./statement.ts";
export { STANDARDS, standardsOf } from "./standard.ts";
export { OUTCOME_WORDS } from "./story.ts";
export type * from "./syntax.ts";
export { study, mentionAt, type Edit, type Place, type Study } from "./editor.ts";
export { clauseOpenings, headOpenings, type Opening } from "./opening.ts";
export { complete, type Completion, type Completions } from "./completion.ts";
export { hover, type Hover } from "./hover.ts";
export { define, refer } from "./definition.ts";
export { renamable, rename, type RenameOptions, type Renaming } from "./rename.ts";
export { repairs, type Repair } from "./repair.ts";
export { findThings, outline, type Heading, type Thing, type ThingKind } from "./symbol.ts";
export type { Occurrence } from "./occurrence.ts";
export { distance } from "./spelling.ts";
