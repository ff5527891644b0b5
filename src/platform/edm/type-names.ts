import { ApiSchema } from '@nestjs/swagger';

type Class = abstract new () => object;

const entityNames = new Map<unknown, string | undefined>();
const enumNames = new Map<string, string>();

/** Says that Graph has a part as an entity of its own: under its wire name, or under the one that is given. */
export const GraphEntity =
  (name?: string): ClassDecorator =>
  (target) => {
    entityNames.set(target, name);
  };

const answered = new Map<unknown, string | undefined>();

/** Says that a class is a kind of what it derives from, where no body tells it by its `@odata.type`; under a name of another namespace, if one is given. */
export const OnlyAnswered =
  (name?: string): ClassDecorator =>
  (target) => {
    answered.set(target, name);
  };

/** The kinds that are answered only. */
export const answeredKinds = (): Class[] => [...answered.keys()] as Class[];

export const isEntityClass = (type: Class): boolean => entityNames.has(type);

const wireNames = new Map<unknown, string>();

/** What clients call a class, in OpenAPI and, with a small letter, in `$metadata`: a text of its own, which stays when the class is renamed. */
export const WireName =
  (name: string): ClassDecorator =>
  (target) => {
    wireNames.set(target, name);
    ApiSchema({ name })(target);
  };

/** The names that classes were given. */
export const givenWireNames = (): ReadonlySet<string> => new Set(wireNames.values());

/** The name of a class's schema in OpenAPI; its own, where none was given, as in an extension. */
export const schemaNameOf = (type: abstract new (...args: never[]) => object): string =>
  wireNames.get(type) ?? type.name;

/** Graph's name of the type that a class declares. */
export function typeNameOf(type: Class): string {
  const name = schemaNameOf(type);
  return entityNames.get(type) ?? answered.get(type) ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** Gives the words of an enumeration Graph's name for it; they are told from others by what they are. */
export function enumerated<const Words extends readonly string[]>(name: string, words: Words): Words {
  const known = enumNames.get(words.join());
  if (known !== undefined && known !== name) throw new Error(`'${known}' and '${name}' have the same words.`);
  enumNames.set(words.join(), name);
  return words;
}

export const enumNameOf = (words: readonly string[]): string | undefined => enumNames.get(words.join());
