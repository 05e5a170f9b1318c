import { PermissionFlagsBits as Right } from 'discord-api-types/v10';

/** What the invitation asks for (docs/discord.md, step 4), and what goes on without. */
const rights: ReadonlyArray<{ name: string; bit: bigint; without: 'nothing' | string }> = [
  { name: 'View Channels', bit: Right.ViewChannel, without: 'nothing' },
  { name: 'Send Messages', bit: Right.SendMessages, without: 'nothing' },
  { name: 'Send Messages in Threads', bit: Right.SendMessagesInThreads, without: 'nothing' },
  {
    name: 'Create Public Threads',
    bit: Right.CreatePublicThreads,
    without: 'it answers in the channel',
  },
  {
    name: 'Read Message History',
    bit: Right.ReadMessageHistory,
    without: 'what is said while it is away is lost',
  },
  { name: 'Attach Files', bit: Right.AttachFiles, without: 'charts and files do not arrive' },
  {
    name: 'Manage Webhooks',
    bit: Right.ManageWebhooks,
    without: 'agents’ names stand in the messages',
  },
];

/** Whether an administrator's right stands for all the others, also in channels. */
export function rightsByAll(bits: bigint): boolean {
  return (bits & Right.Administrator) !== 0n;
}

/** What is missing in a server or a channel, by its names there. @param permissions A number of bits, in digits. */
export function missingRights(permissions: string): { needed: string[]; helpful: string[] } {
  const bits = BigInt(permissions);
  const missing = rightsByAll(bits) ? [] : rights.filter(({ bit }) => (bits & bit) === 0n);
  return {
    needed: missing.filter(({ without }) => without === 'nothing').map(({ name }) => name),
    helpful: missing
      .filter(({ without }) => without !== 'nothing')
      .map(({ name, without }) => `${name} (without it ${without})`),
  };
}
