import { z } from 'zod';
import type { AgentCard, Catalogue } from '../../domain/catalogue.ts';
import type { Suggestion } from '../../domain/suggestion.ts';
import type { SystemRole } from '../../domain/system-role.ts';
import type { ToolName } from '../../domain/tool-name.ts';
import type { AssetStore } from '../../ports/asset-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExecutionStore } from '../../ports/execution-store.ts';
import type { FoundationStore } from '../../ports/foundation-store.ts';
import type { FunnelSnapshotStore } from '../../ports/funnel-snapshot-store.ts';
import type { PageReader } from '../../ports/page-reader.ts';
import type { ProgressStore } from '../../ports/progress-store.ts';
import type { WebSearch } from '../../ports/web-search.ts';
import type { CourseIndex } from '../course-index.ts';

/** What tools may use of the program. */
export interface ToolDeps {
  catalogue: Catalogue;
  course: CourseIndex;
  foundations: FoundationStore;
  executions: ExecutionStore;
  assets: AssetStore;
  progress: ProgressStore;
  snapshots: FunnelSnapshotStore;
  /** Absent where pages cannot be read, or the web not be searched. */
  pages: PageReader | undefined;
  search: WebSearch | undefined;
  clock: Clock;
}

/** Who asks, and whose data a tool may see: nobody else's. */
export interface ToolContext {
  agent: AgentCard;
  userId: string;
  /** IANA name. */
  timeZone: string;
  /** When the person wrote: "on Friday" counts from there. */
  askedAtMs: number;
  /** False once nobody else may be brought in: it has been handed over twice, or the agent has begun to answer. */
  mayHandOver: boolean;
  /** Addresses that the person, a page or a search named (known-addresses.ts). Results add to them. */
  addresses: Set<string>;
  deps: ToolDeps;
}

export type ToolOutcome =
  /** For the model to go on with. */
  | { kind: 'result'; text: string }
  /** The same, and the person is asked by a button. */
  | { kind: 'suggests'; text: string; suggestion: Suggestion }
  /** The turn goes on elsewhere; this agent says no more. */
  | { kind: 'hands-over'; to: SystemRole }
  | { kind: 'runs'; promptCode: string };

export interface Tool {
  name: ToolName;
  /** For the model. */
  description: string;
  parameters: z.ZodType;
  timeoutMs: number;
  /** Its result is the person's own: an answer that draws on it is for them alone. */
  isPrivate: boolean;
  /** What people see while it works, such as "Writer looks at your saved work…". */
  status: string;
  /** False where this program lacks what it takes. */
  isAvailable(deps: ToolDeps): boolean;
  /** With arguments as a model wrote them: wrong ones are told in the result. */
  call(argumentsText: string, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome>;
}

interface ToolDefinition<Parameters extends z.ZodType> {
  name: ToolName;
  description: string;
  parameters: Parameters;
  status: string;
  isPrivate?: boolean;
  timeoutMs?: number;
  isAvailable?: (deps: ToolDeps) => boolean;
  run(
    args: z.output<Parameters>,
    context: ToolContext,
    signal: AbortSignal,
  ): Promise<ToolOutcome> | ToolOutcome;
}

/** A read of our own store or content takes milliseconds; a store that does not answer is not waited for. */
const usualTimeoutMs = 5_000;

export function defineTool<Parameters extends z.ZodType>(definition: ToolDefinition<Parameters>): Tool {
  const { name, description, parameters, status, run } = definition;
  return {
    name,
    description,
    parameters,
    status,
    isPrivate: definition.isPrivate ?? false,
    timeoutMs: definition.timeoutMs ?? usualTimeoutMs,
    isAvailable: definition.isAvailable ?? (() => true),
    call: async (argumentsText, context, signal) => {
      const reading = parameters.safeParse(jsonOf(argumentsText));
      return reading.success
        ? run(reading.data, context, signal)
        : result(`The arguments do not fit: ${z.prettifyError(reading.error)}`);
    },
  };
}

export function result(text: string): ToolOutcome {
  return { kind: 'result', text };
}

/** Models send nothing at all for a tool without parameters. */
function jsonOf(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
