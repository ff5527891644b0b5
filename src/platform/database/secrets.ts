import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** Secrets that every process on the database shares; made once, by whoever asks first. */
@Injectable()
export class Secrets {
  private readonly known = new Map<string, Promise<string>>();

  constructor(private readonly database: Database) {}

  /** All who ask at the same time wait for one answer; what a unit of work sees is its own, as long as it may be undone. */
  getOrCreate(name: string, make: () => string | Promise<string>): Promise<string> {
    const kept = this.known.get(name);
    if (this.database.unitOfWork) return kept ?? this.findOrMake(name, make);
    const known = kept ?? this.findOrMake(name, make);
    this.known.set(name, known);
    known.catch(() => this.known.delete(name));
    return known;
  }

  private async findOrMake(name: string, make: () => string | Promise<string>): Promise<string> {
    return (await this.find(name)) ?? this.keep(name, await make());
  }

  private async keep(name: string, value: string): Promise<string> {
    await this.database.execute`INSERT INTO secret (name, value) VALUES (${name}, ${value}) ON CONFLICT DO NOTHING`;
    return (await this.find(name)) ?? value;
  }

  private async find(name: string): Promise<string | undefined> {
    const [kept] = await this.database.query<{ value: string }[]>`SELECT value FROM secret WHERE name = ${name}`;
    return kept?.value;
  }
}
