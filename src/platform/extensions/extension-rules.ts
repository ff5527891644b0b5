import type { Provider, Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { forAnyCaller, isOperation, isPublic, operationOf } from '../auth/permissions.js';
import { firstRefusal } from '../domain/rules.js';
import { metadataKeys } from '../private-parts.js';
import type { DeclaredModule } from './module-tree.js';

/** What the server itself consists of. */
export interface Own {
  readonly modules: ReadonlySet<Type>;
  readonly tokens: ReadonlySet<unknown>;
  /** Which class handles a command or query, by the class of the command or query. */
  readonly handlers: ReadonlyMap<unknown, Type>;
}

const handled = [metadataKeys.handledCommand, metadataKeys.handledQuery];

/** Says what a module of an extension must not be, and what to change; nothing where it may be so. */
type Rule = (module: DeclaredModule, own: Own) => string | undefined;

const tokenOf = (provider: Provider): unknown => (typeof provider === 'function' ? provider : provider.provide);
const nameOf = (token: unknown): string => (typeof token === 'function' ? token.name : String(token));
const acrossRoutes: readonly unknown[] = [APP_GUARD, APP_PIPE, APP_INTERCEPTOR, APP_FILTER];

const addsNothingToEveryRoute: Rule = ({ providers }) => {
  const found = providers.map(tokenOf).find((token) => acrossRoutes.includes(token));
  return found === undefined
    ? undefined
    : `provides ${nameOf(found)}, which would reach the server's own routes; put it on your controllers (@UseGuards, @UseInterceptors, ...)`;
};

const replacesNothing: Rule = ({ providers }, { tokens }) => {
  const found = providers.map(tokenOf).find((token) => tokens.has(token));
  return found === undefined
    ? undefined
    : `provides ${nameOf(found)}, which is the server's; import the module that exports it instead`;
};

const isNotGlobal: Rule = ({ isGlobal }) =>
  isGlobal ? 'is global, so what it exports reaches the server; import it where it is used' : undefined;

const takesModulesAsTheyAre: Rule = ({ isDynamic, type }, { modules }) =>
  isDynamic && modules.has(type) ? "adds to a module of the server's; import the class as it is" : undefined;

const bringsNoMiddleware: Rule = ({ type }) =>
  typeof (type.prototype as { configure?: unknown } | undefined)?.configure === 'function'
    ? 'brings middleware (configure), which runs before anybody is asked for a token; use interceptors on your controllers'
    : undefined;

const everyRouteAsksForAPermission: Rule = ({ controllers }) => {
  for (const controller of controllers) {
    for (const [name, handler] of handlersOf(controller)) {
      const doubt = doubtAbout([handler, controller]);
      if (doubt) return `has the route ${controller.name}.${name}, which ${doubt}; give it @Permitted(...)`;
    }
  }
  return undefined;
};

/** The guard asks the handler first, then its class; so does this. */
function doubtAbout(targets: readonly object[]): string | undefined {
  const said = (key: string): unknown =>
    targets.map((target) => Reflect.getMetadata(key, target) as unknown).find((value) => value !== undefined);
  if (said(isPublic) || said(forAnyCaller)) return 'is open without a permission';
  const operation = said(operationOf);
  if (operation === undefined) return 'asks for no permission';
  return isOperation(operation)
    ? undefined
    : `asks for '${nameOf(operation)}', which is none of the server's operations`;
}

/** Inherited ones too: Nest routes them. */
function handlersOf(controller: Type): [string, object][] {
  const found = new Map<string, object>();
  for (let from = controller.prototype as object | null; from && from !== Object.prototype;) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(from))) {
      const isRoute = typeof value === 'function' && Reflect.hasMetadata(metadataKeys.httpMethod, value as object);
      if (isRoute && !found.has(name)) found.set(name, value as object);
    }
    from = Object.getPrototypeOf(from) as object | null;
  }
  return [...found];
}

const answersNothingOfTheServers: Rule = ({ providers }, { handlers }) => {
  for (const [asked, handler] of handlersAmong(providers)) {
    const ours = handlers.get(asked);
    if (ours) return `makes two classes handle ${nameOf(asked)}: ${ours.name} and ${handler.name}; remove yours`;
  }
  return undefined;
};

const handlersAmong = (providers: readonly Provider[]): (readonly [unknown, Type])[] =>
  providers
    .map((provider): unknown =>
      typeof provider === 'function' ? provider : 'useClass' in provider && provider.useClass,
    )
    .filter((type): type is Type => typeof type === 'function')
    .flatMap((type) => {
      const asked = handled.map((key) => Reflect.getMetadata(key, type) as unknown).filter(Boolean);
      return asked.map((one) => [one, type] as const);
    });

const rules: readonly Rule[] = [
  addsNothingToEveryRoute,
  isNotGlobal,
  takesModulesAsTheyAre,
  replacesNothing,
  bringsNoMiddleware,
  answersNothingOfTheServers,
  everyRouteAsksForAPermission,
];

/** The first rule that a module of an extension breaks, in words that name the module. */
export function objectionTo(module: DeclaredModule, own: Own): string | undefined {
  const found = firstRefusal(rules, module, own);
  return found && `The extension module ${module.type.name} ${found}.`;
}

/** What the server consists of, by its declared modules. */
export function ownOf(declared: readonly DeclaredModule[]): Own {
  const providers = declared.flatMap((module) => module.providers);
  return {
    modules: new Set(declared.map(({ type }) => type)),
    tokens: new Set(providers.map(tokenOf)),
    handlers: new Map(handlersAmong(providers)),
  };
}
