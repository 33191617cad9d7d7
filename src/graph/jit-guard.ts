import { jitRuntime } from 'graphql-jit/dist/runtime';

type Context = Parameters<typeof jitRuntime.handleResolverResult>[0];
type Take = (value: unknown) => void;

/** Calls `take`, and has what it throws taken as an error of the field. */
function complete(take: Take, fail: Take, value: unknown): void {
  try {
    take(value);
  } catch (error) {
    fail(error);
  }
}

function settle(context: Context, value: unknown, take: Take, fail: Take): void {
  if (!jitRuntime.isPromise(value)) {
    complete(take, fail, value);
    return;
  }
  context.promiseCounter++;
  const done = (): void => {
    if (--context.promiseCounter === 0) context.resolve?.(context);
  };
  void (value as Promise<unknown>).then(
    (result) => {
      complete(take, fail, result);
      done();
    },
    (error: unknown) => {
      fail(error);
      done();
    },
  );
}

/**
 * Has graphql-jit treat as an error of the field what is thrown while a row is made into an answer, by a getter of the
 * row for one. Left alone it would never answer such a request, and end the process.
 */
export function guardExecution(): void {
  jitRuntime.handleResolverResult = settle;
  jitRuntime.handleListItemResult = settle;
}
