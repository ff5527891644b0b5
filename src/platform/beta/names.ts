import { HandedIn } from '../handed-in.js';

/** The two ways in which Graph says the same; `/beta` speaks the second. */
export type Dialect = 'v1.0' | 'beta';

type Names = Readonly<Record<string, string>>;

/** What beta calls otherwise. */
export interface BetaNames {
  /** Its names of members by v1.0's, for each type of v1.0 that has others there. */
  readonly members: Readonly<Record<string, Names>>;
  /** Its names of entity types by v1.0's, where they are others. */
  readonly types: Names;
  /** The same of the types that entities are made of. */
  readonly parts: Names;
  /** Ids that it has beside a link, with the link (in v1.0's name) whose id they are. */
  readonly ids: Readonly<Record<string, Names>>;
  /** Enumerations of v1.0 that are texts there, capitalized, with the words that are others. */
  readonly texts: Readonly<Record<string, Names>>;
  /** Its names of what stands in addresses, by v1.0's. */
  readonly segments: Names;
}

export const betaNames = new HandedIn<BetaNames>("beta's names");

/** Rewritings of v1.0's paths, such as `lines[0].price`, into beta's; several where one of v1.0's is several there. */
export type BetaPaths = readonly (readonly [ours: RegExp, ...betas: string[]])[];
