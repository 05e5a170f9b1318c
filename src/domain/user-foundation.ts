import { z } from 'zod';
import { defineTable } from './table.ts';

const text = z.string().optional();
const list = z.array(z.string()).optional();

/** A rival. Name and one weakness are always there; the rest is what was found. */
export const competitorSchema = z.strictObject({
  name: z.string(),
  weakness: z.string(),
  /** What it mainly sells. */
  offer: text,
  /** Its promise, as printed. */
  valueProposition: text,
  url: text,
  positioning: text,
  /** What was seen that shows the weakness. */
  evidence: text,
});

/** The Company grid. What each field asks stands in `foundation-fields.ts`. */
export const companyContextSchema = z.strictObject({
  coreOffers: text,
  uniqueMechanism: text,
  valueProposition: text,
  brandPillars: text,
  brandVoiceAdjectives: list,
  positioningPrice: text,
  missionVision: text,
  brandStoryPersonality: text,
  businessBasics: text,
  keyFeatures: list,
  proofPoints: text,
  guarantee: text,
  policies: text,
  complementaryOffers: text,
  supportChannels: text,
  brandVoiceDonts: list,
  visualStyle: text,
  techStack: text,
});

/** The Market grid. What each field asks stands in `foundation-fields.ts`. */
export const marketAwarenessSchema = z.strictObject({
  competitors: z.array(competitorSchema).optional(),
  differentiation: text,
  marketTrends: text,
  channelAnalysis: text,
  marketPainsUnmetNeeds: text,
  trendResponse: text,
  channelNoiseTone: text,
  priorityChannels: list,
  voiceAdaptation: text,
  marketSentiment: text,
  privacySensitivity: text,
});

/** The Customer grid. What each field asks stands in `foundation-fields.ts`. */
export const customerAvatarSchema = z.strictObject({
  profileSummary: text,
  pains: list,
  fears: list,
  goals: list,
  dreams: list,
  needs: list,
  wateringHoles: text,
  demographicsRole: text,
  environmentInfoSources: text,
  desiredEfficiencies: text,
  selfPerceptionValues: text,
  coreBeliefs: list,
  desiredFeelings: text,
  onlineBehaviour: text,
  costOfInaction: text,
  objections: list,
  commonQuestions: list,
  awarenessStage: text,
  sophisticationLevel: text,
  customerQuotes: list,
  preferredFormats: list,
  nextNeed: text,
  sharingMotivation: text,
});

/** A user's Foundation: their company, market and customer, written down. */
export const userFoundationSchema = z.strictObject({
  /** The user's id, so that nobody can have two Foundations. */
  _id: z.string(),
  userId: z.string(),
  companyContext: companyContextSchema,
  marketAwareness: marketAwarenessSchema,
  customerAvatar: customerAvatarSchema,
  strategicBlueprintSummary: text,
  /** Milliseconds since the Unix epoch. */
  lastUpdatedAt: z.number(),
});

export type Competitor = z.infer<typeof competitorSchema>;
export type UserFoundation = z.infer<typeof userFoundationSchema>;

export const userFoundationsTable = defineTable({
  name: 'userFoundations',
  schema: userFoundationSchema,
  // Not unique, as in the seed: one Foundation a user follows from `_id` being the user's id.
  indexes: [{ name: 'by_userId', keys: { userId: 1 } }],
  purpose: 'The Foundation of each user, which every prompt reads.',
});
