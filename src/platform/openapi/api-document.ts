import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '../config/config.js';
import { ResourceRegistry } from '../odata/resource-registry.js';
import { apiTexts } from './api-texts.js';
import { chaptersIn } from '../http/chapter.js';
import { DescribedRoutes, routeKey } from './described-routes.js';
import { entitySchemas, partsOf } from './entity-schemas.js';
import { withClassExamples, withExamples } from './examples.js';
import { described, tokenScheme } from './operation.js';
import { answerHeaders, errorEnvelope, refusalOfAnyCall, refusalResponses } from './responses.js';
import { direct, type Schemas, withoutBetas } from './schemas.js';
import { typeFamilies, withFamilies } from './type-families.js';

type Paths = OpenAPIObject['paths'];
type Declarations = ReturnType<DescribedRoutes['byKey']>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const whereTokensComeFrom =
  'An access token of Entra ID; in development mode `POST /dev/token` hands one out. Any one of the permissions named at an operation does.';

/** The OpenAPI 3.1 description of what this application serves, drawn from its routes, resources, bodies and permissions. */
@Injectable()
export class ApiDocument {
  constructor(
    private readonly config: Config,
    private readonly registry: ResourceRegistry,
    private readonly routes: DescribedRoutes,
  ) {}

  of(app: NestFastifyApplication): OpenAPIObject {
    const parts = partsOf(this.registry);
    const families = typeFamilies(parts);
    const derived = families.flatMap(({ members }) => [...members.keys()]);
    const scanned = SwaggerModule.createDocument(app, this.head(), {
      operationIdFactory: routeKey,
      extraModels: [...parts, ...derived],
    });
    const said = withoutBetas(direct(scanned.components?.schemas ?? {}));
    const bodies = withFamilies(withClassExamples(said), families);
    const declarations = this.routes.byKey();
    const paths = this.pathsOf(scanned.paths, declarations);
    return withExamples({
      ...scanned,
      tags: chaptersIn(declarations.values()),
      paths,
      components: {
        ...scanned.components,
        schemas: inOrder({ ...bodies, ...this.answers(bodies) }),
        responses: { ...refusalResponses(refusedWith(paths)), RefusalOfAnyCall: refusalOfAnyCall() },
        headers: answerHeaders,
      },
    });
  }

  private head(): Omit<OpenAPIObject, 'paths'> {
    const root = this.config.publicUrl ?? '';
    const { info, ...rest } = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('open-entitlements')
      .setDescription(apiTexts.get().introduction)
      .setVersion(version)
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .addServer(`${root}/v1.0`)
      .addBearerAuth(
        { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: whereTokensComeFrom },
        tokenScheme,
      )
      .build();
    const { contact: _nobody, ...said } = info;
    return { ...rest, info: said };
  }

  private answers(bodies: Schemas): Schemas {
    const answers = { ...entitySchemas(this.registry), ErrorEnvelope: errorEnvelope() };
    const twice = Object.keys(answers).find((name) => name in bodies);
    if (twice)
      throw new Error(`A body and an answer are both named '${twice}' in the API description: rename the class.`);
    return answers;
  }

  private pathsOf(scanned: Paths, declarations: Declarations): Paths {
    const graph: Paths = {};
    const open: Paths = {};
    for (const { path, method, operation } of operationsOf(scanned)) {
      const declared = declarations.get(operation.operationId ?? '');
      if (!declared) continue;
      const all = declared.needsToken ? graph : open;
      const placed = { method: method.toUpperCase(), path };
      all[path] = { ...all[path], [method]: described(operation, placed, declared, this.registry) };
    }
    const servers = [{ url: this.config.publicUrl ?? '/' }];
    const ofRoot = Object.entries(open).map(([path, item]) => [path, { ...item, servers }] as const);
    return { ...inOrder(graph), ...inOrder(Object.fromEntries(ofRoot)) };
  }
}

const operationsOf = (paths: Paths) =>
  Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path: asGraphWrites(path), method, operation }] : [];
    }),
  );

/** `orders/number={number}` is how it is routed, `orders(number='{number}')` how it is asked for. */
const asGraphWrites = (path: string): string =>
  path.replace(
    /(?:\/\w+=\{\w+\})+/g,
    (args) =>
      `(${args
        .slice(1)
        .replaceAll('/', ',')
        .replaceAll(/\{\w+\}/g, "'$&'")})`,
  );

/** The statuses that something is refused with. */
const refusedWith = (paths: Paths): ReadonlySet<string> =>
  new Set(operationsOf(paths).flatMap(({ operation }) => Object.keys(operation.responses)));

const inOrder = <T>(values: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
