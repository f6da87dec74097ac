/** The command was used wrongly: told in a line on standard error, exit code 2. The one thing that is thrown at users. */
export class Usage extends Error {}
