import mongoose from 'mongoose';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';

/** When a program dies: at which of its steps, counted from 1, and on which side of what the step does. */
export interface Death {
  step: number;
  when: 'before' | 'after';
}

/** How far a program came. A step is one operation sent to the store. */
export interface Life {
  readonly steps: number;
  readonly isDead: boolean;
  /** Steps that began before an earlier one had ended. */
  readonly overlapping: ReadonlySet<number>;
  died: Promise<void>;
  /** Dies at once, between two steps. */
  die(): void;
  /** Resolves when no step is under way and none follows by itself; also when the program is dead. */
  quiet(): Promise<void>;
}

export interface MortalOptions {
  /** Never, unless told. */
  death?: Death | undefined;
  /** What kills it. Unless told, it stays as it is: no step resolves any more, and no further one has an effect. */
  kill?: () => void;
  /** Called after each step that took effect, whether or not anybody lived to hear of it. */
  onEffect?: (table: string, method: string, args: unknown[]) => void;
}

/** The store's models as a program holds them that may die between any two operations. */
export function mortalModels(models: StoreModels, options: MortalOptions = {}) {
  const { death, kill = () => {}, onEffect = () => {} } = options;
  const waking: Array<() => void> = [];
  let steps = 0;
  let underWay = 0;
  let isDead = false;
  const overlapping = new Set<number>();
  let announce: () => void = () => {};
  const died = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const never = <Result>() => new Promise<Result>(() => {});

  function die(): void {
    kill();
    isDead = true;
    announce();
  }

  async function step<Result>(work: () => Promise<Result>, effect: () => void): Promise<Result> {
    if (isDead) return never();
    steps += 1;
    if (underWay > 0) overlapping.add(steps);
    const isLast = death?.step === steps;
    if (isLast && death.when === 'before') {
      die();
      return never();
    }
    underWay += 1;
    const outcome = await work().then(
      (result) => ({ kind: 'done' as const, result }),
      (error: unknown) => ({ kind: 'failed' as const, error }),
    );
    if (outcome.kind === 'done') effect();
    if (isLast) die();
    underWay -= 1;
    if (underWay === 0) for (const wake of waking.splice(0)) wake();
    if (isDead) return never();
    if (outcome.kind === 'failed') throw outcome.error;
    return outcome.result;
  }

  function mortal<Target extends object>(target: Target, table: string): Target {
    return new Proxy(target, {
      get(_target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name === 'collection' && typeof value === 'object' && value !== null) {
          return mortalCollection(value, table);
        }
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const query: unknown = value.apply(target, args);
          if (!(query instanceof mongoose.Query)) throw new Error(`${table}.${String(name)} is not counted.`);
          const exec = query.exec.bind(query);
          query.exec = () => step(exec, () => onEffect(table, String(name), args));
          return query;
        };
      },
    });
  }

  function mortalCollection(collection: object, table: string): object {
    return new Proxy(collection, {
      get(_target, name) {
        const value: unknown = Reflect.get(collection, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) =>
          step(
            () => value.apply(collection, args) as Promise<unknown>,
            () => onEffect(table, String(name), args),
          );
      },
    });
  }

  const life: Life = {
    get steps() {
      return steps;
    },
    get isDead() {
      return isDead;
    },
    overlapping,
    died,
    die,
    async quiet() {
      for (;;) {
        if (underWay > 0) await new Promise<void>((resolve) => waking.push(resolve));
        const before = steps;
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        if (underWay === 0 && (steps === before || isDead)) return;
      }
    },
  };
  const named = Object.entries(models).map(([table, model]) => [table, mortal(model, table)]);
  return { models: Object.fromEntries(named) as StoreModels, life };
}
