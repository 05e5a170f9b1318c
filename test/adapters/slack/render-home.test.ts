import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { renderHome } from '../../../src/adapters/slack/render-home.ts';
import type { HomeSection } from '../../../src/domain/home-section.ts';

const section = (more: Partial<HomeSection> = {}): HomeSection => ({
  title: 'Where I am',
  text: '',
  buttons: [],
  ...more,
});
const blocksOf = (...sections: HomeSection[]) => renderHome(sections).blocks as KnownBlock[];

describe('renderHome', () => {
  test('a title, words without marks, buttons', () => {
    const buttons = [{ id: '1:foundation:next', label: 'Go on' }];
    expect(renderHome([section({ text: '**Module 3** of <!here> & more', buttons })])).toEqual({
      type: 'home',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Where I am', emoji: true } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: 'Module 3 of &lt;\u200d!here&gt; &amp; more', verbatim: true },
        },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: '1:foundation:next',
              text: { type: 'plain_text', text: 'Go on', emoji: true },
            },
          ],
        },
      ],
    });
  });

  test('3,000 characters are one section, one more is another; entities count as they are sent', () => {
    expect(blocksOf(section({ text: 'x'.repeat(3_000) }))).toHaveLength(2);
    expect(blocksOf(section({ text: 'x'.repeat(3_001) }))).toHaveLength(3);
    const escaped = blocksOf(section({ text: '& '.repeat(1_000) })).flatMap((block) =>
      block.type === 'section' ? [block.text?.text.length ?? 0] : [],
    );
    expect(Math.max(...escaped)).toBeLessThanOrEqual(3_000);
    expect(escaped.length).toBe(2);
  });

  test('a title of 150 characters stays whole, a longer one ends in an ellipsis', () => {
    expect(blocksOf(section({ title: 'x'.repeat(150) }))[0]).toMatchObject({
      text: { text: 'x'.repeat(150) },
    });
    expect(blocksOf(section({ title: 'x'.repeat(151) }))[0]).toMatchObject({
      text: { text: `${'x'.repeat(149)}…` },
    });
  });

  test('100 blocks at most: what has no room is left out whole', () => {
    expect(blocksOf(...Array(50).fill(section({ text: 'a' })))).toHaveLength(100);
    expect(blocksOf(...Array(51).fill(section({ text: 'a' })))).toHaveLength(100);
    expect(blocksOf(...Array(99).fill(section()), section({ text: 'a' }), section())).toHaveLength(99);
  });
});
