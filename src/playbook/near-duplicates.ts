/** Two texts that say too much in the same words. */
export interface NearDuplicate {
  first: string;
  second: string;
  /** Of the shorter text's four-word runs, the share that the other has as well: 0 to 1. */
  sharedShare: number;
  /** The longest run of words that stands in both, in lower case and without punctuation. */
  longestPassage: string;
}

/**
 * Of the 3,916 pairs of 89 templates the median shares 0.4 % and 99 in 100 share less than 3 %; the nearest two, the
 * gift's delivery and the welcome email, share 6.9 %. Those that had been written from one another shared 10 to 15 %,
 * and stock sentences 15 to 19 words, where independent writing reaches 11 ("two subject lines of 45 characters …").
 */
const templateLimits = { share: 0.08, passageWords: 12 };

/**
 * Runs of four words: three are still idiom ("in the first"), and at five one changed word in a sentence hides most of
 * it. They are counted against the shorter text, so that a short copy of part of a long template is seen.
 */
const runWords = 4;

/** What stands in a template for a value, a label or a layout, and would make strangers look alike. */
const notProse = [
  /\{\{[^{}]*\}\}/g,
  /`[^`]*`/g,
  /\[[^\]]*\]/g,
  /^#+ .*$/gm,
  // "- Framework Step: …" and "Format: …": the label goes, the sentence stays.
  /^(?:- )?[A-Z][A-Za-z ]{1,24}:/gm,
  /\b(?:Harbour Lane Coffee|UK English)\b/g,
];

/** Pairs of which either shares `limits.share` of the shorter's runs or one passage of `limits.passageWords`, worst first. */
export function nearDuplicates(
  texts: ReadonlyMap<string, string>,
  limits: { share: number; passageWords: number } = templateLimits,
): NearDuplicate[] {
  const names = [...texts.keys()];
  const words = names.map((name) => segmentsOf(texts.get(name) ?? ''));
  const holders = new Map<string, number[]>();
  const runCounts = words.map((segments, index) => {
    const runs = new Set(segments.flatMap(runsOf));
    for (const run of runs) {
      const known = holders.get(run);
      if (known) known.push(index);
      else holders.set(run, [index]);
    }
    return runs.size;
  });
  const sharedCounts = new Map<number, number>();
  for (const indexes of holders.values()) {
    for (const [position, second] of indexes.entries()) {
      for (let at = 0; at < position; at++) {
        const pair = (indexes[at] ?? 0) * names.length + second;
        sharedCounts.set(pair, (sharedCounts.get(pair) ?? 0) + 1);
      }
    }
  }
  const found: NearDuplicate[] = [];
  for (const [pair, shared] of sharedCounts) {
    const first = Math.floor(pair / names.length);
    const second = pair % names.length;
    const sharedShare = shared / Math.min(runCounts[first] ?? 1, runCounts[second] ?? 1);
    // A passage of n words brings n − 3 runs: with fewer, none can be that long.
    const mayHoldPassage = shared > limits.passageWords - runWords;
    if (sharedShare < limits.share && !mayHoldPassage) continue;
    const longest = longestCommonRun(words[first] ?? [], words[second] ?? []);
    if (sharedShare < limits.share && longest.length < limits.passageWords) continue;
    found.push({
      first: names[first] ?? '',
      second: names[second] ?? '',
      sharedShare,
      longestPassage: longest.join(' '),
    });
  }
  return found.sort((one, other) => other.sharedShare - one.sharedShare);
}

/** Words of each stretch of prose; no run leads across a line, a value or a label. */
function segmentsOf(template: string): string[][] {
  const prose = notProse.reduce((text, pattern) => text.replace(pattern, '\n'), template);
  return prose
    .toLowerCase()
    .split('\n')
    .map((line) => line.match(/[\p{L}\d]+(?:['’][\p{L}]+)?/gu) ?? [])
    .filter((segment) => segment.length > 0);
}

function runsOf(segment: string[]): string[] {
  const runs: string[] = [];
  for (let at = 0; at + runWords <= segment.length; at++)
    runs.push(segment.slice(at, at + runWords).join(' '));
  return runs;
}

function longestCommonRun(ones: string[][], others: string[][]): string[] {
  let longest: string[] = [];
  for (const one of ones) {
    for (const other of others) {
      let lengths = new Uint16Array(other.length + 1);
      for (const word of one.keys()) {
        const next = new Uint16Array(other.length + 1);
        for (let at = 0; at < other.length; at++) {
          if (one[word] !== other[at]) continue;
          const length = (lengths[at] ?? 0) + 1;
          next[at + 1] = length;
          if (length > longest.length) longest = one.slice(word + 1 - length, word + 1);
        }
        lengths = next;
      }
    }
  }
  return longest;
}
