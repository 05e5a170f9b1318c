import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMongoCatalogueStore } from '../../../src/adapters/mongo/mongo-catalogue-store.ts';
import { createMongoModuleLinksStore } from '../../../src/adapters/mongo/mongo-module-links-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { AgentCard, Catalogue, ModuleFile, PlaybookPromptFile } from '../../../src/domain/catalogue.ts';
import type { CatalogueStore } from '../../../src/ports/catalogue-store.ts';
import { noTasks } from '../../support/content-files.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const writer: AgentCard = {
  role: 'Writer',
  name: 'Writer',
  emoji: '✍️',
  description: 'Drafts copy.',
  introduction: 'I draft copy.',
  cues: ['a', 'b', 'c', 'd', 'e'],
  needs: 'the text you have',
  tools: ['calc'],
  personality: 'You are exact.',
  instructions: 'Draft, never publish.',
  hash: 'writer-1',
};
const publicUrl = 'https://elevate.example.org';
const h1: PlaybookPromptFile = {
  promptCode: 'H1',
  step: 'Hook',
  title: 'Headlines',
  description: 'Stop the scroll.',
  owner: 'Writer',
  outputType: 'List',
  assetType: 'Ad Headline',
  defaultChannel: 'Facebook Ads',
  requiredContext: ['companyContext.brandVoiceAdjectives'],
  optionalContext: [],
  inputs: [{ name: 'painToTarget', label: 'Which problem?', type: 'line', required: true }],
  tags: ['ads'],
  cues: ['a', 'b', 'c', 'd', 'e'],
  version: 3,
  template: '## ROLE',
  hash: 'h1-1',
};
const rw1: PlaybookPromptFile = {
  ...h1,
  promptCode: 'RW1',
  step: 'Foundation',
  asksStep: true,
  hash: 'rw1-1',
};
const hook: ModuleFile = {
  moduleNumber: 1,
  step: 'Hook',
  title: 'Hook: stop the right person',
  objective: 'One person stops.',
  deliverable: 'Five hooks.',
  firstRuns: ['H1'],
  metrics: ['hook_AvgCTR'],
  grids: [{ name: 'Hook grid', columns: ['Who'], rows: [{ name: 'Target', cells: [{ asks: 'Who?' }] }] }],
  checklistItems: ['One pain chosen'],
  exampleText: 'Harbour Lane Coffee.',
  implementationGuide: ['1. Choose.', '2. Write.'],
  worksheet: {
    purpose: 'Choose whom to stop.',
    inputs: ['Pains'],
    parts: [
      { name: 'Target', grid: 'Hook grid' },
      { name: 'Test log', columns: ['Variant', 'CTR'] },
      { name: 'Verdict', asks: 'Which one stays?' },
    ],
  },
  text: '## Why',
  hash: 'hook-1',
};

function catalogueOf(agents: AgentCard[], prompts: PlaybookPromptFile[], modules: ModuleFile[]): Catalogue {
  return {
    agents: new Map(agents.map((agent) => [agent.role, agent])),
    prompts: new Map(prompts.map((prompt) => [prompt.promptCode, prompt])),
    modules,
    integrations: [],
    tasks: noTasks,
  };
}
const whole = catalogueOf([writer, { ...writer, role: 'Sage', hash: 'sage-1' }], [h1, rw1], [hook]);

