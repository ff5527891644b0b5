import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Answered, Client, TestServer } from './server.js';

type Json = Record<string, unknown>;
type Response = { $ref?: string; content?: Record<string, { schema: Json }>; headers?: Json };

const verbs = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The served description of the API, and answers held against it. */
export class Described {
  private readonly ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
  });

  private readonly compiled = new Map<string, ValidateFunction>();

  private constructor(readonly document: OpenAPIObject) {
    formats.default(this.ajv);
    this.ajv.addKeyword('components').addKeyword('discriminator');
    this.ajv.addSchema({ $id: 'api', components: { schemas: closed(document) } });
  }

  static async by(server: TestServer): Promise<Described> {
    const { status, body } = await server.anonymous.get('/openapi.json');
    expect(status).toBe(200);
    return new Described(body as OpenAPIObject);
  }

  /** Every operation that is described. */
  get operations() {
    return Object.entries(this.document.paths).flatMap(([path, item]) =>
      verbs.flatMap((method) => {
        const operation = item[method];
        return operation
          ? [{ method: method.toUpperCase(), path, operation, key: `${method.toUpperCase()} ${path}` }]
          : [];
      }),
    );
  }

  /** What a `$ref` of the document leads to; undefined when it leads nowhere. */
  resolve(ref: string): unknown {
    const steps = ref
      .slice(2)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    return steps.reduce<unknown>((node, step) => (node as Json | undefined)?.[step], this.document);
  }

  /** Fails unless the answer is one that the description knows for this call, member by member. */
  expect(method: string, path: string, { status, body, text }: Answered): void {
    const plain = decodeURIComponent(path.replace(/^\/v1\.0/, '').replace(/\?.*/s, ''));
    const found = this.operations.filter((one) => one.method === method && pattern(one.path).test(plain));
    const [call] = found.sort((one, other) => one.path.split('{').length - other.path.split('{').length);
    if (!call) throw new Error(`${method} ${plain} is not described.`);
    const response =
      this.responseOf(call.operation.responses[status] as Response | undefined) ?? this.ofAnyCall(status);
    if (!response) throw new Error(`${call.key} is not described as answering ${status}: ${text}`);
    const schema = response.content?.['application/json']?.schema;
    if (!response.content) expect(text).toBe('');
    if (schema) this.expectValid(schema, `${status} answer to ${call.key}`, body);
  }

  /** Compiles a schema of the document; throws when it is none. */
  compile(schema: object): ValidateFunction {
    const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
    const compiled = this.compiled.get(text) ?? this.ajv.compile(JSON.parse(text) as Json);
    this.compiled.set(text, compiled);
    return compiled;
  }

  /** The refusal that is said once for all operations, where it has this status. */
  private ofAnyCall(status: number): Response | undefined {
    const { description, ...response } = this.resolve('#/components/responses/RefusalOfAnyCall') as Response & {
      description: string;
    };
    return description.includes(`(${status})`) ? response : undefined;
  }

  private responseOf(response: Response | undefined): Response | undefined {
    return response?.$ref ? (this.resolve(response.$ref) as Response) : response;
  }

  private expectValid(schema: Json, what: string, body: unknown): void {
    const validate = this.compile(schema);
    if (validate(body)) return;
    const faults = (validate.errors ?? []).map(inWords).join('\n');
    throw new Error(`This is no ${what} as the description has it:\n${faults}\n${JSON.stringify(body, null, 2)}`);
  }
}

/** The same client, every answer of which must be one that is described. */
export function describedClient(client: Client, described: Described): Client {
  const held = async (method: string, path: string, answer: Promise<Answered>): Promise<Answered> => {
    described.expect(method, path, await answer);
    return answer;
  };
  return {
    get: (path, headers) => held('GET', path, client.get(path, headers)),
    post: (path, body, headers) => held('POST', path, client.post(path, body, headers)),
    put: (path, body, headers) => held('PUT', path, client.put(path, body, headers)),
    patch: (path, body, headers) => held('PATCH', path, client.patch(path, body, headers)),
    delete: (path, headers) => held('DELETE', path, client.delete(path, headers)),
  };
}

/** The document's schemas with no members beside those that they declare: what is answered must be what is described. */
function closed(document: OpenAPIObject): Json {
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Json>);
  return Object.fromEntries(
    schemas.map(([name, schema]) => [
      name,
      name === 'EntityAnswer' || schema['type'] !== 'object'
        ? schema
        : { ...schema, patternProperties: { '^@(?:odata|openEntitlements)\\.': {} }, additionalProperties: false },
    ]),
  );
}

const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`);

function inWords({ instancePath, message, params }: ErrorObject): string {
  return `- ${instancePath.slice(1).replaceAll('/', '.') || 'the body'} ${message} ${JSON.stringify(params)}`;
}
