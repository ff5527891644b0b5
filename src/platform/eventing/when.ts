import type { ICommand } from '@nestjs/cqrs';
import { from, mergeMap, filter, type Observable } from 'rxjs';

type EventClass<E> = abstract new (...args: never[]) => E;

/** A saga that says which events it hears. */
export interface Saga {
  (events$: Observable<unknown>): Observable<ICommand>;
  readonly hears?: EventClass<object>;
}

/** A saga in its only allowed form: one event in, a list of commands out, nothing remembered. */
export function when<E extends object>(event: EventClass<E>, react: (event: E) => ICommand[]): Saga {
  const saga = (events$: Observable<unknown>): Observable<ICommand> =>
    events$.pipe(
      filter((heard): heard is E => heard instanceof event),
      mergeMap((heard) => from(react(heard))),
    );
  return Object.assign(saga, { hears: event });
}
