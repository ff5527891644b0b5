/** What extensions may use; what is not here may change without notice. Nest comes from here too: there is one copy of it. */
export {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
  Param,
  Patch,
  Post,
  Put,
  Query,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
export { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus, Saga } from '@nestjs/cqrs';
export {
  accessPackageExists,
  type AssignmentRequest,
  AssignmentRequestSubmitted,
  AssignmentRequestsModule,
  AssignmentRequestsRepository,
  DeliveryStarted,
  type Effect,
  HandlesRequestType,
  type Person,
  policyExists,
  type PolicyFacts,
  policyOffersThePackage,
  PolicyRule,
  type PolicyRuleClass,
  type RequestAsked,
  RequestCanceled,
  RequestDelivered,
  RequestDeliveryFailed,
  RequestDenied,
  type RequestFacts,
  RequestFactsReader,
  RequestRules,
  type RequestState,
  type RequestTypeHandler,
  required,
  type Submission,
  submissionOf,
  submit,
  targetIsEnabled,
  targetIsInTheDirectory,
  targetLacksThisAssignment,
  type WantedRequest,
  windowFitsThePolicy,
} from './entitlement-management/assignment-requests/index.js';
import './graph/index.js'; // the operations and codes of refusals that the types below name

export { type Caller, CurrentCaller, scopeOf } from './platform/auth/caller.js';
export { type Operation, Permitted } from './platform/auth/permissions.js';
export { Config } from './platform/config/config.js';
export { Database } from './platform/database/database.js';
export { Transactions } from './platform/database/transactions.js';
export { DomainError, type RefusalCode } from './platform/errors/domain-error.js';
export {
  type Consumer,
  type ConsumerContext,
  type ConsumerOptions,
  Consumes,
  Undeliverable,
} from './platform/eventing/index.js';
export { StoredAs } from './platform/eventing/stored-as.js';
export { when } from './platform/eventing/when.js';
export { Extension, type ExtensionMetadata } from './platform/extensions/extension.js';
export { Clock } from './platform/time/clock.js';
export {
  type EffectTarget,
  type KindOptions,
  type OutsideSystem,
  type ProvisionedResource,
  Provisioner,
  type ProvisioningEffect,
  ProvisioningError,
  Provisions,
  type ResourceFacts,
  type RoleFacts,
  type SettingOfKind,
} from './provisioning/index.js';
