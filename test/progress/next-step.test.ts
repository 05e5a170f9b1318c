import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { coursePlace, type ModulePlace } from '../../src/progress/course-place.ts';
import { nextStep } from '../../src/progress/next-step.ts';

const { modules } = await loadCatalogue();
const fresh = coursePlace(modules, { rows: [], activity: [], foundation: { filled: 7, missing: 0 } });

/** Some modules changed, the Foundation done. */
function placeWith(changes: Record<string, Partial<ModulePlace>>): ModulePlace[] {
  return fresh.map((one) => ({
    ...one,
    ...(one.module.step === 'Foundation' ? { state: 'Completed' as const } : {}),
    ...changes[one.module.step],
  }));
}
const next = (place: ModulePlace[], missing: string[] = []) =>
  nextStep({ place, missing, sectionsOf: () => 6 });
const begun = { state: 'In Progress' as const };

describe('the next step', () => {
  it('is the Foundation’s minimum before anything else', () => {
    const step = next(placeWith({ Hook: begun }), ['Core offers', 'Goals', 'Pains', 'Voice', 'Mechanism']);
    expect(step.does).toEqual({ kind: 'foundation' });
    expect(step.text).toContain('Core offers, Goals, Pains and 2 more.');
    expect(next(placeWith({}), ['Pains']).minutes).toBe(2);
  });

  it('then opens the first module that was not begun', () => {
    expect(next(placeWith({})).does).toEqual({ kind: 'lesson', moduleNumber: 1, part: 0 });
  });

  it.each<[string, Partial<ModulePlace>, object]>([
    ['its lesson, where it was not opened', {}, { kind: 'lesson', moduleNumber: 2, part: 0 }],
    ['the rest of its lesson', { lessonPart: 2 }, { kind: 'lesson', moduleNumber: 2, part: 3 }],
    ['its first prompt, once it is read', { lessonPart: 6 }, { kind: 'run', promptCode: 'G1' }],
    ['its checklist, once a prompt ran', { lessonPart: 6, runs: 1 }, { kind: 'checklist', moduleNumber: 2 }],
  ])('goes on with a module that was begun: %s', (_what, change, does) => {
    expect(next(placeWith({ Gift: { ...begun, ...change } })).does).toEqual(does);
  });

  it('names the first item that is not ticked', () => {
    const step = next(placeWith({ Gift: { ...begun, lessonPart: 6, runs: 1, ticked: [0, 2] } }));
    expect(step.text).toContain('“Gift answers the pain the hook named”');
  });

  it('goes on where somebody read last, not where the course is first open', () => {
    const place = placeWith({
      Hook: { ...begun, lessonPart: 1, lessonReadAt: 5 },
      Sell: { ...begun, lessonPart: 1, lessonReadAt: 9 },
      Share: begun,
    });
    expect(next(place).does).toEqual({ kind: 'lesson', moduleNumber: 5, part: 2 });
  });

  it('is the weakest step, once all is done', () => {
    const place = fresh.map((one) => ({ ...one, state: 'Completed' as const }));
    expect(next(place).does).toEqual({ kind: 'run', promptCode: 'OP1' });
  });
});
