import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Model, NewRow, RowOf } from '../database/models.js';
import { DomainError } from '../errors/domain-error.js';
import { Announcements } from '../eventing/announcements.js';
import type { Decision } from '../eventing/decision.js';

type Values = Readonly<Record<string, unknown>>;
/** The rows of a model whose key is `tenantId` and `id`. */
type KeyedRow<M extends Model> = RowOf<M> & { readonly tenantId: string; readonly id: string };

/** What Prisma's client does with one model. */
interface Delegate {
  create(query: { data: Values }): Promise<unknown>;
  update(query: { where: Values; data: Values }): Promise<unknown>;
  delete(query: { where: Values }): Promise<unknown>;
}

/**
 * The rows of one model, which alone writes them: load one and hold it, decide, save what was decided.
 *
 * What a decision announces goes into the commit of its row. Everything here is called inside a transaction.
 */
@Injectable()
export abstract class Repository<M extends Model> {
  protected abstract readonly model: M;
  /** What one of them is called in a refusal, such as `order`. */
  protected abstract readonly called: string;

  constructor(
    protected readonly database: Database,
    protected readonly announcements: Announcements,
  ) {}

  /** Loads the row under a row lock, which holds it until the transaction ends; 404 where there is none. */
  async getForUpdate(id: string): Promise<RowOf<M>> {
    const row = await this.database.held<RowOf<M>>(this.model, id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no ${this.called} '${id}'.`);
    return row;
  }

  async add(decision: Decision<NewRow<RowOf<M>, 'tenantId' & keyof RowOf<M>>>): Promise<RowOf<M>> {
    const { row } = this.announcements.announce(decision);
    const data = { ...row, tenantId: this.database.tenantId };
    return (await this.rows.create({ data })) as RowOf<M>;
  }

  async update(decision: Decision<RowOf<M>>): Promise<RowOf<M>> {
    const { tenantId, id, ...data } = this.announcements.announce(decision).row as KeyedRow<M>;
    return (await this.rows.update({ where: { tenantId_id: { tenantId, id } }, data })) as RowOf<M>;
  }

  async remove(decision: Decision<RowOf<M>>): Promise<void> {
    const { tenantId, id } = this.announcements.announce(decision).row as KeyedRow<M>;
    await this.rows.delete({ where: { tenantId_id: { tenantId, id } } });
  }

  // The client has a type of its own for each model; which one this is, is known where it is extended.
  private get rows(): Delegate {
    return this.database.client[this.model];
  }
}
