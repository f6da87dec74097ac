/** The commands and their options, and what becomes of errors. */
import { Command, CommanderError, Option } from "commander";
import { languageTag } from "@servanda/language";
import { LEVELS } from "../handling.ts";
import { plain, safe } from "../report/width.ts";
import { Unrunnable, Usage } from "../usage.ts";
import { VERSION } from "../version.ts";
import { balanceCommand } from "./balance.ts";
import { checkCommand } from "./check.ts";
import { claimsCommand } from "./claims.ts";
import { explainCommand } from "./explain.ts";
import { messageCommand } from "./message.ts";
import { fmtCommand } from "./fmt.ts";
import { lspCommand } from "./lsp.ts";
import { newCommand } from "./new.ts";
import { openCommand, portOf } from "./open.ts";
import { CASE_HAS_FAULTS, DONE, FAULT_OF_OURS, type Surroundings, WRONG_USAGE } from "./surroundings.ts";
import { testCommand } from "./test.ts";
import { watchCommand } from "./watch.ts";

/** Runs a command line; returns the exit code. Never throws. */
export async function execute(args: readonly string[], around: Surroundings): Promise<number> {
  let code = DONE;
  const program = build(around, (result) => {
    code = result;
  });
  try {
    if (args.length === 0) {
      around.err(program.helpInformation());
      return WRONG_USAGE;
    }
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
    if (error instanceof Usage) {
      around.err(`servanda: ${safe(error.message)}\n`);
      return WRONG_USAGE;
    }
    if (error instanceof Unrunnable) {
      around.err(`${error.lines.join("\n")}\n`);
      return CASE_HAS_FAULTS;
    }
    const told = error instanceof Error ? error.message : String(error);
    around.err(
      `servanda: this is a fault of ours, not of your case (${plain(told.split("\n")[0] ?? "")}). ` +
        `Please report it with the command you gave and servanda ${VERSION}; SERVANDA_DEBUG=1 adds what we need to see.\n`,
    );
    if (around.env["SERVANDA_DEBUG"] && error instanceof Error) around.err(`${error.stack ?? ""}\n`);
    return FAULT_OF_OURS;
  }
}

