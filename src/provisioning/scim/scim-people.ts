import type { OutsideAnswer } from '../calls/outside-call.js';
import type { EffectTarget } from '../provisioner.js';
import { addressOf, equals, idOf, type ScimBody } from './scim-bodies.js';
import type { ScimClient } from './scim-client.js';

/** By which members people are found, in the order in which they are asked for. */
export const matchings = ['externalId', 'userName'] as const;
export type Matching = (typeof matchings)[number];

export interface FoundAccount {
  readonly accountId: string;
  readonly by: Matching;
}

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

const valueFor: Readonly<Record<Matching, (target: EffectTarget) => string | null>> = {
  externalId: ({ objectId }) => objectId,
  userName: ({ userPrincipalName }) => userPrincipalName,
};

const isIt: Readonly<Record<Matching, (account: ScimBody, value: string) => boolean>> = {
  externalId: ({ externalId }, value) => externalId === value,
  userName: ({ userName }, value) => userName?.toLowerCase() === value.toLowerCase(),
};

/** The people of a system. */
export class ScimPeople {
  constructor(private readonly client: ScimClient) {}

  /** The account of a person by the first member that finds one; several are a failure, and never the first of them. */
  async find(target: EffectTarget): Promise<FoundAccount | undefined> {
    for (const by of this.client.system.texts('matching') as readonly Matching[]) {
      const value = valueFor[by](target);
      const accountId = value === null ? undefined : await this.matched(by, value, target);
      if (accountId !== undefined) return { accountId, by };
    }
    return undefined;
  }

  /** Makes an account, and answers its id or how that was refused; what is doubtful is thrown. */
  async make(target: EffectTarget): Promise<{ readonly id: string } | OutsideAnswer> {
    const { objectId, userPrincipalName, displayName, mail } = target;
    if (userPrincipalName === null)
      return this.client.refuse(`has no account of ${displayName}, and needs a userPrincipalName to make one`);
    return this.client.create('/Users', {
      schemas: [userSchema],
      externalId: objectId,
      userName: userPrincipalName,
      displayName,
      active: true,
      ...(mail === null ? {} : { emails: [{ value: mail, type: 'work', primary: true }] }),
    });
  }

  /** Answers false where the account is there no more. */
  async setActive(accountId: string, active: boolean): Promise<boolean> {
    const refused = await this.client.patch(addressOf('Users', accountId), {
      op: 'replace',
      path: 'active',
      value: active,
    });
    if (refused && refused.status !== 404) throw this.client.failed(refused);
    return refused === undefined;
  }

  async isThere(accountId: string): Promise<boolean> {
    return (await this.client.get(addressOf('Users', accountId), { attributes: 'id' })) !== undefined;
  }

  private async matched(by: Matching, value: string, target: EffectTarget): Promise<string | undefined> {
    const query = { filter: equals(by, value), attributes: 'id,externalId,userName', count: '2' };
    const { totalResults, Resources } = await this.client.list('/Users', query);
    // A system that passes over a filter would hand out somebody else's.
    if (!Resources.every((account) => isIt[by](account, value)))
      return this.client.refuse(`answered another account than was asked for; it has to heed a filter by ${by}`);
    if (Math.max(totalResults, Resources.length) > 1)
      return this.client.refuse(`has several accounts whose ${by} is that of ${target.displayName}; leave one of them`);
    const [account] = Resources;
    if (account === undefined) return undefined;
    return idOf(account) ?? this.client.refuse('answered an account without an id');
  }
}
