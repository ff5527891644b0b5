import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { asDomainError } from '../database/prisma-errors.js';
import type { Resource } from './resource.js';

/** A row with the relations that were loaded with it. */
export type Row = Record<string, unknown>;

/** What a read asks of Prisma. */
export interface Selection {
  readonly where: object;
  readonly include: object;
  readonly orderBy: object[];
  readonly take: number;
}

interface Delegate {
  findMany(selection: object): Promise<Row[]>;
}

/** Reads the rows that resources stand on. */
@Injectable()
export class Rows {
  constructor(private readonly database: Database) {}

  async find({ model, name }: Resource, { include, ...selection }: Selection): Promise<Row[]> {
    const delegate = Reflect.get(this.database.client, model) as Delegate | undefined;
    if (!delegate) throw new Error(`Resource '${name}' stands on '${model}', which is no model.`);
    const relations = Object.keys(include).length > 0 ? { include } : {};
    return delegate.findMany({ ...selection, ...relations }).catch((error: unknown) => {
      throw asDomainError(error);
    });
  }
}
