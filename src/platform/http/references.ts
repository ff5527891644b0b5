import { ArrayMaxSize, IsArray, ValidateBy } from 'class-validator';
import { check, isGuid, member, type Presence, read } from './members.js';

const address = /(?:^|\/)([a-z]+)(?:\/|\(')([0-9a-f-]{36})(?:'\))?$/i;

/** The id in the address of an entity of one of these collections, absolute or relative; undefined when it is none. */
export function idIn(text: unknown, collections: readonly string[]): string | undefined {
  const found = typeof text === 'string' && text.length <= 500 ? address.exec(text) : null;
  const [, collection = '', id] = found ?? [];
  const known = collections.some((name) => name.toLowerCase() === collection.toLowerCase());
  return known && isGuid(id) ? id.toLowerCase() : undefined;
}

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
