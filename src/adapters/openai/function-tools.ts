import type OpenAI from 'openai';
import { z } from 'zod';
import type { ModelTool, ToolCall } from '../../ports/language-model.ts';

/** Without `strict`, which knows no optional parameters and which few servers have: what comes is checked by us. */
export function toFunctionTools(tools: readonly ModelTool[]): OpenAI.ChatCompletionFunctionTool[] {
  return tools.map(({ name, description, parameters }) => {
    const { $schema: _, ...schema } = z.toJSONSchema(parameters, { target: 'draft-7', io: 'input' });
    return { type: 'function', function: { name, description, parameters: schema } };
  });
}

type Piece = OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall;

/**
 * Puts the pieces of a stream to their calls. Servers differ: some name no index or no id, some begin each call with
 * index 0 and an id of its own.
 */
export function toolCallCollector(calls: ToolCall[]): (piece: Partial<Piece>) => void {
  const newest = new Map<number, ToolCall>();
  return ({ index = 0, id, function: said }) => {
    const known = newest.get(index);
    const call = known && (!id || known.id === id) ? known : newCall(calls, id);
    newest.set(index, call);
    call.name += said?.name ?? '';
    call.arguments += asText(said?.arguments);
  };
}

/** The same of an answer that came whole. */
export function addToolCall(calls: ToolCall[], whole: OpenAI.ChatCompletionMessageToolCall): void {
  if (whole.type !== 'function') return;
  const call = newCall(calls, whole.id);
  call.name = whole.function.name;
  call.arguments = asText(whole.function.arguments);
}

function newCall(calls: ToolCall[], id: string | undefined): ToolCall {
  const call = { id: id || `call_${calls.length}`, name: '', arguments: '' };
  calls.push(call);
  return call;
}

/** Some servers send the arguments as an object. */
function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
