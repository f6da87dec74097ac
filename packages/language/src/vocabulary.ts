/**
 * The standard vocabulary of conduct, in the language itself. A case may declare more acts, or one of the same
 * name, which then replaces the standard one. `admitted by actor` marks harmful acts, `admitted by target`
 * performances: whose own word that it happened goes against that party's interest.
 */
export const VOCABULARY: string = `
-- Force
act attack, attacks, attacked
  roles actor, target, in place
  admitted by actor
act shell, shells, shelled
  roles actor, target, in place
  admitted by actor
act take-control, takes-control, took-control
  roles actor, of object, in place
  admitted by actor
act advance, advances, advanced
  roles actor, against target, in place
  admitted by actor
act deploy, deploys, deployed
  roles actor, object, in place
act withdraw, withdraws, withdrew
  roles actor, in place
act recall, recalls, recalled
  roles actor, object, in place
act disarm, disarms, disarmed
  roles actor, target, in place
act cease-fire, ceases-fire, ceased-fire
  roles actor, towards target, in place
act declare-war, declares-war, declared-war
  roles actor, on target
  admitted by actor
act join-war, joins-war, joined-war
  roles actor, against target
  admitted by actor
act mobilise, mobilises, mobilised
  roles actor, against target

-- Movement and access
act block, blocks, blocked
  roles actor, object, against target, in place
  admitted by actor
act unblock, unblocks, unblocked
  roles actor, object, for target, in place
act obstruct, obstructs, obstructed
  roles actor, target, in place
  admitted by actor
act open, opens, opened
  roles actor, object, to target
  admitted by target
act close, closes, closed
  roles actor, object, to target
  admitted by actor
act hand-over, hands-over, handed-over
  roles actor, object, to target
  admitted by target
act build, builds, built
  roles actor, object, for target, in place

-- Help
act assist, assists, assisted
  roles actor, target
  admitted by target
act supply, supplies, supplied
  roles actor, object, to target
  admitted by target
act consult, consults, consulted
  roles actor, with target
act request-help, requests-help, requested-help
  roles actor, of target
act decline-help, declines-help, declined-help
  roles actor, to target
  admitted by actor
act offer-help, offers-help, offered-help
  roles actor, to target
  admitted by target
act send-mission, sends-mission, sent-mission
  roles actor, to target, in place
  admitted by target
act mediate, mediates, mediated
  roles actor, for target

-- Words
act condemn, condemns, condemned
  roles actor, attack-on target
act notify, notifies, notified
  roles actor, target
  admitted by target
act object, objects, objected
  roles actor, to target
act report, reports, reported
  roles actor, to target
  admitted by target
act explain, explains, explained
  roles actor, to target
  admitted by target
act meet, meets, met
  roles actor, with target, in place
act demand, demands, demanded
  roles actor, of target
act recognise, recognises, recognised
  roles actor, target
act sign, signs, signed
  roles actor, object, with target
act ratify, ratifies, ratified
  roles actor, object
act denounce, denounces, denounced
  roles actor, object
act suspend, suspends, suspended
  roles actor, object

-- Persons
act detain, detains, detained
  roles actor, target, in place
  admitted by actor
act release, releases, released
  roles actor, object, to target
  admitted by target
act expel, expels, expelled
  roles actor, target, from object
  admitted by actor
act return, returns, returned
  roles actor, object, to target
  admitted by target
act take-office, takes-office, took-office
  roles actor, as object
act leave-office, leaves-office, left-office
  roles actor, as object
`;

/** Prepositions of English: a word of these that an act does not take is a fault of the preposition. */
export const PREPOSITIONS: readonly string[] = [
  "to",
  "of",
  "on",
  "at",
  "from",
  "with",
  "against",
  "for",
  "by",
  "over",
  "under",
  "towards",
  "into",
  "between",
  "through",
  "as",
];
