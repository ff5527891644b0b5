import { Injectable, NotFoundException, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { isOperational } from '../calls/address.js';
import { batchAround } from '../calls/inside-batch.js';
import { Authentication } from './authentication.js';
import { CallQuota } from './call-quota.js';
import { PublicRoutes } from './public-routes.js';
import type { Admission } from './token-policy.js';

type Refusal = Error | undefined;

/**
 * Refuses, before anything of a body is read, who has no good token, calls too often or asks for what is not there.
 *
 * It admits nobody: the guard of a route asks again, and alone says who the caller is and what they may do.
 */
@Injectable()
export class FrontDoor implements OnModuleInit {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly authentication: Authentication,
    private readonly quota: CallQuota,
    private readonly publicRoutes: PublicRoutes,
  ) {}

  /** Command lines have no server. */
  onModuleInit(): void {
    if (this.adapterHost.httpAdapter?.getType() !== 'fastify') return;
    this.adapterHost.httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', (request, _reply, next) => {
      const refusal = this.refusalOf(request);
      if (refusal instanceof Promise) void refusal.then(next);
      else next(refusal);
    });
  }

  private refusalOf(request: FastifyRequest): Refusal | Promise<Refusal> {
    if (isThere(request) && this.publicRoutes.has(request.method, request.routeOptions.url)) return undefined;
    try {
      const admission = this.authentication.of({ url: request.url, raw: request.raw });
      if (!(admission instanceof Promise)) return this.refusalOfCaller(admission, request);
      return admission.then((found) => this.refusalOfCaller(found, request), asRefusal);
    } catch (error) {
      return asRefusal(error);
    }
  }

  private refusalOfCaller({ caller }: Admission, request: FastifyRequest): Refusal {
    try {
      this.quota.take(caller);
    } catch (error) {
      return asRefusal(error);
    }
    if (!isThere(request)) return new NotFoundException();
    const isNested = batchAround() !== undefined && request.routeOptions.config.neverInABatch === true;
    return isNested ? new DomainError('BadRequest', 'A part of a batch is no batch itself.') : undefined;
  }
}

/** Whether the call found a route that it may know of: from inside a batch, Graph's API is all there is. */
const isThere = ({ is404, asked }: FastifyRequest): boolean => !is404 && !(batchAround() && isOperational(asked.path));

const asRefusal = (error: unknown): Error => error as Error;
