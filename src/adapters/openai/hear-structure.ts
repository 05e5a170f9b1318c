import type OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import type { ModelMessage } from '../../ports/language-model.ts';
import { toChatMessages } from './chat-messages.ts';
import { namesParameter } from './classify-failure.ts';
import { type HeardAnswer, toUsage } from './heard-answer.ts';
import type { ServerHabits } from './server-habits.ts';

interface StructureQuestion {
  client: OpenAI;
  model: string;
  messages: ModelMessage[];
  structure: { name: string; schema: z.ZodType };
  habits: ServerHabits;
  options: { signal: AbortSignal; timeout: number };
}

// OpenAI and vLLM name the parameter; Groq says "response format `json_schema`", others "structured outputs".
const shapeParameter = /response[_ ]format|json[_ ]schema|json[_ ]object|structured[_ ]output/i;
const unfitSchema = /invalid schema/i;

/** Asks for a value of the schema's shape; `heard.text` is then JSON, hopefully. Throws what the client throws. */
export async function hearStructure(question: StructureQuestion, heard: HeardAnswer): Promise<void> {
  const completion = await askInBestWay(question);
  // Where the body is empty, or not JSON by its content type, the client hands over nothing, or a string.
  const choice = completion?.choices?.[0];
  if (!choice?.message) throw new SyntaxError('The answer holds no choice.');

  if (completion.model) heard.model = completion.model;
  if (completion.usage) heard.usage = toUsage(completion.usage);
  heard.text = choice.message.content ?? '';
  heard.refusal = choice.message.refusal ?? '';
  heard.finishReason = choice.finish_reason ?? 'stop';
}

/** By schema, else by `json_object` and words, else by words alone. At most three calls, and the next asks right away. */
async function askInBestWay(question: StructureQuestion): Promise<OpenAI.ChatCompletion> {
  const { client, habits, structure, options } = question;
  for (;;) {
    const body = bodyFor(question);
    const tried = body.response_format?.type;
    try {
      return await client.chat.completions.create(body, options);
    } catch (error) {
      if (tried === undefined || !namesParameter(error, shapeParameter)) throw error;
      if (tried === 'json_object') habits.takesJsonObject = false;
      else if (namesParameter(error, unfitSchema)) habits.unfitSchemas.add(structure.name);
      else habits.takesJsonSchema = false;
    }
  }
}

function bodyFor(question: StructureQuestion): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { model, structure, habits } = question;
  const messages = toChatMessages(question.messages, false);
  if (habits.takesJsonSchema && !habits.unfitSchemas.has(structure.name)) {
    try {
      const format = zodResponseFormat(structure.schema, structure.name);
      return { model, messages, response_format: format };
    } catch {
      // The strict form has no optional fields, no union at the top, no transforms. Such a schema is put into words.
      habits.unfitSchemas.add(structure.name);
    }
  }
  const inWords = {
    model,
    messages: toChatMessages(withSchemaInWords(question.messages, structure.schema), false),
  };
  return habits.takesJsonObject ? { ...inWords, response_format: { type: 'json_object' } } : inWords;
}

/** In the first system message, because many chat templates take only one, and because it is part of what is stable. */
function withSchemaInWords(messages: ModelMessage[], schema: z.ZodType): ModelMessage[] {
  const jsonSchema = JSON.stringify(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }));
  const wish = `Answer with one JSON value that matches this JSON schema, and with nothing else:\n${jsonSchema}`;
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return [{ role: 'system', content: wish }, ...messages];
  return [{ role: 'system', content: `${first.content}\n\n${wish}` }, ...rest];
}
