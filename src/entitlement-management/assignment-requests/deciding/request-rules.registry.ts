import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { DomainError } from '../../../platform/errors/domain-error.js';
import type { Rule } from './assignment-request.rules.js';
import { type DecisionTrace, decide } from './decision.js';
import { DecisionTraces } from './decision-traces.registry.js';
import { approvalOf, effectOf } from './needs-approval.js';
import type { RequestFacts } from './request-facts.js';
import type { Effect } from '../request-states.js';
import { RequestTypes } from '../request-types.registry.js';
import { StageApproversReader } from './stage-approvers.reader.js';

/** A rule that an extension brings: a question about the facts of a request, answered with a refusal or nothing. */
export interface PolicyRuleClass<Own = unknown> {
  /** Facts of its own, read once for each request inside the unit of work: from this database or this machine, never over a network. */
  gather?(facts: RequestFacts): Promise<Own>;
  check(facts: RequestFacts, own: Own): DomainError | undefined;
}

/** For which request types a rule is asked, and what traces call it; its class's name, when that is left out. */
export interface PolicyRuleOptions {
  readonly types: readonly string[];
  readonly name?: string;
}

const declaration = Symbol('policy rule');

/** Declares a rule that is asked after the built-in ones; several are asked in order of their names. */
export const PolicyRule =
  (options: PolicyRuleOptions) =>
  <T extends abstract new (...args: never[]) => PolicyRuleClass>(target: T): void => {
    Injectable()(target);
    Reflect.defineMetadata(declaration, options, target);
  };

interface Found {
  readonly name: string;
  readonly types: readonly string[];
  readonly rule: PolicyRuleClass;
}

/** The rules of every request type: the built-in ones, then those that extensions bring. */
@Injectable()
export class RequestRules {
  private found: readonly Found[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly traces: DecisionTraces,
    private readonly approvers: StageApproversReader,
    private readonly types: RequestTypes,
  ) {}

  /** Asks every rule of the type and throws the first refusal; what led to it is kept with the unit of work either way. */
  async check(
    requestType: string,
    builtIn: readonly Rule[],
    facts: RequestFacts,
    effect: Effect = effectOf(facts),
  ): Promise<DecisionTrace> {
    const sentBy = this.types.sentBy(requestType);
    const approval = facts.policy && approvalOf(sentBy, effect, facts);
    const approvers = await this.approvers.resolve(sentBy, effect, facts);
    const added = await this.addedFor(requestType, facts);
    const { trace, refusal } = decide([...builtIn, ...added], facts, { approval, approvers });
    this.traces.keep(trace);
    if (refusal) throw refusal;
    return trace;
  }

  private async addedFor(requestType: string, facts: RequestFacts): Promise<Rule[]> {
    this.found ??= this.discover();
    const wanted = requestType.toLowerCase();
    const asked = this.found.filter(({ types }) => types.some((type) => type.toLowerCase() === wanted));
    const rules: Rule[] = [];
    // One after the other: they share the connection of the unit of work.
    for (const { name, rule } of asked) {
      const own = await rule.gather?.(facts);
      rules.push(Object.defineProperty((of: RequestFacts) => rule.check(of, own), 'name', { value: name }));
    }
    return rules;
  }

  private discover(): Found[] {
    return this.discovery
      .getProviders()
      .flatMap(({ metatype, instance }): Found[] => {
        const options =
          typeof metatype === 'function' &&
          (Reflect.getMetadata(declaration, metatype) as PolicyRuleOptions | undefined);
        return options
          ? [{ name: options.name ?? metatype?.name ?? '', types: options.types, rule: instance as PolicyRuleClass }]
          : [];
      })
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }
}
