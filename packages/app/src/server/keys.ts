/**
 * What lets somebody write, and read what is not for publication: the key, which only the terminal and the page know. A
 * browser that is started is handed a ticket instead, since what a program is started with can be seen by everybody on the
 * machine: good for one exchange, for a minute, and for the one user who was meant.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

/** In milliseconds. */
const LIFE = 60_000;

export class Keys {
  readonly key: string = randomBytes(24).toString("base64url");
  private readonly tickets = new Map<string, number>();
  private readonly now: () => number;

  /** `now`: milliseconds that only go forward. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  fits(given: string | undefined): boolean {
    const [a, b] = [Buffer.from(given ?? ""), Buffer.from(this.key)];
    return a.length === b.length && timingSafeEqual(a, b);
  }

  ticket(): string {
    const ticket = randomBytes(24).toString("base64url");
    this.tickets.set(ticket, this.now() + LIFE);
    return ticket;
  }

  /** The key for a ticket, once; null: there is no such ticket any more. */
  exchange(ticket: string): string | null {
    const end = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    return end !== undefined && this.now() < end ? this.key : null;
  }
}

const TABLES = ["/proc/net/tcp", "/proc/net/tcp6"];
/** 127.0.0.1 as the tables of the kernel write it, also within the addresses of IPv6. */
const HERE = /(?:^|0000000000000000FFFF0000)0100007F:([0-9A-F]{4})$/u;

/**
 * Whether another user of this machine holds the far end of a connection to it; null where the system does not tell, as only
 * Linux does. `tables`: the kernel's own, as text.
 */
export function isStranger(
  far: number | undefined,
  near: number | undefined,
  tables: readonly string[] = kernelTables(),
  user: number | undefined = process.getuid?.(),
): boolean | null {
  if (user === undefined || far === undefined || near === undefined) return null;
  const portOf = (address = ""): number => Number.parseInt(HERE.exec(address)?.[1] ?? "", 16);
  for (const line of tables.flatMap((table) => table.split("\n"))) {
    const [, from, to, , , , , owner] = line.trim().split(/\s+/u);
    if (portOf(from) === far && portOf(to) === near) return Number(owner) !== user;
  }
  return tables.length === 0 ? null : true;
}

function kernelTables(): string[] {
  return TABLES.flatMap((path) => {
    try {
      return [readFileSync(path, "utf8")];
    } catch {
      return [];
    }
  });
}
