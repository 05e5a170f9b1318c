import { describe, expect, it } from 'vitest';
import { type Failure, sentenceFor } from '../../src/sentences/failure-sentences.ts';

/** At least one failure of every kind, with the facts that change its sentence; tsc holds the kinds complete. */
const failures: { [Kind in Failure['kind']]: Array<Extract<Failure, { kind: Kind }>> } = {
  'empty-message': [{ kind: 'empty-message' }],
  'message-too-long': [{ kind: 'message-too-long', characters: 40_000, limit: 8_000 }],
  'unknown-agent': [
    { kind: 'unknown-agent', name: 'Wirter', near: 'Writer' },
    { kind: 'unknown-agent', name: 'Bob', near: undefined },
  ],
  'unknown-code': [
    { kind: 'unknown-code', code: 'H99', step: 'Hook', known: ['H1 Headlines', 'H5 Angles'] },
    { kind: 'unknown-code', code: 'H99', step: 'Hook', known: ['H1 Headlines'] },
    { kind: 'unknown-code', code: 'U9', step: 'Upsell', known: [] },
  ],
  'unsure-code': [{ kind: 'unsure-code', code: 'I1' }],
  'no-model-for-agent': [
    {
      kind: 'no-model-for-agent',
      agent: 'Marketer',
      needs: 'the two angles',
      why: 'No model is set',
      isSet: false,
    },
  ],
  'not-in-course': [{ kind: 'not-in-course' }],
  'template-broken': [{ kind: 'template-broken', code: 'H1' }],
  'model-refused': [{ kind: 'model-refused', why: 'policy' }],
  'model-failed': [
    'rate-limited',
    'server-error',
    'timed-out',
    'unreachable',
    'not-authorised',
    'bad-request',
    'cut-short',
    'invalid-answer',
    'a reason of tomorrow',
  ].flatMap((reason) => [true, false].map((kept) => ({ kind: 'model-failed', reason, kept }) as const)),
  'model-stopped': [
    { kind: 'model-stopped', kept: true },
    { kind: 'model-stopped', kept: false },
  ],
  'not-yours': [{ kind: 'not-yours' }],
  'outdated-button': [{ kind: 'outdated-button' }],
  'already-run': [{ kind: 'already-run' }],
  'nothing-to-save': [{ kind: 'nothing-to-save' }],
  'nothing-under-way': [{ kind: 'nothing-under-way' }],
  'work-stopped': [{ kind: 'work-stopped' }],
  'out-of-scope': [{ kind: 'out-of-scope' }],
  'not-built-yet': [{ kind: 'not-built-yet', what: 'show your progress' }],
  'unreadable-file': [{ kind: 'unreadable-file', name: 'brief.pdf' }],
  'picture-unseen': [
    { kind: 'picture-unseen', names: ['cup.png'] },
    { kind: 'picture-unseen', names: ['cup.png', 'shelf.jpg'] },
  ],
  'guessed-encoding': [{ kind: 'guessed-encoding', name: 'prices.csv' }],
  'file-too-long': [{ kind: 'file-too-long', name: 'notes.txt', limit: 4_000 }],
  'file-without-place': [{ kind: 'file-without-place', name: 'notes.txt', code: 'H1' }],
  'file-refused': [{ kind: 'file-refused', names: ['H1.md'] }],
  'several-files': [{ kind: 'several-files' }],
  'wrong-form': [{ kind: 'wrong-form', errors: ['Core offers is still empty.', 'Link: too long.'] }],
  'shared-channel': [{ kind: 'shared-channel' }],
  outsider: [{ kind: 'outsider' }],
  guest: [{ kind: 'guest' }],
  'place-refused': [{ kind: 'place-refused', why: 'the channel is archived' }],
  'answered-directly': [{ kind: 'answered-directly' }],
  'answered-in-thread': [{ kind: 'answered-in-thread' }],
  'roles-need-intent': [{ kind: 'roles-need-intent' }],
  'not-allowed-roles': [{ kind: 'not-allowed-roles' }],
  'form-sent': [{ kind: 'form-sent' }],
  'direct-messages-closed': [{ kind: 'direct-messages-closed' }],
  'form-too-late': [{ kind: 'form-too-late' }],
  'reminder-unread': (['no-time', 'no-text', 'out-of-range', 'repeated'] as const).map((why) => ({
    kind: 'reminder-unread',
    why,
  })),
  'reminder-gone': [{ kind: 'reminder-gone' }],
  'out-of-order': [{ kind: 'out-of-order' }],
};

describe('what people read when something failed', () => {
  it.each(Object.values(failures).flat())('$kind $reason', (failure) => {
    const sentence = sentenceFor(failure);
    expect(sentence).toMatch(/^["A-Z].*[.?]$|^["A-Z].*\n- /s);
    expect(sentence).not.toMatch(/undefined|null|\[object|NaN| {2}/);
  });

  it('are different sentences for different failures', () => {
    const sentences = Object.values(failures)
      .flat()
      .map((failure) => sentenceFor(failure));
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('carry the facts', () => {
    const said = (failure: Failure) => sentenceFor(failure);
    expect(said({ kind: 'unknown-agent', name: 'Wirter', near: 'Writer' })).toBe(
      'I know no @Wirter. Writer?',
    );
    expect(said({ kind: 'message-too-long', characters: 40_000, limit: 8_000 })).toMatch(/40,000 .* 8,000/);
    expect(said({ kind: 'unknown-code', code: 'H99', step: 'Hook', known: ['H1 a', 'H5 b'] })).toBe(
      'There is no H99. For Hook there are:\n- H1 a\n- H5 b',
    );
    expect(said({ kind: 'wrong-form', errors: ['One.', 'Two.'] })).toMatch(/\n- One\.\n- Two\.$/);
    expect(said({ kind: 'model-failed', reason: 'timed-out', kept: false })).toMatch(
      /too long\. Nothing is lost/,
    );
  });
});
