import { accountsTable } from './account.ts';
import { accountMergesTable } from './account-merge.ts';
import { announcementsTable } from './announcement.ts';
import { assetVersionsTable } from './asset-version.ts';
import { auditTable } from './audit-entry.ts';
import { cohortsTable } from './cohort.ts';
import { contactPlansTable } from './contact-plan.ts';
import {
  conversationMessagesTable,
  conversationParticipantsTable,
  conversationsTable,
} from './conversation.ts';
import { erasuresTable } from './erasure.ts';
import { formDraftsTable } from './form-draft.ts';
import { foundationVersionsTable } from './foundation-version.ts';
import { funnelDraftsTable } from './funnel-draft.ts';
import { funnelHooksTable } from './funnel-hook.ts';
import { funnelMediansTable } from './funnel-median.ts';
import { humanQuestionsTable } from './human-question.ts';
import { inboxTable } from './inbox-entry.ts';
import { codeTriesTable, linkCodesTable } from './link-code.ts';
import { modelUsageTable } from './model-usage.ts';
import { officeHourGuestsTable, officeHoursTable } from './office-hour.ts';
import { outboxTable } from './outbox-entry.ts';
import { pendingRequestsTable } from './pending-request.ts';
import { playgroundFilesTable } from './playground-file.ts';
import { playgroundMessagesTable, playgroundReadersTable } from './playground-message.ts';
import { remindersTable } from './reminder.ts';
import { seedTables } from './seed-tables.ts';
import { settingsTable } from './setting.ts';
import { slackInstallationsTable } from './slack-installation.ts';
import type { Table } from './table.ts';
import { threadsTable } from './thread.ts';

/** Every collection there is. Models and indexes of all exist from the start; a store exists when something uses it. */
export const allTables = [
  ...seedTables,
  accountsTable,
  cohortsTable,
  announcementsTable,
  officeHoursTable,
  humanQuestionsTable,
  officeHourGuestsTable,
  inboxTable,
  outboxTable,
  threadsTable,
  settingsTable,
  auditTable,
  foundationVersionsTable,
  conversationsTable,
  conversationParticipantsTable,
  conversationMessagesTable,
  pendingRequestsTable,
  playgroundMessagesTable,
  playgroundReadersTable,
  formDraftsTable,
  playgroundFilesTable,
  funnelDraftsTable,
  funnelHooksTable,
  slackInstallationsTable,
  linkCodesTable,
  codeTriesTable,
  accountMergesTable,
  erasuresTable,
  remindersTable,
  contactPlansTable,
  assetVersionsTable,
  modelUsageTable,
  funnelMediansTable,
] as const satisfies readonly Table[];
