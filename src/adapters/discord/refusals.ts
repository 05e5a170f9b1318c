import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';

/** Of a refusal that the place is to blame for: why, as its people would say it, and what whoever runs us can do. */
interface PlaceRefusal {
  why: string;
  cure: string;
}

const places: Partial<Record<number, PlaceRefusal>> = {
  [Code.MissingAccess]: {
    why: 'I am not let into that channel',
    cure: 'let the bot see that channel: Edit Channel, Permissions',
  },
  [Code.MissingPermissions]: {
    why: 'I may not write there',
    cure: 'let the bot write there: Send Messages, and Send Messages in Threads',
  },
  [Code.UnknownChannel]: {
    why: 'the thread or its channel is gone',
    cure: 'the channel or thread is gone: ask elsewhere',
  },
  [Code.InvalidActionOnArchivedThread]: {
    why: 'the thread is archived and locked',
    cure: 'the thread is archived and locked: open it, or let the bot manage threads',
  },
  [Code.ThreadLocked]: {
    why: 'the thread is locked',
    cure: 'the thread is locked: unlock it, or let the bot manage threads',
  },
};

/** Undefined where the place is not what is refused. */
export function refusalOfPlace(code: number): PlaceRefusal | undefined {
  return places[code];
}
