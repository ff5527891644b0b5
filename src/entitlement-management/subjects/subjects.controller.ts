import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Permitted } from '../../platform/auth/permissions.js';
import { AskedFor, type Asked } from '../../platform/http/asked.js';
import { idOf } from '../../platform/http/id-of.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { subjects } from './subjects.resource.js';

@Chapter('Subjects', 'Those who have held, or asked for, something.')
@Controller('identityGovernance/entitlementManagement/subjects')
export class SubjectsController {
  constructor(private readonly queryBus: QueryBus) {}

  @Get()
  @Permitted('entitlements.read')
  @AnswersMany(subjects)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queryBus.execute(new ListQuery(subjects, asked));
  }

  /** Graph's alternate key: `subjects(objectId='...')`. */
  @Get('objectId=:objectId')
  @Permitted('entitlements.read')
  @AnswersOne(subjects)
  getByObjectId(@AskedFor() asked: Asked, @Param('objectId') objectId: string): Promise<EntityAnswer> {
    return this.queryBus.execute(new GetQuery(subjects, asked, { objectId: idOf(objectId, 'subject') }));
  }

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(subjects)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queryBus.execute(new GetQuery(subjects, asked, { id: idOf(id, 'subject') }));
  }
}
