import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { createCourseIndex } from '../../src/playbook/course-index.ts';

const course = createCourseIndex(await loadCatalogue());

describe('questions to the course', () => {
  it.each([
    ['what does ROCKET stand for?', 'Module 0, Foundation: ', /Role/],
    ['whats rocket', 'Module 0, Foundation: ', /Role/],
    ['explain the three kinds of hook', 'Module 1, Hook: The three kinds of hook', /Intrigue/],
    ['what is H1?', 'Playbook, H1', /@Writer runs it/],
    ['checklist for hook', 'Module 1, Hook: checklist', /One segment and one pain picked/],
  ])('%j is answered from its place', (question, place, text) => {
    const [best] = course.find(question, 3);
    expect(best?.place.startsWith(place)).toBe(true);
    expect(best?.text).toMatch(text);
    expect(best?.covers).toBeGreaterThan(0.5);
  });

  it('forgive a slip in a long word', () => {
    expect(course.find('value equasion', 1)).toEqual(
      course.find('value equation', 1).map((hit) => expect.objectContaining({ place: hit.place })),
    );
  });

  it('give as many passages as were wanted, best first', () => {
    const places = course.find('gift landing page', 5).map((passage) => passage.place);
    expect(places).toHaveLength(5);
    expect(new Set(places).size).toBe(5);
    expect(course.find('gift landing page', 2).map((passage) => passage.place)).toEqual(places.slice(0, 2));
  });

  it.each(['', '?!', 'what is that and why', 'xylophone zeppelins', '🙂'])('%j finds nothing', (question) => {
    expect(course.find(question, 3)).toEqual([]);
  });

  it('say how much of the question a passage covers, whatever its form', () => {
    const covered = (question: string) => course.find(question, 1)[0]?.covers ?? 0;
    expect(covered('rocket')).toBe(1);
    expect(covered('rocket xylophone zeppelins')).toBeLessThan(0.5);
    for (const question of ['rocket', 'hook angles for tea', 'upsell bundle price']) {
      for (const { covers } of course.find(question, 10)) {
        expect(covers).toBeGreaterThan(0);
        expect(covers).toBeLessThanOrEqual(1);
      }
    }
  });
});
