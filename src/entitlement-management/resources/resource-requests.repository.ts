import { Injectable } from '@nestjs/common';
import { Repository } from '../../platform/repositories/repository.js';

/** What was done to the resources of catalogs. */
@Injectable()
export class ResourceRequestsRepository extends Repository<'resourceRequest'> {
  protected readonly model = 'resourceRequest';
  protected readonly called = 'resource request';
}
