import type { ReplyFile, ReplyPart } from '../../domain/reply.ts';
import { splitBlocks } from '../../markdown/split-blocks.ts';
import { toMarkdown } from '../../markdown/to-markdown.ts';
import { blocksOfPart, controlBlocks } from './message-blocks.ts';
import { fullness } from './message-budget.ts';

/**
 * The part as the messages that it takes, each of which `renderPart` keeps within every limit: itself where it fits, else
 * `answer`, `answer.2` and so on, the same for the same part. Buttons, form and feedback stand under the last. Files come after it.
 */
export function splitPart(part: ReplyPart): ReplyPart[] {
  const { files = [], ...words } = part;
  if (files.length === 0) return splitText(part);
  const said = splitText(words);
  return [...said, filesPart(words, files, said.length + 1)];
}

/** Slack takes no buttons, name and picture beside files: they are a message by themselves, in the same place. */
function filesPart(
  { part, audience, agent, promptCode }: ReplyPart,
  files: ReplyFile[],
  number: number,
): ReplyPart {
  return {
    part: `${part}.${number}`,
    audience,
    agent,
    text: files.map(({ name, alt }) => `${name}: ${alt}`).join('\n'),
    buttons: [],
    files,
    ...(promptCode === undefined ? {} : { promptCode }),
  };
}

function splitText(part: ReplyPart): ReplyPart[] {
  const blocks = blocksOfPart(part);
  const controls = controlBlocks(part);
  if (fullness(blocks, controls) <= 1) return [part];
  const pieces = splitBlocks(blocks, (piece) => fullness(piece, controls), 1).map((piece) =>
    toMarkdown(piece),
  );
  const { buttons, form, executionId, ...common } = part;
  return pieces.map((text, index) => {
    const isLast = index === pieces.length - 1;
    return {
      ...common,
      part: index === 0 ? part.part : `${part.part}.${index + 1}`,
      text,
      buttons: isLast ? buttons : [],
      ...(isLast && form ? { form } : {}),
      ...(isLast && executionId !== undefined ? { executionId } : {}),
    };
  });
}
