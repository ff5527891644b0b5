import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { AccessPackage } from './access-package.js';
import type { Incompatibility } from './incompatibility.js';

/** Which packages and groups keep people from which packages. */
@Injectable()
export class IncompatibilitiesRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  async isDeclared(accessPackageId: string, { kind, otherId }: Incompatibility): Promise<boolean> {
    const { client, tenantId } = this.database;
    const of = { tenantId, accessPackageId };
    const found =
      kind === 'group'
        ? await client.incompatibleGroup.count({ where: { ...of, groupId: otherId } })
        : await client.incompatibleAccessPackage.count({ where: { ...of, incompatibleWithId: otherId } });
    return found > 0;
  }

  async add(decision: Decision<AccessPackage>, { kind, otherId }: Incompatibility): Promise<void> {
    const { row } = this.announcements.announce(decision);
    const { client } = this.database;
    const of = { tenantId: row.tenantId, accessPackageId: row.id };
    if (kind === 'group') await client.incompatibleGroup.create({ data: { ...of, groupId: otherId } });
    else await client.incompatibleAccessPackage.create({ data: { ...of, incompatibleWithId: otherId } });
  }

  async remove(decision: Decision<AccessPackage>, { kind, otherId }: Incompatibility): Promise<void> {
    const { row } = this.announcements.announce(decision);
    const { client } = this.database;
    const of = { tenantId: row.tenantId, accessPackageId: row.id };
    if (kind === 'group') await client.incompatibleGroup.deleteMany({ where: { ...of, groupId: otherId } });
    else await client.incompatibleAccessPackage.deleteMany({ where: { ...of, incompatibleWithId: otherId } });
  }
}
