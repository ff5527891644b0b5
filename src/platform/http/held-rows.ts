import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { identifier } from '../database/sql.js';
import type { Resource } from '../odata/resource.js';

type Row = Readonly<Record<string, unknown>>;

interface Delegate {
  findFirst(selection: object): Promise<Row | null>;
}

/** Rows that nobody else changes until the unit of work ends. */
@Injectable()
export class HeldRows {
  constructor(private readonly database: Database) {}

  /** Holds a row of the ambient tenant and answers it as it is then; undefined when there is none. */
  async hold({ name, model, table }: Resource, id: string): Promise<Row | undefined> {
    const { client, tenantId } = this.database;
    const delegate = Reflect.get(client, model) as Delegate | undefined;
    if (table === undefined || !delegate)
      throw new Error(`Resource '${name}' declares no table whose rows can be held.`);
    await this.database
      .execute`SELECT FROM ${identifier(table)} WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    return (await delegate.findFirst({ where: { tenantId, id } })) ?? undefined;
  }
}
