import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trainingMessages } from '../../src/director/training-messages.ts';
import { directorTaskSchema } from '../../src/domain/director-task.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

const catalogue = await loadCatalogue();
const messages = trainingMessages(catalogue);
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

describe('the training messages', () => {
  it('are 25 or more for each prompt, and 60 or more for each agent and each thing the Director does', () => {
    const few = [
      ...[...catalogue.prompts.values()].map(({ promptCode, cues }) => ({
        of: promptCode,
        lacks: 25 - cues.length,
      })),
      ...[...catalogue.agents.values()].map(({ role, cues }) => ({ of: role, lacks: 60 - cues.length })),
      ...directorTaskSchema.options.map((task) => ({ of: task, lacks: 60 - catalogue.tasks[task].length })),
    ].filter(({ lacks }) => lacks > 0);
    expect(few).toEqual([]);
  });

  it('name what they mean: a prompt with its owner, an agent, or what the Director does itself', () => {
    const [cue] = catalogue.prompts.get('H1')?.cues ?? [];
    const [wish] = catalogue.tasks.nudges;
    expect(messages).toContainEqual({ text: cue, intent: { agent: 'Writer', promptCode: 'H1' } });
    expect(messages).toContainEqual({
      text: 'Pain-focused ad headlines',
      intent: { agent: 'Writer', promptCode: 'H1' },
    });
    expect(messages).toContainEqual({
      text: wish,
      intent: { agent: 'Director', promptCode: null, task: 'nudges' },
    });
  });

  it('stand there once: the same words cannot mean two things', () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const { text } of messages) {
      const before = seen.get(plain(text));
      if (before !== undefined) twice.push(`${before} = ${text}`);
      seen.set(plain(text), text);
    }
    expect(twice).toEqual([]);
  });

  it('are none of the labelled messages that the index is judged by', () => {
    const labelled = new Set(
      readFileSync(new URL('../fixtures/routing-examples.jsonl', import.meta.url), 'utf8')
        .trim()
        .split('\n')
        .map((line) => plain(JSON.parse(line).text)),
    );
    expect(labelled.size).toBeGreaterThan(250);
    expect(messages.filter(({ text }) => labelled.has(plain(text)))).toEqual([]);
  });
});
