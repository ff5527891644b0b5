import { DomainError, type RefusalCode } from '../../../platform/errors/domain-error.js';

/** A refusal that names what not everybody may read: by which ids, and what is said to those who may not read them. */
export class PartlyTold extends DomainError {
  constructor(
    code: RefusalCode,
    message: string,
    readonly names: readonly string[],
    readonly without: string,
  ) {
    super(code, message);
  }

  /** The same to somebody who may read these, too. */
  openTo(ids: readonly string[]): PartlyTold {
    const names = this.names.filter((id) => !ids.includes(id));
    return new PartlyTold(this.code, this.message, names, this.without);
  }
}

/** What somebody may read: everything, or what has one of these ids. */
export interface Readable {
  readonly seesAll: boolean;
  readonly ids: ReadonlySet<string>;
  /** Ids that they have named themselves: no secret, and no leave to read what has them. */
  readonly known?: readonly string[];
}

export const sees = ({ seesAll, ids }: Readable, id: string): boolean => seesAll || ids.has(id);

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The ids in a text, or in what JSON makes of a value. */
export const idsIn = (value: unknown): string[] => [
  ...new Set([...(JSON.stringify(value) ?? '').matchAll(guid)].map(([id]) => id.toLowerCase())),
];

/** A reason as it is kept: whole, with what it names and the words for those who may not read that. */
export interface Reason {
  readonly message: string;
  readonly names?: readonly string[] | undefined;
  readonly without?: string | undefined;
}

/** The ids that a reader has to be able to read; of a reason that does not say, such as an extension's, those that stand in it. */
export const secretsIn = ({ message, names }: Reason, known: readonly string[] = []): readonly string[] =>
  names ?? idsIn(message).filter((id) => !known.includes(id));

const unsaid = 'The reason names what you may not read: an administrator can read it.';

/** A reason in the words for a reader. */
export const wordsFor = (readable: Readable, reason: Reason): string =>
  secretsIn(reason, readable.known).every((id) => sees(readable, id)) ? reason.message : (reason.without ?? unsaid);

export const reasonOf = (refusal: DomainError): Reason =>
  refusal instanceof PartlyTold
    ? { message: refusal.message, names: refusal.names, without: refusal.without }
    : { message: refusal.message };
