/** An element of an XML document that holds elements only, as CSDL does. */
function parseXml(text) {
  const top = { name: '', attributes: {}, children: [] };
  const open = [top];
  for (const [tag, closing, name, rest, empty] of text
    .replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '')
    .matchAll(/<(\/?)([\w:]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>/g)) {
    if (closing) {
      if (open.pop().name !== name) throw new Error(`The XML is not well formed at ${tag}.`);
      continue;
    }
    const attributes = Object.fromEntries(
      [...rest.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    );
    const element = { name, attributes, children: [] };
    open.at(-1).children.push(element);
    if (!empty) open.push(element);
  }
  return top;
}

const descendants = (element, name) =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...descendants(child, name)]);
const childrenOf = (element, name) => element.children.filter((child) => child.name === name);

/** The structured types and enumerations of a CSDL document, by full name (`microsoft.graph.accessPackage`). */
export function parseCsdl(text) {
  const schemas = descendants(parseXml(text), 'Schema');
  const aliases = new Map(
    schemas.flatMap(({ attributes: { Alias, Namespace } }) => (Alias ? [[Alias, Namespace]] : [])),
  );
  const fullName = (name) => {
    const dot = name.lastIndexOf('.');
    return `${aliases.get(name.slice(0, dot)) ?? name.slice(0, dot)}.${name.slice(dot + 1)}`;
  };
  const enums = new Map();
  const types = new Map();
  for (const schema of schemas) {
    const { Namespace } = schema.attributes;
    for (const { attributes, children } of childrenOf(schema, 'EnumType')) {
      const members = children.map((member) => member.attributes.Name).filter((name) => name !== 'unknownFutureValue');
      enums.set(`${Namespace}.${attributes.Name}`, { members, isFlags: attributes.IsFlags === 'true' });
    }
    for (const element of [...childrenOf(schema, 'EntityType'), ...childrenOf(schema, 'ComplexType')]) {
      const { Name, BaseType, Abstract, OpenType } = element.attributes;
      types.set(`${Namespace}.${Name}`, {
        base: BaseType && fullName(BaseType),
        isAbstract: Abstract === 'true',
        isOpen: OpenType === 'true',
        members: [...childrenOf(element, 'Property'), ...childrenOf(element, 'NavigationProperty')].map((member) =>
          memberOf(member, fullName),
        ),
      });
    }
  }
  return { enums, types };
}

function memberOf({ attributes: { Name, Type, Nullable } }, fullName) {
  const [, inner] = /^Collection\((.*)\)$/.exec(Type) ?? [];
  return {
    name: Name,
    type: fullName(inner ?? Type),
    isCollection: inner !== undefined,
    isNullable: Nullable !== 'false',
  };
}
