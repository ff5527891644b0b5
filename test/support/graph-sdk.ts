import type { DateOnly, Duration } from '@microsoft/kiota-abstractions';
import type * as json from '@microsoft/kiota-serialization-json';

type Json = Record<string, unknown>;
type Named = Readonly<Record<string, unknown>>;

interface Sdk {
  readonly models: Named;
  readonly errors: Named;
  readonly json: typeof json;
}

/** Its models are 7 MB of code, read once by a process that asks for them. */
const loadGraphSdk = async (): Promise<Sdk> => ({
  models: await import('@microsoft/msgraph-sdk/models/index.js'),
  errors: await import('@microsoft/msgraph-sdk/models/oDataErrors/index.js'),
  json: await import('@microsoft/kiota-serialization-json'),
});

const capitalized = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const isAnnotation = (name: string): boolean => /@(odata|openEntitlements)\.[A-Za-z.]+$/.test(name);

/** Fails unless Microsoft's SDK reads the entity of that type without losing anything, and writes the same again. */
export async function expectReadEntity(typeName: string, body: object): Promise<void> {
  const { models, json } = await loadGraphSdk();
  expectSame(typeName, body, modelOf(json, models, capitalized(typeName), body));
}

/** The same for a page; what Graph answers by a function has no type of page, and is read one by one. */
export async function expectReadCollection(typeName: string, body: { value: object[] }): Promise<void> {
  const { models, json } = await loadGraphSdk();
  const page = `${capitalized(typeName)}CollectionResponse`;
  if (`create${page}FromDiscriminatorValue` in models) {
    expectSame(`page of ${typeName}`, body, modelOf(json, models, page, body));
  } else {
    for (const item of body.value) await expectReadEntity(typeName, item);
  }
}

/** The same for a refusal. */
export async function expectReadError(body: object): Promise<void> {
  const { errors, json } = await loadGraphSdk();
  expectSame('refusal', body, modelOf(json, errors, 'ODataError', body));
}

/** What the SDK makes of a body. */
function modelOf({ JsonParseNode }: Sdk['json'], types: Named, type: string, body: object): unknown {
  const create = types[`create${type}FromDiscriminatorValue`] as Parameters<json.JsonParseNode['getObjectValue']>[0];
  if (!create) throw new Error(`Microsoft's SDK has no ${type}.`);
  return new JsonParseNode(body).getObjectValue(create);
}

function* unknownIn(model: unknown, at: string): Generator<string> {
  if (typeof model !== 'object' || model === null) return;
  for (const [name, value] of Object.entries(model)) {
    if (name !== 'additionalData') yield* unknownIn(value, `${at}/${name}`);
    else for (const member of Object.keys(value as Json)) if (!isAnnotation(member)) yield `${at}/${member}`;
  }
}

function expectSame(what: string, body: object, model: unknown): void {
  const faults = [
    ...[...unknownIn(model, '')].map((at) => `${at} is not known`),
    ...lost(body, model, '').map(([at, ours, theirs]) => `${at} was ${ours} and became ${theirs}`),
  ];
  if (faults.length === 0) return;
  throw new Error(`Microsoft's SDK reads this ${what} otherwise:\n${faults.join('\n')}\n${JSON.stringify(body)}`);
}

/**
 * What is not as it was.
 *
 * The SDK has no null: what was null is left out, or an object with nothing in it. What it writes itself is not looked
 * at, as it leaves out all that a derived type adds to its base (1.0.0-preview.90).
 */
function lost(ours: unknown, model: unknown, at: string): [string, string, string][] {
  if (ours === null) return [];
  if (typeof ours !== 'object' || typeof model !== 'object' || model === null) {
    const theirs = asWritten(model);
    return ours === theirs || isWithoutZone(ours, theirs)
      ? []
      : [[at, JSON.stringify(ours), JSON.stringify(theirs) ?? 'nothing']];
  }
  if (Array.isArray(ours) && ours.length !== (model as unknown[]).length) return [[at, 'long', 'shorter']];
  return Object.entries(ours)
    .filter(([name]) => name === '@odata.type' || !isAnnotation(name))
    .flatMap(([name, value]) => lost(value, (model as Json)[memberOf(name)], `${at}/${name}`));
}

/** The time of a refusal has no zone, as Graph says it. */
const isWithoutZone = (ours: unknown, theirs: unknown): boolean =>
  typeof ours === 'string' && /T\d\d:\d\d:\d\d$/.test(ours) && new Date(ours).toISOString() === theirs;

/** Times, days and durations are objects to the SDK, with a text of their own. */
function asWritten(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return 'toISOString' in value ? (value as Date).toISOString() : (value as DateOnly | Duration).toString();
}

/** What the SDK calls members that it does not call as Graph does. */
const renamed: Readonly<Record<string, string>> = { '@odata.type': 'odataType', error: 'errorEscaped' };

/** `request-id` is `requestId` to the SDK. */
const memberOf = (name: string): string =>
  renamed[name] ?? name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
