import { Clock } from '../../platform/time/clock.js';
import type { OutsideSystem } from '../outside-system.js';
import {
  type ProvisionedResource,
  Provisioner,
  type ProvisioningEffect,
  ProvisioningError,
  type ResourceFacts,
  type RoleFacts,
} from '../provisioner.js';
import { Provisions } from '../provisions.js';
import { type KnownAccount, ProvisionedAccounts } from './provisioned-accounts.repository.js';
import { ScimAccount } from './scim-accounts.js';
import { ScimClient } from './scim-client.js';
import { ScimGroups } from './scim-groups.js';
import { matchings, ScimPeople } from './scim-people.js';

/** The system itself, as the `originId` of a resource; every other one is the id of a group. */
const theSystem = 'service';
const anAccount: RoleFacts = { originId: 'account', displayName: 'Account' };
const aMember: RoleFacts = { originId: 'member', displayName: 'Member' };

interface Work {
  readonly groups: ScimGroups;
  readonly account: ScimAccount;
}

/** Grants and revokes in systems that speak SCIM 2.0 (RFC 7644): accounts of people, and members of groups. */
@Provisions('scim', {
  settings: {
    matching: { type: 'texts', default: matchings },
    setInactive: { type: 'flag', default: true },
  },
  secrets: { token: 'needed' },
})
export class ScimProvisioner extends Provisioner {
  constructor(
    private readonly records: ProvisionedAccounts,
    private readonly clock: Clock,
  ) {
    super();
  }

  override objectionTo(system: OutsideSystem): string | undefined {
    const matching = system.texts('matching');
    const isKnown = matching.length > 0 && matching.every((by) => (matchings as readonly string[]).includes(by));
    if (!isKnown) return `has a 'settings.matching' that is not a list of ${matchings.join(', ')}`;
    return /^[\x21-\x7e]+$/.test(system.secret('token') ?? '')
      ? undefined
      : "has a 'secrets.token' with blanks or letters that no header carries; look at what it leads to";
  }

  async grant(effect: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    const { groups, account } = this.workOn(effect, system);
    const groupId = groupOf(effect);
    let known = await account.ready();
    if (groupId !== undefined) known = await this.joined(groupId, known, { groups, account }, effect.attempt);
    while (!(await account.isStill(known))) known = await account.ready();
  }

  async revoke(effect: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    const { groups, account } = this.workOn(effect, system);
    const groupId = groupOf(effect);
    const known = await account.find();
    if (!known) return;
    if (groupId !== undefined) await groups.remove(groupId, known.accountId);
    if (system.flag('setInactive')) await account.retire(known);
  }

  async read({ originId, displayName }: ProvisionedResource, system: OutsideSystem): Promise<ResourceFacts | null> {
    const client = this.client(system, timeLimitOf(system));
    if (originId !== theSystem) return new ScimGroups(client).read(originId);
    await client.list('/Users', { count: '1', attributes: 'id' });
    return { originId, displayName: displayName || system.name };
  }

  async roles({ originId }: ProvisionedResource, system: OutsideSystem): Promise<readonly RoleFacts[]> {
    if (originId !== theSystem) return [aMember];
    return [anAccount, ...(await new ScimGroups(this.client(system, timeLimitOf(system))).all())];
  }

  /** An account that was recorded and is gone is found or made anew, once. */
  private async joined(
    groupId: string,
    known: KnownAccount,
    { groups, account }: Work,
    attempt: number,
  ): Promise<KnownAccount> {
    if (await groups.add(groupId, known.accountId, attempt)) return known;
    await account.forget(known);
    const other = await account.ready();
    if (await groups.add(groupId, other.accountId, attempt)) return other;
    throw new ProvisioningError(`The account '${other.accountId}' cannot be put into a group: it is not there.`);
  }

  private workOn(effect: ProvisioningEffect, system: OutsideSystem): Work {
    const signal = AbortSignal.any([effect.signal, timeLimitOf(system)]);
    const client = this.client(system, signal);
    const work = { effect, client, people: new ScimPeople(client), records: this.records, signal };
    return { groups: new ScimGroups(client), account: new ScimAccount(work) };
  }

  private client(system: OutsideSystem, signal: AbortSignal): ScimClient {
    return new ScimClient(system, signal, () => this.clock.real());
  }
}

const timeLimitOf = ({ timeLimitMillis }: OutsideSystem): AbortSignal => AbortSignal.timeout(timeLimitMillis);

/** The group that a role means; undefined for the account alone. */
function groupOf({ resource, role }: ProvisioningEffect): string | undefined {
  if (resource.originId === theSystem) return role.originId === anAccount.originId ? undefined : role.originId;
  if (role.originId === aMember.originId) return resource.originId;
  throw new ProvisioningError(`A group has the role '${aMember.originId}', and no '${role.originId}'.`);
}
