/** Between our places and those of the protocol, which counts lines and UTF-16 units from 0. */
import type { Completion, Place, Span, ThingKind } from "@servanda/language";
import {
  CompletionItemKind,
  DiagnosticSeverity,
  type Diagnostic as ProtocolDiagnostic,
  type Position,
  type Range,
  SymbolKind,
} from "vscode-languageserver";
import type { Told } from "./table.ts";

export function rangeOf({ line, column, endLine, endColumn }: Span): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

export function placeOf(path: string, { line, character }: Position): Place {
  return { path, line: line + 1, column: character + 1 };
}

export function spanOf(path: string, { start, end }: Range): Span {
  return {
    path,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

export function diagnosticOf({ code, severity, span, message, repair }: Told): ProtocolDiagnostic {
  return {
    range: rangeOf(span),
    severity: severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: "servanda",
    message: repair === null ? message : `${message}\n${repair}`,
  };
}

const SYMBOLS: { readonly [K in ThingKind]: SymbolKind } = {
  actor: SymbolKind.Object,
  group: SymbolKind.Object,
  act: SymbolKind.Function,
  state: SymbolKind.Boolean,
  zone: SymbolKind.Field,
  term: SymbolKind.Key,
  series: SymbolKind.Array,
  source: SymbolKind.String,
  case: SymbolKind.Package,
  agreement: SymbolKind.Module,
  instrument: SymbolKind.Module,
  duty: SymbolKind.Class,
  ban: SymbolKind.Class,
  permission: SymbolKind.Class,
  power: SymbolKind.Class,
  aim: SymbolKind.Class,
  amend: SymbolKind.Constructor,
  reading: SymbolKind.Interface,
  precedence: SymbolKind.Operator,
  claim: SymbolKind.Event,
  suppose: SymbolKind.Event,
  include: SymbolKind.File,
  variable: SymbolKind.Variable,
};

export function symbolKindOf(kind: ThingKind): SymbolKind {
  return SYMBOLS[kind];
}

export function completionKindOf(kind: Completion["kind"]): CompletionItemKind {
  switch (kind) {
    case "word":
      return CompletionItemKind.Keyword;
    case "act":
      return CompletionItemKind.Function;
    case "variable":
      return CompletionItemKind.Variable;
    case "agreement":
    case "instrument":
      return CompletionItemKind.Module;
    case "duty":
    case "ban":
    case "permission":
    case "power":
    case "aim":
      return CompletionItemKind.Class;
    case "reading":
      return CompletionItemKind.Interface;
    case "zone":
      return CompletionItemKind.Field;
    case "term":
      return CompletionItemKind.Reference;
    case "source":
      return CompletionItemKind.File;
    default:
      return CompletionItemKind.Value;
  }
}
