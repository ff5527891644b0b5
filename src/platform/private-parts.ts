import { Server } from 'node:net';
import {
  GLOBAL_MODULE_METADATA,
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  MODULE_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import type { EventBus } from '@nestjs/cqrs';

// What we lean on in others' packages that they do not promise, all of it. `private-parts.spec.ts` holds each against what is
// installed: an update that moves one of them turns it red, instead of making the server blind.

/** The keys under which Nest's decorators keep what they are told (@nestjs/common 12, @nestjs/cqrs 12, @nestjs/swagger 12). */
export const metadataKeys = {
  /** On a handler of a command, and of a query: the class of what it handles. */
  handledCommand: '__commandHandler__',
  handledQuery: '__queryHandler__',
  /** On a class: the names of its sagas. */
  sagas: '__saga__',
  /** On a route: its number in `RequestMethod`, its path, and the status of its answer where it is told one. */
  httpMethod: METHOD_METADATA,
  path: PATH_METADATA,
  status: HTTP_CODE_METADATA,
  /** On a controller, by the name of a route: its arguments, by kind and place. */
  routeArguments: ROUTE_ARGS_METADATA,
  /** On a prototype: the names of its members, each behind a colon, and by a name what is said of it. */
  shownMembers: 'swagger/apiModelPropertiesArray',
  shownMember: 'swagger/apiModelProperties',
  /** On a module. */
  isGlobal: GLOBAL_MODULE_METADATA,
  imports: MODULE_METADATA.IMPORTS,
  controllers: MODULE_METADATA.CONTROLLERS,
  providers: MODULE_METADATA.PROVIDERS,
  /** What the compiler emits of a method: the classes of its parameters. */
  parameterTypes: 'design:paramtypes',
} as const;

/** Nest's numbers of `@Req()` and `@Body()` among the kinds of a route's arguments. */
export const argumentKinds = { request: '0', body: '3' } as const;

/** Makes whatever is published on the bus go to one place, and leaves no saga subscribed to its in-memory stream. */
export function takeOver(bus: EventBus, publish: (event: object) => void): void {
  bus.publisher = { publish, publishAll: (events: object[]) => events.forEach(publish) };
  // There, one throw ends a saga for good (nestjs/cqrs#1838).
  bus.registerSagas = () => undefined;
}

/** Ends listening as a plain socket does: an HTTP server would close its idle connections, and reset a request on its way. */
export const stopListening = (server: Server): Promise<void> =>
  new Promise((resolve) => Server.prototype.close.call(server, () => resolve()));
