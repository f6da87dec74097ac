/** The command was used wrongly: told in a line on standard error, exit code 2. The one thing that is thrown at users. */
export class Usage extends Error {}

/** The case is too faulty to be run; its faults have been told, or are in the lines here. Exit code 1. */
export class Unrunnable extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super("the case cannot be run");
    this.lines = lines;
  }
}
