import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** Secrets that every process on the database shares; made once, by whoever asks first. */
@Injectable()
export class Secrets {
  private readonly known = new Map<string, string>();

  constructor(private readonly database: Database) {}

  async getOrCreate(name: string, make: () => string | Promise<string>): Promise<string> {
    const cached = this.known.get(name);
    if (cached !== undefined) return cached;
    const kept = await this.database.client.secret.findUnique({ where: { name } });
    const value = kept?.value ?? (await this.keep(name, await make()));
    this.known.set(name, value);
    return value;
  }

  private async keep(name: string, value: string): Promise<string> {
    await this.database.client.secret.createMany({ data: { name, value }, skipDuplicates: true });
    return (await this.database.client.secret.findUniqueOrThrow({ where: { name } })).value;
  }
}