describe('the catalogue store', () => {
  let database: OpenStore;
  let store: CatalogueStore;

  beforeEach(async () => {
    database = await openModels();
    store = createMongoCatalogueStore(database.models);
  });
  afterEach(() => closeModels(database));

  const agent = (id: string) => database.models.agents.findOne({ _id: id }).lean();
  const prompt = (id: string) => database.models.playbookPrompts.findOne({ _id: id }).lean();
  const module = (id: string) => database.models.courseModules.findOne({ _id: id }).lean();

  it('writes agents, prompts and modules under stable ids', async () => {
    expect(await store.project(whole, publicUrl, 10)).toEqual({ written: 5, retired: 0 });
    expect(await agent('agent:Writer')).toEqual({
      _id: 'agent:Writer',
      kind: 'system_agent',
      systemRole: 'Writer',
      name: 'Writer',
      description: 'Drafts copy.',
      personality: 'You are exact.',
      baseInstructions: 'Draft, never publish.',
      tools: ['calc'],
      avatarUrl: 'https://elevate.example.org/avatars/writer.png',
      emoji: '✍️',
      version: 1,
      hash: 'writer-1',
    });
    expect(await prompt('prompt:H1')).toEqual({
      _id: 'prompt:H1',
      step: 'Hook',
      promptCode: 'H1',
      title: 'Headlines',
      description: 'Stop the scroll.',
      rocketTemplate: '## ROLE',
      requiredContext: h1.requiredContext,
      optionalContext: [],
      outputType: 'List',
      inputs: h1.inputs,
      ownerRole: 'Writer',
      assetType: 'Ad Headline',
      defaultChannel: 'Facebook Ads',
      asksStep: false,
      tags: ['ads'],
      version: 3,
      hash: 'h1-1',
    });
    expect(await prompt('prompt:RW1')).toMatchObject({ step: 'Foundation', asksStep: true });
    expect(await module('module:1')).toEqual({
      _id: 'module:1',
      moduleNumber: 1,
      step: 'Hook',
      title: hook.title,
      objective: hook.objective,
      textContent: '## Why',
      gridDefinition: hook.grids,
      checklistItems: hook.checklistItems,
      exampleText: hook.exampleText,
      implementationGuide: '1. Choose.\n2. Write.',
      worksheet: hook.worksheet,
      deliverable: hook.deliverable,
      metrics: hook.metrics,
      version: 1,
      hash: 'hook-1',
    });
  });

  it('writes nothing when nothing changed', async () => {
    await store.project(whole, publicUrl, 10);
    const inserts = vi.spyOn(database.models.agents.collection, 'insertMany');
    const updates = vi.spyOn(database.models.playbookPrompts, 'updateOne');
    expect(await store.project(whole, publicUrl, 20)).toEqual({ written: 0, retired: 0 });
    expect(inserts).not.toHaveBeenCalled();
    expect(updates).not.toHaveBeenCalled();
  });

  it('writes what changed: the version of a prompt is its file’s, others are counted', async () => {
    await store.project(whole, publicUrl, 10);
    const changed = catalogueOf(
      [
        { ...writer, name: 'The Writer', hash: 'writer-2' },
        { ...writer, role: 'Sage', hash: 'sage-1' },
      ],
      [h1, { ...rw1, asksStep: false, version: 7, hash: 'rw1-2' }],
      [{ ...hook, implementationGuide: 'Choose.', hash: 'hook-2' }],
    );
    expect(await store.project(changed, publicUrl, 20)).toEqual({ written: 3, retired: 0 });
    expect(await agent('agent:Writer')).toMatchObject({ name: 'The Writer', version: 2, hash: 'writer-2' });
    expect(await agent('agent:Sage')).toMatchObject({ name: 'Writer', version: 1 });
    expect(await prompt('prompt:RW1')).toMatchObject({ asksStep: false, version: 7, hash: 'rw1-2' });
    expect(await module('module:1')).toMatchObject({ implementationGuide: 'Choose.', version: 2 });
  });

  it('marks what left the files, and takes the mark off what came back', async () => {
    await store.project(whole, publicUrl, 10);
    const less = catalogueOf([writer], [h1], []);
    expect(await store.project(less, publicUrl, 20)).toEqual({ written: 0, retired: 3 });
    expect(await store.project(less, publicUrl, 30)).toEqual({ written: 0, retired: 0 });
    expect(await agent('agent:Sage')).toMatchObject({ retiredAt: 20, version: 1 });
    expect(await prompt('prompt:RW1')).toMatchObject({ retiredAt: 20 });
    expect(await module('module:1')).toMatchObject({ retiredAt: 20 });

    expect(await store.project(whole, publicUrl, 40)).toEqual({ written: 3, retired: 0 });
    expect(await agent('agent:Sage')).toMatchObject({ version: 1 });
    for (const row of [await agent('agent:Sage'), await prompt('prompt:RW1'), await module('module:1')]) {
      expect(row).not.toHaveProperty('retiredAt');
    }
  });

  it('never touches agents that users made', async () => {
    const made = {
      _id: 'u1',
      kind: 'user_agent' as const,
      createdBy: 'ana',
      name: 'Mine',
      description: '',
      personality: '',
      avatarUrl: '',
    };
    await database.models.agents.collection.insertOne({ ...made } as never);
    await store.project(whole, publicUrl, 10);
    await store.project(catalogueOf([], [], []), publicUrl, 20);
    expect(await agent('u1')).toEqual(made);
  });

  it('keeps links and activity', async () => {
    await store.project(whole, publicUrl, 10);
    const links = {
      videoUrl: 'https://example.org/v',
      worksheetUrl: 'https://example.org/w',
      exampleImageUrl: 'https://example.org/i',
    };
    const activity = { lastActiveTime: 99 };
    const linkStore = createMongoModuleLinksStore(database.models);
    await linkStore.set(1, 'videoUrl', links.videoUrl);
    await linkStore.set(1, 'worksheetUrl', links.worksheetUrl);
    await linkStore.set(1, 'exampleImageUrl', links.exampleImageUrl);
    await database.models.agents.updateOne({ _id: 'agent:Writer' }, { $set: activity });
    await store.project(
      catalogueOf([{ ...writer, hash: 'writer-2' }], [], [{ ...hook, hash: 'hook-2' }]),
      publicUrl,
      20,
    );
    expect(await module('module:1')).toMatchObject({ ...links, version: 2 });
    expect(await linkStore.read(1)).toEqual(links);
    expect(await agent('agent:Writer')).toMatchObject({ ...activity, version: 2 });
  });

  it('writes where the pictures are when that changed, as no new version', async () => {
    const buyer = catalogueOf([writer, { ...writer, role: 'MediaBuyer', hash: 'buyer-1' }], [], []);
    await store.project(buyer, 'http://127.0.0.1:3000', 10);
    expect(await agent('agent:MediaBuyer')).toMatchObject({
      avatarUrl: 'http://127.0.0.1:3000/avatars/media-buyer.png',
      version: 1,
    });
    expect(await store.project(buyer, publicUrl, 20)).toEqual({ written: 2, retired: 0 });
    expect(await agent('agent:MediaBuyer')).toMatchObject({
      avatarUrl: 'https://elevate.example.org/avatars/media-buyer.png',
      version: 1,
    });
    expect(await store.project(buyer, publicUrl, 30)).toEqual({ written: 0, retired: 0 });
  });

  it('counts a change once when ten processes start at once, also the first time', async () => {
    const start = async (catalogue: Catalogue) => {
      const results = await Promise.all(
        Array.from({ length: 10 }, () => store.project(catalogue, publicUrl, 10)),
      );
      return results.reduce((sum, { written }) => sum + written, 0);
    };
    expect(await start(whole)).toBe(5);
    expect(await start(catalogueOf([{ ...writer, hash: 'writer-2' }], [h1, rw1], [hook]))).toBe(1);
    expect(await agent('agent:Writer')).toMatchObject({ version: 2 });
  });
});
