import { describe, expect, it } from '@jest/globals';
import { BodyPipe } from '../http/body.pipe.js';
import { Name } from './members.js';
import { idIn, Reference, References } from './references.js';
import { PassesOver } from './member-classes.js';

const id = '0a000000-0000-4000-8000-00000000000a';
const people = ['users', 'directoryObjects'];

class Bound {
  @Reference(people) 'manager@odata.bind'?: string | null;
}

@PassesOver('mailEnabled', 'theme')
class GroupLike extends Bound {
  @Name(10) displayName: string;
  @References(people, 2) 'members@odata.bind'?: string[] | null;
}

const read = (body: object): Promise<unknown> => new BodyPipe().transform(body, { type: 'body', metatype: GroupLike });

describe('The id in an address', () => {
  it.each([
    `https://graph.microsoft.com/v1.0/users/${id}`,
    `http://127.0.0.1:3000/users('${id}')`,
    `/v1.0/directoryObjects/${id.toUpperCase()}`,
    `users/${id}`,
    `USERS/${id}`,
  ])('is found in %s', (address) => expect(idIn(address, people)).toBe(id));

  it.each([
    id,
    `/groups/${id}`,
    `users/${id}/manager`,
    `users/${id.slice(1)}`,
    `${'x'.repeat(500)}/users/${id}`,
    '',
    7,
    null,
  ])('is not found in %j', (address) => expect(idIn(address, people)).toBeUndefined());
});

describe('A body with addresses', () => {
  it('is read as the ids that they name; annotations of what was read and members that nobody heeds are passed over', async () => {
    const body = await read({
      '@odata.type': '#microsoft.graph.group',
      displayName: 'Sales',
      'displayName@odata.type': 'String',
      mailEnabled: { whatever: true },
      'manager@odata.bind': `users/${id}`,
      'members@odata.bind': [`users/${id}`],
    });
    expect(JSON.parse(JSON.stringify(body))).toEqual({
      displayName: 'Sales',
      'manager@odata.bind': id,
      'members@odata.bind': [id],
    });
  });

  it('may leave them out', async () => {
    expect(JSON.parse(JSON.stringify(await read({ displayName: 'Sales', 'members@odata.bind': null })))).toEqual({
      displayName: 'Sales',
      'members@odata.bind': null,
    });
  });

  it.each([
    [{ 'manager@odata.bind': id }, "'manager@odata.bind' must be an address such as 'users/"],
    [{ 'manager@odata.bind': [] }, "'manager@odata.bind' must be an address"],
    [{ 'members@odata.bind': ['x'] }, "'members@odata.bind' must be an address"],
    [{ 'members@odata.bind': `users/${id}` }, "'members@odata.bind'"],
    [{ 'members@odata.bind': [1, 2, 3].map(() => `users/${id}`) }, "'members@odata.bind' must have at most 2 items"],
    [{ 'members@odata.bind': [null] }, "'members@odata.bind' may not hold null"],
  ])('is refused with %j', (members, why) => expect(read({ displayName: 'x', ...members })).rejects.toThrow(why));

  it('passes over what holds an annotation that nobody heeds there', async () => {
    const nested = await read({ displayName: 'x', theme: { 'manager@odata.bind': 'users/x' } });
    expect(nested).toMatchObject({ displayName: 'x' });
  });
});
