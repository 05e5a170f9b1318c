import type { AttachedFile } from '../domain/attached-file.ts';
import type { Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { readResearch, researchPrompts } from '../foundation/read-research.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { offerButtons } from './offer.ts';
import { privateReply } from './private-reply.ts';
import { readMessage } from './read-message.ts';
import { startRun } from './run-turn.ts';
import type { Turn } from './turn.ts';

/**
 * "Here is my research: …", or with a file: it goes into the form of the prompt that turns it into cells, whose proposals are
 * confirmed one by one. Pasted text is treated as the file that it might have been.
 */
export async function takeResearch(message: string, turn: Turn): Promise<Reply> {
  const research = readResearch(readMessage(message).words);
  const files = turn.files.length > 0 ? turn.files : pastedFile(research?.text ?? '', turn);
  if (!research || files.length === 0)
    return privateReply(
      'Researcher',
      'Paste it behind a colon, as in “here is my research: …”, or send it as a file. I turn it into cells that you confirm one by one.',
      turn,
    );
  const asked = { ...turn, files };
  if (research.promptCode === undefined) {
    const offered = researchPrompts.map((promptCode) => ({ agent: 'Researcher' as const, promptCode }));
    return privateReply('Researcher', 'Which grid is it about: company, market or customer?', turn, {
      buttons: await offerButtons(offered, opening(message), asked),
    });
  }
  const prompt = turn.deps.catalogue.prompts.get(research.promptCode);
  if (!prompt) return privateReply('Researcher', sentenceFor({ kind: 'outdated-button' }), turn);
  return startRun({ prompt, requestText: opening(message) }, asked);
}

/** What was asked, without what was pasted behind it: that goes into the form. */
function opening(message: string): string {
  return message.split(/[:\n]/)[0]?.slice(0, 200) ?? '';
}

function pastedFile(text: string, turn: Turn): AttachedFile[] {
  if (text === '') return [];
  const bytes = new TextEncoder().encode(text).length;
  return [
    { id: stableId('pasted', turn.incoming.id), name: 'your research', mediaType: 'text/plain', bytes, text },
  ];
}
