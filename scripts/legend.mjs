// What stands on the board that `npm run demo` prints, for somebody who has never seen one.

/** Pairs of what is printed and what it means; null: a blank line. */
export const LEGEND = [
  ["✕ breached", "done though forbidden, or not done in time"],
  ["✓ kept", "done in time; or, of what is forbidden, over and watched all the time"],
  ["○ no breach observed", "none is reported: coverage says for how much of the time somebody would have told"],
  ["◷ pending", "still to be done"],
  ["? unknown", "the accounts, or the words of the text, leave it open; what is possible follows"],
  ["≠ contested on reading", "the sides read the words differently, and come to different findings"],
  ["◌ open", "hoped for or allowed, and still to come"],
  ["▲ reached", "what was hoped for came about"],
  ["– not triggered", "the occasion for it has not arisen"],
  ["∅ not binding", "one side holds that it owes nothing by it"],
  ["⊘ lapsed", "the agreement or the membership was over before it had to be done"],
  ["◇ excused", "what the text, or a reading of it, lets off"],
  ["· not in force", "the norm bound nobody by that day"],
  null,
  ["by the text", "by the agreed words alone, without anybody's reading"],
  ["under …", "as that side reads the words; views differ: other readings lead elsewhere"],
  ["possible breach", "told of by somebody, and not settled"],
  ["as told by S…", "the sources, by their numbers in sources.csv"],
  ["occasions", "how often what sets the norm off has happened, or may have"],
  ["text unseen", "whoever wrote the norm down had a summary of the article, not its words"],
];

/** The same in lines. */
export function legendLines() {
  const width = Math.max(...LEGEND.map((pair) => (pair ? pair[0].length : 0)));
  return LEGEND.map((pair) => (pair ? `  ${pair[0].padEnd(width)}  ${pair[1]}` : ""));
}
