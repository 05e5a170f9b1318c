import type { FoundationPath } from '../domain/foundation-fields.ts';

/** What somebody says under a question of the interview. */
export type InterviewWords = 'keep' | 'pass' | 'rest' | 'other' | 'answer';

const keep =
  /^(?:keep(?: it| that| this)?|yes|yep|yeah|ok|okay|sure|right|correct|good|looks good|that'?s (?:right|it|good))(?: please| thanks)?$/;
const pass =
  /^(?:skip(?: it| this| that| this one| that one)?|pass|next(?: one| question)?|(?:i )?(?:don'?t|do not) know(?: yet)?|not sure(?: yet)?|no idea|n\/?a|dunno)(?: please)?$/;
const rest =
  /^(?:stop(?: for now| here| it)?|pause|rest|later|not now|enough|(?:that'?s )?enough(?: for (?:now|today))?|(?:let'?s )?(?:finish|continue|go on) (?:later|tomorrow|another time)|i(?:'ll| will) (?:finish|continue|go on) later|quit|exit)(?: please)?$/;
/** Begins like something to be done, which no description of a business does. */
const wish =
  /^(?:please |pls |can you |could you |would you |will you )*(?:write|draft|make me|give me|create|generate|show|list|explain|tell me|help me|run|rewrite|summari[sz]e|suggest|export|delete|remind)\b/;
const asks =
  /^(?:what|why|how|who|when|where|which|can|could|should|is|are|do|does|did|will|would)\b[^.!]{0,200}\?$/;

/** Fields whose answers are themselves questions, or quote them. */
const holdsQuestions: readonly string[] = [
  'customerAvatar.commonQuestions',
  'customerAvatar.objections',
  'customerAvatar.customerQuotes',
  'customerAvatar.fears',
] satisfies FoundationPath[];

/** Reads it by its words alone. `other`: a question or a wish of their own, to be answered before the interview goes on. */
export function readInterviewWords(words: string, asked: string): InterviewWords {
  const bare = words
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/^[\s\p{P}]+|[\s.!,;:]+$/gu, '');
  if (keep.test(bare)) return 'keep';
  if (pass.test(bare)) return 'pass';
  if (rest.test(bare)) return 'rest';
  if (wish.test(bare)) return 'other';
  return asks.test(bare) && !holdsQuestions.includes(asked) ? 'other' : 'answer';
}
