import type { ModulePlace } from './course-place.ts';

/** One thing to do: what, about how long, and what a button does towards it. */
export interface NextStep {
  text: string;
  minutes: number;
  does:
    | { kind: 'foundation' }
    | { kind: 'lesson'; moduleNumber: number; part: number }
    | { kind: 'checklist'; moduleNumber: number }
    | { kind: 'run'; promptCode: string };
}

interface Course {
  place: readonly ModulePlace[];
  /** Required fields of the Foundation that are empty, by label. */
  missing: readonly string[];
  /** How many parts of a module are lesson rather than grids. */
  sectionsOf(moduleNumber: number): number;
}

/** Rough times of a step: seven short answers take five minutes, a lesson is 400 to 700 words. */
export const stepMinutes = { answer: 0.75, lesson: 4, readOn: 3, run: 10, item: 15 };
const mostNamed = 3;

/** The one thing that brings somebody on most. The Foundation's minimum first: every prompt draws on it. */
export function nextStep({ place, missing, sectionsOf }: Course): NextStep {
  if (missing.length > 0) return fillFoundation(missing);
  const current = currentModule(place);
  if (current) return goOn(current, sectionsOf(current.module.moduleNumber));
  const first = place.find(({ state }) => state === 'Not Started');
  if (first) {
    const { step, moduleNumber } = first.module;
    return {
      text: `Open ${step} and read how it works.`,
      minutes: stepMinutes.lesson,
      does: { kind: 'lesson', moduleNumber, part: 0 },
    };
  }
  return {
    text: 'All ten modules are done. Let OP1 read your numbers: it names the weakest step, and that is where to work next.',
    minutes: stepMinutes.run,
    does: { kind: 'run', promptCode: 'OP1' },
  };
}

/** The module that was read last; else the first that was begun. */
function currentModule(place: readonly ModulePlace[]): ModulePlace | undefined {
  const open = place.filter(({ state }) => state === 'In Progress');
  const read = open.filter(({ lessonReadAt }) => lessonReadAt !== undefined);
  return read.sort((one, other) => (other.lessonReadAt ?? 0) - (one.lessonReadAt ?? 0))[0] ?? open[0];
}

function fillFoundation(missing: readonly string[]): NextStep {
  const named = missing.slice(0, mostNamed).join(', ');
  const rest = missing.length - mostNamed;
  const what = rest > 0 ? `${named} and ${rest} more` : named;
  return {
    text: `Write down what your Foundation still lacks: ${what}. Every prompt draws on it.`,
    minutes: Math.max(2, Math.round(missing.length * stepMinutes.answer)),
    does: { kind: 'foundation' },
  };
}

function goOn({ module, ticked, runs, lessonPart }: ModulePlace, sections: number): NextStep {
  const { step, moduleNumber, checklistItems, firstRuns } = module;
  const isFoundation = step === 'Foundation';
  // The Foundation is learnt by filling it in; of the others the lesson comes before the work.
  if (lessonPart === undefined && !isFoundation) {
    return {
      text: `Read how ${step} works.`,
      minutes: stepMinutes.lesson,
      does: { kind: 'lesson', moduleNumber, part: 0 },
    };
  }
  if (lessonPart !== undefined && lessonPart < sections && runs === 0 && ticked.length === 0) {
    return {
      text: `Read on in ${step}: you were at part ${lessonPart + 1}.`,
      minutes: stepMinutes.readOn,
      does: { kind: 'lesson', moduleNumber, part: lessonPart + 1 },
    };
  }
  const [firstRun] = firstRuns;
  if (runs === 0 && firstRun !== undefined && !isFoundation) {
    return {
      text: `Run ${firstRun}, a good first one for ${step}.`,
      minutes: stepMinutes.run,
      does: { kind: 'run', promptCode: firstRun },
    };
  }
  const item = checklistItems.find((_, index) => !ticked.includes(index));
  return {
    text: `In ${step}, see to this and tick it off: “${item}”.`,
    minutes: stepMinutes.item,
    does: { kind: 'checklist', moduleNumber },
  };
}
