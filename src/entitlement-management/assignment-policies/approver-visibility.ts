/** What ties somebody to an approval. */
export interface Onlooker {
  /** Whether the request is for them or theirs. */
  readonly isConcerned: boolean;
  readonly readsAll: boolean;
  /** Whether they are among those who are asked. */
  readonly isAsked: boolean;
}

/** Whether somebody may know who approves in a stage, and who did: `notVisible` keeps it from all but those who are asked and readers whom the request does not concern. */
export const mayKnowApprovers = (
  visibility: string | null | undefined,
  { isConcerned, readsAll, isAsked }: Onlooker,
): boolean => visibility !== 'notVisible' || (!isConcerned && (readsAll || isAsked));
