import type { Csdl, CsdlCall, CsdlMember, CsdlType } from './csdl-type.js';

type Attributes = Readonly<Record<string, string | undefined>>;

const edmx = 'http://docs.oasis-open.org/odata/ns/edmx';
const edm = 'http://docs.oasis-open.org/odata/ns/edm';
const graph = 'microsoft.graph';

/** The whole document, as EDMX 4.0. */
export function xmlOf(csdl: Csdl): string {
  const namespaces = Map.groupBy(csdl.types, ({ name }) => name.split('.').slice(0, -1).join('.'));
  const others = [...namespaces].filter(([name]) => name !== '');
  const schemas = [
    schema({ Namespace: graph, Alias: 'graph' }, [
      ...[...csdl.enums].map(([name, words]) => enumeration(name, words)),
      ...(namespaces.get('') ?? []).map(structured),
      ...csdl.calls.map(call),
      container(csdl),
    ]),
    ...others.map(([name, types]) => schema({ Namespace: `${graph}.${name}` }, types.map(structured))),
  ];
  const services = element('edmx:DataServices', {}, schemas);
  return `<?xml version="1.0" encoding="utf-8"?>\n${element('edmx:Edmx', { 'xmlns:edmx': edmx, Version: '4.0' }, [services])}\n`;
}

const schema = (attributes: Attributes, children: readonly string[]): string =>
  element('Schema', { xmlns: edm, ...attributes }, children);

const enumeration = (name: string, words: readonly string[]): string =>
  element(
    'EnumType',
    { Name: name },
    words.map((word) => element('Member', { Name: word })),
  );

function structured({ name, kind, base, isAbstract, members }: CsdlType): string {
  const attributes = {
    Name: name.split('.').at(-1),
    BaseType: base && `graph.${base}`,
    Abstract: isAbstract ? 'true' : undefined,
  };
  const key = name === 'entity' ? [element('Key', {}, [element('PropertyRef', { Name: 'id' })])] : [];
  return element(kind, attributes, [...key, ...members.map(member)]);
}

function member({ name, type, many, nullable, isNavigation, isContained }: CsdlMember): string {
  return element(isNavigation ? 'NavigationProperty' : 'Property', {
    Name: name,
    Type: many ? `Collection(${type})` : type,
    Nullable: nullable || many ? undefined : 'false',
    ContainsTarget: isContained ? 'true' : undefined,
  });
}

function call({ kind, name, boundTo, parameters, answers }: CsdlCall): string {
  return element(kind, { Name: name, IsBound: 'true' }, [
    element('Parameter', { Name: 'bindingParameter', Type: boundTo }),
    ...parameters.map((parameter) => element('Parameter', { Name: parameter, Type: 'Edm.String' })),
    ...(answers === undefined ? [] : [element('ReturnType', { Type: answers })]),
  ]);
}

const container = ({ entitySets, singletons }: Csdl): string =>
  element('EntityContainer', { Name: 'GraphService' }, [
    ...entitySets.map(({ name, type }) => element('EntitySet', { Name: name, EntityType: `${graph}.${type}` })),
    ...singletons.map((name) => element('Singleton', { Name: name, Type: `${graph}.${name}` })),
  ]);

/** An element with its children indented; the names and words of declarations need no escaping but `&` and quotes. */
function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value = '']) => ` ${key}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`)
    .join('');
  if (children.length === 0) return `<${name}${said} />`;
  return `<${name}${said}>\n${children.join('\n').replace(/^/gm, '  ')}\n</${name}>`;
}
