import { randomUUID } from 'node:crypto';
import type { OutsideAnswer } from '../calls/outside-call.js';
import type { ResourceFacts, RoleFacts } from '../provisioner.js';
import { addressOf, equals, idOf, scimBodyOf } from './scim-bodies.js';
import type { ScimClient } from './scim-client.js';

const ofAPage = 100;
const mostGroups = 1_000;

/** The groups of a system; nothing here reads or writes all members of one. */
export class ScimGroups {
  constructor(private readonly client: ScimClient) {}

  /**
   * Adds a member; false where the group is there and the account is not.
   *
   * A member stays one when it is added again (RFC 7644), but some systems keep it twice: what was tried before is looked at first.
   */
  async add(groupId: string, accountId: string, attempt: number): Promise<boolean> {
    if (attempt > 1 && (await this.isMember(groupId, accountId))) return true;
    const value = [{ value: accountId }];
    const refused = await this.client.patch(addressOf('Groups', groupId), { op: 'add', path: 'members', value });
    if (!refused) return true;
    if (refused.status === 404) await this.requireThere(groupId);
    if (refused.status === 404 || refused.status === 400) return this.refusedFor(accountId, refused);
    throw this.client.failed(refused);
  }

  /** Removes a member; one that is none is removed. */
  async remove(groupId: string, accountId: string): Promise<void> {
    const path = `members[${equals('value', accountId)}]`;
    const refused = await this.client.patch(addressOf('Groups', groupId), { op: 'remove', path });
    if (!refused || isNoTarget(refused)) return;
    if (refused.status !== 404) throw this.client.failed(refused);
    await this.requireThere(groupId);
  }

  async read(groupId: string): Promise<ResourceFacts | null> {
    const group = await this.client.get(addressOf('Groups', groupId), { attributes: 'id,displayName' });
    return group ? { originId: groupId, displayName: group.displayName ?? groupId } : null;
  }

  /** All groups, page by page; more than a thousand are refused. */
  async all(): Promise<readonly RoleFacts[]> {
    const found = new Map<string, RoleFacts>();
    for (let total = 1, seen = 0; seen < total;) {
      const page = await this.page(seen + 1);
      total = page.totalResults;
      if (total > mostGroups)
        this.client.refuse(`has more than ${mostGroups} groups; name one of them as the resource`);
      const known = found.size;
      for (const group of page.Resources) {
        const originId = idOf(group) ?? this.client.refuse('answered a group without an id');
        found.set(originId, { originId, displayName: group.displayName ?? originId });
      }
      seen += page.Resources.length;
      if (found.size === known) break; // an empty page, or one that was there before
    }
    return [...found.values()];
  }

  private page(startIndex: number) {
    const query = { attributes: 'id,displayName', startIndex: String(startIndex), count: String(ofAPage) };
    return this.client.list('/Groups', query);
  }

  /** Whether somebody is a member as far as the system can tell by a filter; one that heeds no such filter cannot. */
  private async isMember(groupId: string, accountId: string): Promise<boolean> {
    if (!(await this.matches(groupId, accountId))) return false;
    return !(await this.matches(groupId, randomUUID()));
  }

  private async matches(groupId: string, accountId: string): Promise<boolean> {
    const filter = `${equals('id', groupId)} and members[${equals('value', accountId)}]`;
    const answer = await this.client.tryList('/Groups', { filter, attributes: 'id', count: '1' });
    return 'Resources' in answer && answer.Resources[0]?.id === groupId;
  }

  private async requireThere(groupId: string): Promise<void> {
    if (!(await this.read(groupId))) this.client.refuse(`has no group '${groupId}' any more`);
  }

  private async refusedFor(accountId: string, refused: OutsideAnswer): Promise<boolean> {
    if (!(await this.client.get(addressOf('Users', accountId), { attributes: 'id' }))) return false;
    throw this.client.failed(refused);
  }
}

const isNoTarget = ({ status, text }: OutsideAnswer): boolean =>
  status === 400 && scimBodyOf(text)?.scimType === 'noTarget';
