import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Caller } from '../../platform/auth/caller.js';
import { mayActSomewhere, mayAdminister } from '../../graph/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ResourceRegistry } from '../../platform/odata/resource-registry.js';
import type { AssignmentRequest } from './assignment-request.js';
import type { SentBy } from './sent-by.js';
import type { RequestAsked, WantedRequest } from './wanted-request.js';

/** Decides on one type of request, inside the unit of work that CreateAssignmentRequestHandler opened. */
export interface RequestTypeHandler {
  handle(asked: RequestAsked): Promise<AssignmentRequest>;
}

/** How a request type is declared. */
export interface RequestTypeOptions {
  readonly sentBy: SentBy;
  /** Whether somebody of whom only an address is known becomes a guest by it: `wanted.targetEmail` says so. */
  readonly invites?: boolean;
  /** Whether it passes over an approval that its sender can keep all the same: `wanted.keepsApproval` says so. */
  readonly canKeepApproval?: boolean;
  /** Other names that callers may use for it. */
  readonly alsoCalled?: readonly string[];
}

interface Declared extends RequestTypeOptions {
  readonly name: string;
  readonly handler: RequestTypeHandler;
}

const declaration = Symbol('request type');

/** Declares the handler of a request type; two handlers for one name stop the start. */
export const HandlesRequestType =
  (name: string, options: RequestTypeOptions) =>
  <T extends abstract new (...args: never[]) => RequestTypeHandler>(target: T): void => {
    Injectable()(target);
    Reflect.defineMetadata(declaration, { ...options, name }, target);
  };

const mayBeSent: Record<SentBy, (caller: Caller) => boolean> = {
  // In which catalogs is settled when the request says what it is about: see `receiving/request-authority.reader.ts`.
  administrator: (caller) => mayAdminister(caller) || mayActSomewhere(caller, 'assignments.manage'),
  self: (caller) => caller.kind === 'user',
  application: (caller) => caller.kind === 'application' && mayAdminister(caller),
  system: () => false,
};

const senders: Record<SentBy, string> = {
  administrator:
    'needs EntitlementManagement.ReadWrite.All and, for a person, the role Identity Governance Administrator or Global Administrator, or a role that manages the assignments of the catalog',
  self: 'is sent by people for themselves; an application has to use an administrator type such as adminAdd',
  application: 'is sent by applications only',
  system: 'is written by the server itself, and refused from callers',
};

/** Every request type of the application, ours and those that extensions bring. */
@Injectable()
export class RequestTypes implements OnModuleInit {
  private readonly byName = new Map<string, Declared>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly resources: ResourceRegistry,
  ) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      const declared =
        typeof metatype === 'function'
          ? (Reflect.getMetadata(declaration, metatype) as Omit<Declared, 'handler'> | undefined)
          : undefined;
      if (declared) this.add({ ...declared, handler: instance as RequestTypeHandler });
    }
    if (this.byName.size === 0)
      throw new Error('No class handles any request type: import a module with @HandlesRequestType.');
    this.resources.knowWords('accessPackageRequestType', this.names());
  }

  /** A request on its way, and the handler of its type, if the caller may send it. */
  asked(
    requestType: string,
    caller: Caller,
    wanted: WantedRequest,
  ): { readonly asked: RequestAsked; readonly handler: RequestTypeHandler } {
    const { name, sentBy, invites, canKeepApproval, handler } = this.forCaller(requestType, caller);
    if (wanted.keepsApproval !== undefined && !canKeepApproval) throw this.cannotKeepApproval(name);
    return { asked: { caller, wanted, sentBy, invites, requestType: name }, handler };
  }

  /** The request type of this name in any case, if the caller may send it. */
  private forCaller(name: string, caller: Caller): Declared {
    const declared = this.byName.get(name.toLowerCase());
    if (!declared) {
      throw new DomainError(
        'InvalidModel',
        `The model is invalid: 'requestType' must be one of ${this.names().join(', ')}.`,
      );
    }
    if (!mayBeSent[declared.sentBy](caller))
      throw new DomainError('UnAuthorized', `'${declared.name}' ${senders[declared.sentBy]}.`);
    return declared;
  }

  /** Who may send a type; of one that nobody declared, people may. */
  sentBy(name: string): SentBy {
    return this.byName.get(name.toLowerCase())?.sentBy ?? 'self';
  }

  /** What every type declares, by its name. */
  declared(): readonly (RequestTypeOptions & { readonly name: string })[] {
    const types = [...new Set(this.byName.values())].map(({ handler: _, ...options }) => options);
    return types.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  names(): string[] {
    return [...new Set([...this.byName.values()].map(({ name }) => name))].sort();
  }

  private cannotKeepApproval(name: string): DomainError {
    const those = this.names().filter((one) => this.byName.get(one.toLowerCase())?.canKeepApproval);
    return new DomainError(
      'InvalidModel',
      `The model is invalid: 'parameters' cannot be given with '${name}': leave it out, only ${those.join(', ')} takes it.`,
    );
  }

  private add(declared: Declared): void {
    for (const name of [declared.name, ...(declared.alsoCalled ?? [])]) {
      const other = this.byName.get(name.toLowerCase());
      if (other) {
        throw new Error(
          `Two classes handle the request type '${name}': ${other.handler.constructor.name} and ${declared.handler.constructor.name}. Remove one.`,
        );
      }
      this.byName.set(name.toLowerCase(), declared);
    }
  }
}