function build(around: Surroundings, done: (code: number) => void): Command {
  const program = new Command("servanda")
    .description("What follows from agreements, under whose reading, on what evidence.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .configureOutput({
      writeOut: around.out,
      writeErr: around.err,
      outputError: (text, write) => write(text.replace(/^error: /u, "servanda: ")),
    })
    .showSuggestionAfterError(true)
    .exitOverride();

  /** What is read by somebody: how wide, in whose language, in colour or not. */
  const read = (command: Command): Command =>
    command
      .option("--width <cells>", "width of the page", cellsOf)
      .option("--lang <tag>", "your language: in which order the names of a place stand (default: the system's)", tagOf)
      .option("--no-color", "no colours");
  const cases = (command: Command): Command =>
    read(
      command
        .option("--at <date>", "the date that findings speak about (default: when the case's record closes)")
        .option("--as-of <date>", "only what had been published by then")
        .option(
          "--standard <standard>",
          "alleged, reasonable-grounds, corroborated, adjudicated or the case's own (default: the case's)",
        )
        .addOption(
          new Option("--handling <level>", "show accounts marked up to this").choices([...LEVELS]).default("public"),
        ),
    );
  const format = (choices: readonly string[]): Option =>
    new Option("--format <format>", "what to write").choices([...choices]).default("text");

  program
    .command("new")
    .description("start a case in a new folder")
    .argument("<name>", "name of the folder and of the case")
    .option("--title <title>", "title of the case")
    .option("--party <name>", 'a party, or its id and name: Front="Vess Front" (give it twice or more)', collect)
    .option("--from <date>", "when the agreement enters into force, perhaps with the hour: 2030-01-01T10:00")
    .option("--record-closes <date>", "the last day that your record speaks about")
    .option("--time-zone <offset>", "offset from UTC, such as +02:00")
    .option("--sheet", "tables for a spreadsheet: every column, and a page that explains them")
    .action(async (name: string, flags) => done(await newCommand(name, flags, around)));

  cases(program.command("check").description("check a case: its faults, then what it finds"))
    .argument("<case>", "the case folder")
    .option("--view <view>", "only under this view: text, a holder, or a reading")
    .option("--instrument <id>", "only this agreement (may be given again)", collect)
    .option("--party <id>", "only what this party owes or is owed (may be given again)", collect)
    .option(
      "--event <id>",
      "only what this event, or all told of this date, set off, broke or performed (may be given again)",
      collect,
    )
    .option("--outcome <word>", "only findings of this outcome (may be given again)", collect)
    .addOption(format(["text", "json", "csv"]))
    .option("--facts-only", "only what was observed: no bearer, reading or outcome")
    .option("--full", "every finding with its reasons, however large the case and however long it takes")
    .action((folder: string, flags) => done(checkCommand(folder, flags, around)));

  cases(program.command("explain").description("explain one finding, step by step"))
    .argument("<case>", "the case folder")
    .argument("<finding>", "a finding's id, its beginning, or NORM[/VIEW[/BEARER[/EVENT]]]")
    .option("--view <view>", "under this view: text, a holder, or a reading")
    .addOption(format(["text", "json", "csv"]))
    .action((folder: string, finding: string, flags) => done(explainCommand(folder, finding, flags, around)));

  cases(program.command("test").description("run the case's own tests: what it supposes and expects"))
    .argument("<case>", "the case folder")
    .addOption(format(["text", "json", "csv"]))
    .action((folder: string, flags) => done(testCommand(folder, flags, around)));

  cases(program.command("claims").description("what the record makes of what a text states"))
    .argument("<case>", "the case folder")
    .option("--claim <id>", "only this claim (may be given again)", collect)
    .option("--answer <word>", "only claims with this answer (may be given again)", collect)
    .addOption(format(["text", "json", "csv"]))
    .action((folder: string, flags) => done(claimsCommand(folder, flags, around)));

  cases(program.command("balance").description("what the case holds of each party, counted in the same way for all"))
    .argument("<case>", "the case folder")
    .option("--party <id>", "only this side or party (may be given again)", collect)
    .addOption(format(["text", "json", "csv"]))
    .action((folder: string, flags) => done(balanceCommand(folder, flags, around)));

  read(
    program
      .command("watch")
      .description("follow accounts as they come in, and tell each finding that changes, with what it was")
      .argument("<case>", "the case folder")
      .requiredOption("--feed <file>", "a file that accounts are appended to, as CSV or as JSON; - for standard input")
      .addOption(format(["text", "ndjson"]))
      .option(
        "--state <folder>",
        "where it is kept what was told (default: beside the feed, with .watch behind its name)",
      )
      .option("--no-state", "keep nothing: a restart begins anew")
      .option("--out <file>", "write the messages to this file too, as JSON, each once whatever happens")
      .addOption(
        new Option("--clock <clock>", "what tells the time: the machine, or the dates of the feed")
          .choices(["machine", "feed"])
          .default("machine"),
      )
      .option("--once", "end where the feed ends now")
      .option("--standard <standard>", "the standard of proof (default: the case's)")
      .addOption(
        new Option("--handling <level>", "show accounts marked up to this").choices([...LEVELS]).default("public"),
      ),
  ).action(async (folder: string, flags) => done(await watchCommand(folder, flags, around)));

  program
    .command("open")
    .description("open the workbench: board, reasons, timeline and map, in a browser, on this machine only")
    .argument("<case>", "the case folder")
    .option("--at <date>", "the date that findings speak about, until another is chosen")
    .option("--as-of <date>", "only what had been published by then, until another date is chosen")
    .option("--standard <standard>", "the standard of proof, until another is chosen")
    .addOption(
      new Option("--handling <level>", "show accounts marked up to this").choices([...LEVELS]).default("public"),
    )
    .option("--port <number>", "port of this machine (default: the folder's own, or any that is free)", portOf)
    .option("--no-browser", "start no browser; print the address only")
    .action(async (folder: string, flags) => openCommand(folder, flags, around));

  program
    .command("explain-message")
    .description("what a message means, with an example of the fault and of its repair")
    .argument("<code>", "the message's code, such as SV202 or SD304")
    .option("--width <cells>", "width of the page", cellsOf)
    .option("--no-color", "no colours")
    .action((code: string, flags) => done(messageCommand(code, flags, around)));

  program
    .command("fmt")
    .description("lay out the blocks of a case, or of Markdown files, in the one way")
    .argument("<path...>", "case folders or Markdown files")
    .option("--check", "write nothing; say which files would change, and end with 1 if any would")
    .action((paths: string[], flags) => done(fmtCommand(paths, flags, around)));

  program
    .command("lsp")
    .description("serve an editor: faults, completion, hover and the like, by the Language Server Protocol")
    .option("--stdio", "on standard input and output (the only way there is, and the default)")
    // Some editors add it; the protocol's library reads it itself, and ends when that process does.
    .addOption(new Option("--clientProcessId <id>").hideHelp())
    .action(() => lspCommand(around));

  return program;
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function cellsOf(text: string): number {
  const width = Number(text);
  if (Number.isInteger(width) && width >= 20 && width <= 1000) return width;
  throw new Usage(`--width “${text}” is not a number of cells from 20 to 1000.`);
}

function tagOf(text: string): string {
  const tag = languageTag(text);
  if (tag === null) throw new Usage(`--lang “${text}” is not the tag of a language, such as en, hy or az.`);
  return tag;
}
