import { z } from 'zod';

/** The ten steps, exactly as the seed spells them. Foundation is module 0, the others are modules 1 to 9. */
export const elevateStepSchema = z.enum([
  'Foundation',
  'Hook',
  'Gift',
  'Identify',
  'Engage',
  'Sell',
  'Nurture',
  'Upsell',
  'Educate',
  'Share',
]);

export type ElevateStep = z.infer<typeof elevateStepSchema>;

/** The three groups of the nine steps. Foundation stands outside them. */
export type ElevateLevel = 'Attract' | 'Convert' | 'Grow';

export interface ElevateStepInfo {
  step: ElevateStep;
  /** 0 to 9, the order of the course. */
  moduleNumber: number;
  /** The step's folder under `prompts/`. */
  folder: string;
  /** Absent for Foundation. */
  level?: ElevateLevel;
  /** Names that older material of the course uses, lower case. */
  aliases: readonly string[];
}

/** Every step in the order of the course. */
export const elevateSteps: readonly ElevateStepInfo[] = [
  { step: 'Foundation', moduleNumber: 0, folder: '0-foundation', aliases: ['find'] },
  { step: 'Hook', moduleNumber: 1, folder: '1-hook', level: 'Attract', aliases: ['stop'] },
  { step: 'Gift', moduleNumber: 2, folder: '2-gift', level: 'Attract', aliases: [] },
  { step: 'Identify', moduleNumber: 3, folder: '3-identify', level: 'Attract', aliases: [] },
  { step: 'Engage', moduleNumber: 4, folder: '4-engage', level: 'Convert', aliases: [] },
  { step: 'Sell', moduleNumber: 5, folder: '5-sell', level: 'Convert', aliases: [] },
  { step: 'Nurture', moduleNumber: 6, folder: '6-nurture', level: 'Convert', aliases: [] },
  { step: 'Upsell', moduleNumber: 7, folder: '7-upsell', level: 'Grow', aliases: [] },
  { step: 'Educate', moduleNumber: 8, folder: '8-educate', level: 'Grow', aliases: ['understand'] },
  { step: 'Share', moduleNumber: 9, folder: '9-share', level: 'Grow', aliases: [] },
];

/** What the table says about one step. */
export function elevateStepInfo(step: ElevateStep): ElevateStepInfo {
  const info = elevateSteps.find((candidate) => candidate.step === step);
  if (!info) throw new Error(`elevateSteps has no row for ${step}.`);
  return info;
}

/** The step that a name or an old name means, whatever its case; undefined when it is neither. */
export function elevateStepNamed(name: string): ElevateStep | undefined {
  const wanted = name.trim().toLowerCase();
  return elevateSteps.find((info) => info.step.toLowerCase() === wanted || info.aliases.includes(wanted))
    ?.step;
}
