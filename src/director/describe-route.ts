import { answererOf } from '../course/read-course-wish.ts';
import type { Intent } from './intent.ts';
import type { Route } from './route.ts';

/** A decision as `npm run -s route` prints it: while the Director asks or answers itself, the agent is Director. */
export interface RouteDescription {
  kind: Route['kind'];
  agent: string;
  promptCode: string | null;
  /** The buttons when it asks instead of deciding, or beside its decision. */
  offered: Intent[];
}

export function describeRoute(route: Route): RouteDescription {
  switch (route.kind) {
    case 'run':
      return { kind: route.kind, agent: route.agent, promptCode: route.promptCode, offered: route.offered };
    case 'agent':
      return { kind: route.kind, agent: route.agent, promptCode: null, offered: route.offered };
    case 'course':
      return { kind: route.kind, agent: answererOf(route.wish), promptCode: null, offered: [] };
    case 'ask':
      return { kind: route.kind, agent: 'Director', promptCode: null, offered: route.offered };
    default:
      return { kind: route.kind, agent: 'Director', promptCode: null, offered: [] };
  }
}
