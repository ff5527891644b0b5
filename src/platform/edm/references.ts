import { ArrayMaxSize, IsArray, ValidateBy } from 'class-validator';
import { check, member, type Presence, read } from './member.js';
import { isGuid } from './members.js';

const address = /(?:^|\/)([a-z]+)(?:\/|\(')([0-9a-f-]{36})(?:'\))?$/i;

/** What the address of an entity of one of these collections says, absolute or relative; undefined when it is none. */
export function addressIn<Name extends string>(
  text: unknown,
  collections: readonly Name[],
): { readonly collection: Name; readonly id: string } | undefined {
  const found = typeof text === 'string' && text.length <= 500 ? address.exec(text) : null;
  const [, said = '', id] = found ?? [];
  const collection = collections.find((name) => name.toLowerCase() === said.toLowerCase());
  return collection !== undefined && isGuid(id) ? { collection, id: id.toLowerCase() } : undefined;
}

/** The id in such an address. */
export const idIn = (text: unknown, collections: readonly string[]): string | undefined =>
  addressIn(text, collections)?.id;

const schema = { type: 'string', format: 'uri-reference', maxLength: 500 } as const;

const sayHow = (collections: readonly string[]): string =>
  `must be an address such as '${collections[0] ?? ''}/00000000-0000-0000-0000-000000000000'`;

/** The address of another entity (`@odata.id`, `...@odata.bind`); read as the entity's id. */
export const Reference = (collections: readonly string[], presence: Presence = 'optional') =>
  member(
    presence,
    schema,
    read((value) => (typeof value === 'string' ? (idIn(value, collections) ?? '') : value)),
    check('reference', isGuid, sayHow(collections)),
  );

/** The addresses of other entities (`...@odata.bind`); read as their ids. */
export const References = (collections: readonly string[], most: number) =>
  member(
    'optional',
    { ...schema, isArray: true, maxItems: most },
    read((value) => (Array.isArray(value) ? value.map((item) => idIn(item, collections) ?? '') : value)),
    IsArray({ message: 'must be an array' }),
    ArrayMaxSize(most, { message: `must have at most ${most} items` }),
    ValidateBy(
      { name: 'references', validator: { validate: isGuid, defaultMessage: () => sayHow(collections) } },
      { each: true },
    ),
  );

/** The address of an entity of one of several collections; it stays an address, to be read with `addressIn`. */
export const Address = (collections: readonly string[]) =>
  member(
    'required',
    schema,
    check('reference', (value) => addressIn(value, collections) !== undefined, sayHow(collections)),
  );

/** Several of them (`...@odata.bind`). */
export const Addresses = (collections: readonly string[], most: number) =>
  member(
    'optional',
    { ...schema, isArray: true, maxItems: most },
    IsArray({ message: 'must be an array' }),
    ArrayMaxSize(most, { message: `must have at most ${most} items` }),
    check(
      'references',
      (value) => !Array.isArray(value) || value.every((item) => addressIn(item, collections) !== undefined),
      sayHow(collections),
    ),
  );
