export interface OpenPromise<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(why: Error): void;
}

/** A promise to be settled from outside. That nobody waits for it when it fails is no fault. */
export function openPromise<T = void>(): OpenPromise<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (why: Error) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
