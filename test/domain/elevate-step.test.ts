import { describe, expect, it } from 'vitest';
import {
  elevateStepInfo,
  elevateStepNamed,
  elevateStepSchema,
  elevateSteps,
} from '../../src/domain/elevate-step.ts';

describe('elevate steps', () => {
  it('are the ten literals in the order of the course', () => {
    expect(elevateSteps.map((info) => info.step)).toEqual(elevateStepSchema.options);
    expect(elevateSteps.map((info) => info.moduleNumber)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('have a folder that says number and name', () => {
    for (const { step, moduleNumber, folder } of elevateSteps)
      expect(folder).toBe(`${moduleNumber}-${step.toLowerCase()}`);
  });

  it('stand in three levels of three, Foundation in none', () => {
    const levels = elevateSteps.map((info) => info.level);
    const three = <Level>(level: Level) => [level, level, level];
    expect(levels).toEqual([undefined, ...three('Attract'), ...three('Convert'), ...three('Grow')]);
    expect(elevateStepInfo('Sell').level).toBe('Convert');
  });

  it.each([
    ['Hook', 'Hook'],
    [' upsell ', 'Upsell'],
    ['STOP', 'Hook'],
    ['find', 'Foundation'],
    ['understand', 'Educate'],
    ['lead', undefined],
    ['', undefined],
  ])('%j means %s', (name, step) => {
    expect(elevateStepNamed(name)).toBe(step);
  });
});
