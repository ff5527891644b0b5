import type { CsdlDocument } from './csdl.js';

/** What Graph declares abstract, and what its own samples say all the same. */
const sentAsItself: ReadonlySet<string> = new Set(['customExtensionCallbackConfiguration']);

type Json = Readonly<Record<string, unknown>>;

/** What values of OData's primitive types are in JSON. */
const primitives: Readonly<Record<string, (value: unknown) => boolean>> = {
  'Edm.String': (value) => typeof value === 'string',
  'Edm.Boolean': (value) => typeof value === 'boolean',
  'Edm.Int32': (value) => Number.isInteger(value),
  'Edm.Date': (value) => matches(value, /^\d{4}-\d\d-\d\d$/),
  'Edm.DateTimeOffset': (value) => matches(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/),
  'Edm.Duration': (value) => matches(value, /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/),
};

const matches = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);
const isAnnotation = (name: string): boolean => /@(odata|openEntitlements)\.[A-Za-z.]+$/.test(name);

/** Holds answers against a document of metadata: its types, their members and no others, and the words of its enumerations. */
export function heldByDeclaration(document: CsdlDocument) {
  const { types, enums } = document;

  function* ofType(type: string, value: unknown, at: string): Generator<string> {
    const many = /^Collection\((.+)\)$/.exec(type)?.[1];
    if (many !== undefined) {
      if (!Array.isArray(value)) return yield `${at} is no collection`;
      for (const [place, item] of value.entries()) yield* ofType(many, item, `${at}/${place}`);
      return;
    }
    const name = type.replace(/^graph\./, '');
    const words = enums.get(name);
    if (types.has(name)) yield* structured(name, value, at);
    else if (words) yield* words.includes(String(value)) ? [] : [`${at} is '${String(value)}', no ${name}`];
    else if (!primitives[type]?.(value)) yield `${at} is ${JSON.stringify(value)}, no ${type}`;
  }

  function* structured(name: string, value: unknown, at: string): Generator<string> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return yield `${at} is no ${name}`;
    const said = (value as Json)['@odata.type'];
    const actual = typeof said === 'string' ? said.replace(/^#microsoft\.graph\./, '') : name;
    if (!lineOf(actual).includes(name)) return yield `${at} is '${actual}', no ${name}`;
    const { kind, isAbstract } = types.get(actual) ?? {};
    // An entity may be no more than a reference by its id.
    if (kind === 'ComplexType' && isAbstract && !sentAsItself.has(actual))
      yield `${at} does not say what kind of ${name} it is`;
    for (const [member, held] of Object.entries(value)) {
      if (!isAnnotation(member)) yield* ofMember(actual, member, held, `${at}/${member}`);
    }
  }

  function* ofMember(owner: string, member: string, value: unknown, at: string): Generator<string> {
    const line = lineOf(owner).map((name) => types.get(name));
    const type = line
      .find((level) => level?.members.has(member))
      ?.members.get(member)
      ?.split(' ')[1];
    if (type === undefined) return yield `${at} is not declared`;
    const isRequired = line.some((level) => level?.required.has(member)) || type.startsWith('Collection(');
    if (value !== null) yield* ofType(type, value, at);
    else if (isRequired) yield `${at} is null`;
  }

  /** The type and what it derives from. */
  function lineOf(name: string): string[] {
    const type = types.get(name);
    return type ? [name, ...(type.base === undefined ? [] : lineOf(type.base))] : [];
  }

  return (type: string, body: unknown): void => {
    const faults = [...ofType(type, body, '')];
    if (faults.length === 0) return;
    throw new Error(`This is no ${type} of our $metadata:\n${faults.join('\n')}\n${JSON.stringify(body, null, 2)}`);
  };
}
