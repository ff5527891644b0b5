type Element = { name: string; attributes: Record<string, string>; children: Element[] };

/** A structured type as a CSDL document has it; its members with their types. */
export interface StructuredType {
  readonly kind: string;
  readonly base: string | undefined;
  readonly isAbstract: boolean;
  readonly members: ReadonlyMap<string, string>;
  /** Those of them that are never null. */
  readonly required: ReadonlySet<string>;
}

/** What a CSDL document declares, by name without `microsoft.graph.`. */
export interface CsdlDocument {
  readonly types: ReadonlyMap<string, StructuredType>;
  /** The words of each. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly calls: readonly Element[];
}

/** Reads a CSDL document; what is no well-formed XML fails. */
export function readCsdl(xml: string): CsdlDocument {
  const schemas = descendants(parse(xml), 'Schema');
  const types = schemas.flatMap((schema) =>
    schema.children
      .filter(({ name }) => name === 'EntityType' || name === 'ComplexType')
      .map((element) => [nameIn(schema, element), structured(element)] as const),
  );
  const enums = schemas.flatMap((schema) =>
    schema.children
      .filter(({ name }) => name === 'EnumType')
      .map((element) => {
        const words = element.children.map(({ attributes: { Name = '' } }) => Name);
        return [nameIn(schema, element), words] as const;
      }),
  );
  const calls = schemas.flatMap(({ children }) => children.filter(({ name }) => /^(Action|Function)$/.test(name)));
  return { types: new Map(types), enums: new Map(enums), calls };
}

/** The functions and actions in one line each. */
export const callsIn = ({ calls }: CsdlDocument): string[] =>
  calls.map(({ name, attributes, children }) => {
    const typed = children.map((child): Record<string, string> => ({ ...child.attributes, tag: child.name }));
    const [bound, ...parameters] = typed.filter(({ tag }) => tag === 'Parameter');
    const answers = typed.find(({ tag }) => tag === 'ReturnType')?.['Type'];
    const list = parameters.map((parameter) => `${parameter['Name'] ?? ''}: ${parameter['Type'] ?? ''}`).join(', ');
    const on = bound?.['Type'] ?? '';
    return `${name} ${attributes['Name'] ?? ''} on ${on} (${list})${answers === undefined ? '' : ` answers ${answers}`}`;
  });

function structured({ name, attributes, children }: Element): StructuredType {
  const properties = children.filter((child) => child.name === 'Property' || child.name === 'NavigationProperty');
  const required = properties.filter(({ attributes: { Nullable } }) => Nullable === 'false');
  const members = properties.map(
    ({ name: kind, attributes: { Name = '', Type = '' } }) => [Name, `${kind} ${Type}`] as const,
  );
  return {
    kind: name,
    base: attributes['BaseType']?.replace(/^graph\./, ''),
    isAbstract: attributes['Abstract'] === 'true',
    members: new Map(members),
    required: new Set(required.map(({ attributes: { Name = '' } }) => Name)),
  };
}

const nameIn = (schema: Element, { attributes }: Element): string =>
  `${schema.attributes['Namespace'] ?? ''}.${attributes['Name'] ?? ''}`.replace(/^microsoft\.graph\./, '');

const descendants = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...descendants(child, name)]);

const markup = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<&]*")*)\s*(\/?)>/y;

/** Elements and attributes only, as CSDL has nothing else; anything that is neither is a fault. */
function parse(xml: string): Element {
  const top: Element = { name: '', attributes: {}, children: [] };
  const open = [top];
  for (let at = 0; at < xml.length; at = markup.lastIndex) {
    const blank = /\s*/y;
    blank.lastIndex = at;
    blank.test(xml);
    if (blank.lastIndex === xml.length) break;
    markup.lastIndex = blank.lastIndex;
    const found = markup.exec(xml);
    if (!found) throw new Error(`This is no XML: ${xml.slice(blank.lastIndex, blank.lastIndex + 80)}`);
    take(found, open);
  }
  if (open.length > 1) throw new Error(`'${open.at(-1)?.name ?? ''}' is not closed.`);
  return top;
}

function take([, closing, name, rest = '', empty]: RegExpExecArray, open: Element[]): void {
  if (name === undefined) return;
  if (closing) {
    if (open.pop()?.name !== name) throw new Error(`'${name}' closes what is not open.`);
    return;
  }
  const attributes = [...rest.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value] as const);
  const element = { name, attributes: Object.fromEntries(attributes), children: [] };
  open.at(-1)?.children.push(element);
  if (!empty) open.push(element);
}
