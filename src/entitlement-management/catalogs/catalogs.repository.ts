import { Injectable } from '@nestjs/common';
import { Repository } from '../../platform/repositories/repository.js';

@Injectable()
export class CatalogsRepository extends Repository<'catalog'> {
  protected readonly model = 'catalog';
  protected readonly called = 'catalog';

  packagesIn(catalogId: string): Promise<number> {
    return this.database.client.accessPackage.count({ where: { tenantId: this.database.tenantId, catalogId } });
  }

  extensionsOf(catalogId: string): Promise<number> {
    return this.database.client.customExtension.count({ where: { tenantId: this.database.tenantId, catalogId } });
  }

  resourcesIn(catalogId: string): Promise<number> {
    return this.database.client.catalogResource.count({ where: { tenantId: this.database.tenantId, catalogId } });
  }
}
