import { z } from 'zod';
import { systemRoleSchema } from '../../domain/system-role.ts';
import { defineTool, result } from './tool.ts';

export const handOver = defineTool({
  name: 'handOver',
  description:
    "Hands the person's question over to the agent whose job it is. Call it before you write anything: that agent answers instead of you.",
  parameters: z.strictObject({ to: systemRoleSchema }),
  status: 'Finding the right agent…',
  run: ({ to }, { agent, mayHandOver }) => {
    if (to === agent.role) return result('That is you: answer yourself.');
    return mayHandOver
      ? { kind: 'hands-over', to }
      : result(`It cannot be handed over any more: answer what you can, and name @${to} in one line.`);
  },
});

export const runPrompt = defineTool({
  name: 'runPrompt',
  description:
    'Runs one of your own playbook prompts for this person, by its code: use it where they want what the prompt makes. Call it before you write anything: what the prompt makes is the answer. Missing facts are asked for by a form.',
  parameters: z.strictObject({ promptCode: z.string().max(5) }),
  status: 'Opening the playbook…',
  run: ({ promptCode }, { agent, deps }) => {
    const prompt = deps.catalogue.prompts.get(promptCode.toUpperCase());
    if (!prompt) return result(`There is no prompt ${promptCode}. listPrompts shows those there are.`);
    return prompt.owner === agent.role
      ? { kind: 'runs', promptCode: prompt.promptCode }
      : result(`${prompt.promptCode} is ${prompt.owner}'s: hand over to ${prompt.owner}.`);
  },
});
