import { Injectable } from '@nestjs/common';
import { archival } from '../../platform/database/archive.js';
import { Repository } from '../../platform/repositories/repository.js';
import type { Deletion } from './access-package.js';

@Injectable()
export class AccessPackagesRepository extends Repository<'accessPackage'> {
  protected readonly model = 'accessPackage';
  protected readonly called = 'access package';

  /** The row leaves for the record of what was deleted. */
  override async remove(decision: Deletion): Promise<void> {
    const { row, at } = this.announcements.announce(decision);
    const { tenantId, id } = row;
    await this.database.writeOne(archival('accessPackage', 'deletedAccessPackage', { tenantId, id, at }));
  }

  liveAssignments(accessPackageId: string): Promise<number> {
    const { client, tenantId } = this.database;
    return client.liveAssignment.count({ where: { tenantId, accessPackageId } });
  }
}
