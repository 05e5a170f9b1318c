import type { AdminMark } from '../domain/admin.ts';
import type { AttachedFile } from '../domain/attached-file.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Conversation, ConversationMessage } from '../domain/conversation.ts';
import type { Incoming } from '../domain/incoming.ts';
import type { ModelPrice } from '../domain/model-price.ts';
import type { SpentBudget } from '../domain/model-usage.ts';
import type { ReplyPart } from '../domain/reply.ts';
import { type Surface, threadKeyOf } from '../domain/thread-ref.ts';
import { timeZoneOf as zoneOfUser } from '../funnel/habits-of.ts';
import type { EraseDeps } from '../people/erase-all.ts';
import type { CourseIndex } from '../playbook/course-index.ts';
import type { RunSlots } from '../playbook/run-slots.ts';
import type { ToolDeps } from '../playbook/tools/tool.ts';
import type { AnnouncementStore } from '../ports/announcement-store.ts';
import type { AssetStore } from '../ports/asset-store.ts';
import type { ChartPainter } from '../ports/chart-painter.ts';
import type { Clock } from '../ports/clock.ts';
import type { CohortHealthStore } from '../ports/cohort-health-store.ts';
import type { CohortStore } from '../ports/cohort-store.ts';
import type { ContactPlanStore } from '../ports/contact-plan-store.ts';
import type { ConversationStore } from '../ports/conversation-store.ts';
import type { ExecutionStore } from '../ports/execution-store.ts';
import type { FoundationStore } from '../ports/foundation-store.ts';
import type { FunnelDraftStore } from '../ports/funnel-draft-store.ts';
import type { FunnelHookStore } from '../ports/funnel-hook-store.ts';
import type { FunnelMedianStore } from '../ports/funnel-median-store.ts';
import type { HumanQuestionStore } from '../ports/human-question-store.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import type { LinkStore } from '../ports/link-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { MergeStore } from '../ports/merge-store.ts';
import type { ModuleLinksStore } from '../ports/module-links-store.ts';
import type { OfficeHourStore } from '../ports/office-hour-store.ts';
import type { PendingRequestStore } from '../ports/pending-request-store.ts';
import type { KnownPerson, PeopleStore } from '../ports/people-store.ts';
import type { ReminderStore } from '../ports/reminder-store.ts';
import type { SettingStore } from '../ports/setting-store.ts';
import type { StaffStore } from '../ports/staff-store.ts';
import type { IntentIndex } from './intent-index.ts';

/** What every answer of the Director may use. */
export interface DirectorDeps extends ToolDeps, EraseDeps {
  catalogue: Catalogue;
  intents: IntentIndex;
  course: CourseIndex;
  foundations: FoundationStore;
  executions: ExecutionStore;
  assets: AssetStore;
  conversations: ConversationStore;
  pending: PendingRequestStore;
  people: PeopleStore;
  funnelDrafts: FunnelDraftStore;
  medians: FunnelMedianStore;
  settings: SettingStore;
  linkCodes: LinkStore;
  merges: MergeStore;
  links: ModuleLinksStore;
  staff: StaffStore;
  cohorts: CohortStore;
  health: CohortHealthStore;
  announcements: AnnouncementStore;
  officeHours: OfficeHourStore;
  humanQuestions: HumanQuestionStore;
  /** The messages that a part takes on a surface. */
  partsOn(surface: Surface, part: ReplyPart): ReplyPart[];
  admins: readonly AdminMark[];
  reminders: ReminderStore;
  plans: ContactPlanStore;
  hooks: FunnelHookStore;
  /** Whether people are told once, at first contact, what is kept and who sees it. */
  welcomes: boolean;
  /** Where this program is reached, without a slash at its end. */
  baseUrl(): string;
  /** Absent where none is set. */
  model: LanguageModel | undefined;
  /** Why a model that is set may not be asked in this turn. */
  modelAway: SpentBudget | undefined;
  modelPrices: readonly ModelPrice[];
  slots: RunSlots;
  painter: ChartPainter;
  /** Where worksheets are served; absent where nobody but this machine could open them. */
  publicUrl: string | undefined;
  clock: Clock;
  log: Logger;
}

/** How people watch an answer grow. */
export interface TurnView {
  status(text: string): void;
  /** Says a part of the reply before the rest is there. Resolves when it is kept. */
  announce(part: ReplyPart): Promise<void>;
  show(part: ReplyPart, textSoFar: string): void;
}

/** One thing a person did, with what is known about it. */
export interface Turn {
  incoming: Incoming;
  person: KnownPerson;
  conversation: Conversation | undefined;
  /** The files that came with the request, also where a form or a choice has come in between. */
  files: readonly AttachedFile[];
  /** True where others read along: what is private goes to the person alone. */
  inChannel: boolean;
  work: {
    /** The turn is begun again elsewhere or later: leave everything as it is. */
    lost: AbortSignal;
    /** The person wants it to stop: keep what there is and say so. */
    wish: AbortSignal;
    /** This turn is itself such a wish, and it has stopped something. */
    hasStopped: boolean;
  };
  view: TurnView;
  deps: DirectorDeps;
}

/** How much of a thread a model is shown. */
const recentMessages = 12;

/** What may enter a model's prompt: where others read along, only what all of them saw. */
export function recentOf(turn: Turn): Promise<ConversationMessage[]> {
  const reader = turn.inChannel ? undefined : turn.person.personId;
  return turn.deps.conversations.recent(threadKeyOf(turn.incoming.thread), reader, recentMessages);
}

/** By which clock this person's days are read and told. */
export function timeZoneOf({ person, deps }: Turn): Promise<string> {
  return zoneOfUser(person.userId, deps);
}
