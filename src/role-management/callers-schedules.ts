import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Asked } from '../platform/http/asked.js';
import { idOf } from '../platform/http/id-of.js';
import { type ConcerningCaller, concerningCaller } from '../platform/odata/current-user.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import type { Resource } from '../platform/odata/resource.js';

/** What Graph's functions on schedules have in common, whatever kind of schedule they list. */
@Injectable()
export abstract class CallersSchedules {
  constructor(private readonly queries: QueryBus) {}

  /** Those that a word of `filterByCurrentUser` means. */
  protected concerning(resource: Resource, words: ConcerningCaller, on: string, asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(resource, asked, concerningCaller(words, on, asked.caller)));
  }

  /** A request that is there could be canceled; there is none, which is 404. */
  protected async requireRequest(requests: Resource, id: string, asked: Asked): Promise<void> {
    await this.queries.execute(new GetQuery(requests, { ...asked, query: '' }, { id: idOf(id, 'role request') }));
  }
}
