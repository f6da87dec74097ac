/**
 * What a rule of the oracle asks of rules that stand further on in docs/semantics.md. The rules make a circle: who is a party turns on what has
 * happened, what is a breach on who is a party, and what may be done on what was breached. The files do not: each imports those before it,
 * and is given these.
 */
import type { Instant } from "@servanda/language";
import type { Breach } from "./referenceverdict.ts";
import type { Ask, Instance, Scene } from "./referencescene.ts";
import type { Moment } from "./referencetime.ts";
import type { NormView } from "./referenceview.ts";
import type { Triggered } from "./referencewindow.ts";

export interface Use {
  readonly scene: Scene;
  readonly event: string;
  readonly moment: Moment;
}

export interface Turn {
  readonly s: Scene;
  readonly t: Triggered;
}

export interface Law {
  /** 13.1: whether an actor is a party then. */
  readonly isMember: (s: Scene, actor: string, second: Instant) => boolean;
  /** 12.5: whether it is one then, or was in the last second of an agreement that is over. */
  readonly isPartyTo: (s: Scene, actor: string, second: Instant) => boolean;
  /** 14.2: the breaches of a norm, each with the instance that it is of. */
  readonly breachesOf: (ask: Ask, j: NormView) => readonly { readonly of: Instance; readonly breach: Breach }[];
  /** 14.4: the uses of a permission or power that are not void. */
  readonly usesOf: (ask: Ask, p: NormView) => readonly Use[];
  /** 14.5: whether an event is allowed, or owed, by what goes before this norm. */
  readonly isPermitted: (s: Scene, event: string, moment: Moment) => boolean;
  /** 14.5: whether what goes before this duty bans the bearer at an instant of these stretches. */
  readonly isForbidden: (s: Scene, stretches: readonly { readonly from: Moment; readonly to: Instant }[]) => boolean;
  /** 14.6 */
  readonly isLawfulUse: (s: Scene, event: string, moment: Moment) => boolean;
  /** 11.7: the instances that a bearer has. */
  readonly turnsOf: (ask: Ask, j: NormView, bearer: string) => readonly Turn[];
}
