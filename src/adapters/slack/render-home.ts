import type { HomeView, KnownBlock } from '@slack/types';
import type { HomeSection } from '../../domain/home-section.ts';
import type { Block } from '../../markdown/blocks.ts';
import { slackLimits } from '../../markdown/limits.ts';
import { parseMarkdown } from '../../markdown/parse-markdown.ts';
import { shorten } from '../../markdown/shorten.ts';
import { splitBlocks } from '../../markdown/split-blocks.ts';
import { toPlainText } from '../../markdown/to-plain-text.ts';
import { actionRows } from './action-rows.ts';
import { escapeMrkdwn } from './fall-back-text.ts';
import { viewLimits } from './slack-limits.ts';

/** A section that has no room any more is left out whole, with those after it: the first ones matter most. */
export function renderHome(sections: HomeSection[]): HomeView {
  const blocks: KnownBlock[] = [];
  for (const section of sections) {
    const rendered = renderSection(section);
    if (blocks.length + rendered.length > viewLimits.blocks) break;
    blocks.push(...rendered);
  }
  return { type: 'home', blocks };
}

function renderSection({ title, text, buttons }: HomeSection): KnownBlock[] {
  return [
    {
      type: 'header',
      text: { type: 'plain_text', text: shorten(title, slackLimits.headerCharacters), emoji: true },
    },
    ...paragraphs(text),
    ...actionRows(buttons),
  ];
}

/** App Home takes no `markdown` block: words without marks, in which nothing is read as a mention. */
function paragraphs(text: string): KnownBlock[] {
  const parts = splitBlocks(
    parseMarkdown(text),
    (part) => wordsOf(part).length,
    slackLimits.sectionCharacters,
  );
  return parts.map((part) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: wordsOf(part), verbatim: true },
  }));
}

function wordsOf(part: Block[]): string {
  return escapeMrkdwn(toPlainText(part, { width: 60, fences: true }));
}
