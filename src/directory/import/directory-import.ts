import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Scope } from '../../platform/database/unit-of-work.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Batch } from './batch.js';
import { DirectoryImportRepository, type Written } from './directory-import.repository.js';
import { type Counted, Ledger, type Report, type Summary } from './ledger.js';
import { MembersImportRepository } from './members-import.repository.js';
import { SponsorsImportRepository } from './sponsors-import.repository.js';
import {
  type GroupLine,
  type ImportLine,
  linesOf,
  readLine,
  type ServicePrincipalLine,
  type UserLine,
} from './lines.js';

interface Run {
  readonly path: string;
  readonly scope: Scope;
  readonly importId: string;
  readonly ledger: Ledger;
}

type Step<Line> = (lines: readonly Line[]) => Promise<Written>;

const usersAtOnce = 500;
const groupsAtOnce = 200;
const membersAtOnce = 20_000;

/**
 * Takes people, groups, applications, managers, sponsors and memberships over from a file, in batches of one transaction each.
 *
 * The whole file is looked at before the first write; running it again changes nothing.
 */
@Injectable()
export class DirectoryImport {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: DirectoryImportRepository,
    private readonly sponsorsRepository: SponsorsImportRepository,
    private readonly membersRepository: MembersImportRepository,
  ) {}

  async run(tenantId: string, path: string, report: Report): Promise<Summary> {
    const ledger = await check(path, report);
    if (ledger.hasErrors) return ledger.summary();
    const run = { path, scope: { tenantId, actor: 'directory:import' }, importId: uuid(), ledger };
    await this.objects(run);
    await this.relations(run);
    return ledger.summary();
  }

  private async objects(run: Run): Promise<void> {
    const { repository } = this;
    const batch = <Line extends ImportLine>(what: Counted, most: number, step: Step<Line>) =>
      new Batch<Line>(most, (lines) => this.write(run, what, lines, step));
    const batches = {
      user: batch<UserLine>('users', usersAtOnce, (lines) => repository.upsertUsers(lines)),
      group: batch<GroupLine>('groups', groupsAtOnce, (lines) => repository.upsertGroups(lines)),
      servicePrincipal: batch<ServicePrincipalLine>('servicePrincipals', usersAtOnce, (lines) =>
        repository.upsertServicePrincipals(lines),
      ),
    };
    for await (const line of readAll(run.path)) {
      if (line.type === 'user') await batches.user.add(line);
      else if (line.type === 'group') await batches.group.add(line);
      else await batches.servicePrincipal.add(line);
    }
    for (const each of Object.values(batches)) await each.end();
  }

  /** Second, because a line may name somebody who comes further down. */
  private async relations(run: Run): Promise<void> {
    const managers = new Batch<UserLine>(usersAtOnce, (lines) => this.managers(run, lines));
    const sponsors = new Batch<UserLine>(usersAtOnce, (lines) => this.sponsors(run, lines));
    const weigh = ({ members = [] }: GroupLine) => membersAtOnce / groupsAtOnce + members.length;
    const members = new Batch<GroupLine>(membersAtOnce, (lines) => this.members(run, lines), weigh);
    for await (const line of readAll(run.path)) {
      if (line.type === 'user' && line.manager !== undefined) await managers.add(line);
      if (line.type === 'user' && line.sponsors !== undefined) await sponsors.add(line);
      if (line.type === 'group' && line.members !== undefined) await members.add(line);
    }
    await managers.end();
    await sponsors.end();
    await members.end();
  }

  private async managers(run: Run, lines: readonly UserLine[]): Promise<void> {
    const missing = await this.transactions.run(run.scope, () => this.repository.missingManagers(lines));
    run.ledger.missing(missing, 'manager');
    const wrong = new Set(missing.map(({ line }) => line));
    const right = lines.filter(({ line }) => !wrong.has(line));
    await this.write(run, 'managers', right, (some) => this.repository.setManagers(some));
  }

  private async sponsors(run: Run, lines: readonly UserLine[]): Promise<void> {
    const missing = await this.transactions.run(run.scope, () => this.sponsorsRepository.missing(lines));
    run.ledger.missing(missing, 'sponsor');
    await this.write(run, 'sponsors', lines, (some) => this.sponsorsRepository.set(some));
  }

  private async members(run: Run, lines: readonly GroupLine[]): Promise<void> {
    const missing = await this.transactions.run(run.scope, () => this.membersRepository.missing(lines));
    run.ledger.missing(missing, 'member');
    await this.write(run, 'members', lines, (some) => this.membersRepository.set(some));
  }

  /** Writes lines together; when that is refused, in halves, until the lines to blame are found. */
  private async write<Line extends ImportLine>(
    run: Run,
    what: Counted,
    lines: readonly Line[],
    step: Step<Line>,
  ): Promise<void> {
    const [first] = lines;
    if (!first) return;
    try {
      const written = await this.transactions.run(run.scope, async () => {
        const result = await step(lines);
        this.repository.announce(run.importId, what, result);
        return result;
      });
      run.ledger.count(what, written, lines.length);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'ServiceUnavailable') throw error;
      if (lines.length === 1) return run.ledger.wrong(first.line, error.message);
      const half = Math.ceil(lines.length / 2);
      await this.write(run, what, lines.slice(0, half), step);
      await this.write(run, what, lines.slice(half), step);
    }
  }
}

/** Looks at every line before anything is written. */
async function check(path: string, report: Report): Promise<Ledger> {
  const faults: [number, string][] = [];
  const first = new Map<string, number>();
  let lines = 0;
  for await (const { line, text } of linesOf(path)) {
    lines += 1;
    const read = await readLine(line, text);
    const wrong = 'wrong' in read ? read.wrong : repetition(read, first);
    if (wrong !== undefined) faults.push([line, wrong]);
  }
  const ledger = new Ledger(report, lines);
  faults.forEach(([line, wrong]) => ledger.wrong(line, wrong));
  return ledger;
}

/** Remembers the line on which each object came; answers what is wrong when one comes again. */
function repetition(read: ImportLine, first: Map<string, number>): string | undefined {
  const names = [read.id, otherNameOf(read)];
  for (const name of names.filter((known) => known !== undefined)) {
    const before = first.get(name);
    if (before !== undefined) return `'${name}' came on line ${before} already.`;
    first.set(name, read.line);
  }
  return undefined;
}

/** By what else than its id an object is found. */
function otherNameOf(read: ImportLine): string | undefined {
  if (read.type === 'user') return read.userPrincipalName.toLowerCase();
  return read.type === 'servicePrincipal' ? `appId ${read.appId}` : undefined;
}

async function* readAll(path: string): AsyncGenerator<ImportLine> {
  for await (const { line, text } of linesOf(path)) {
    const read = await readLine(line, text);
    if (!('wrong' in read)) yield read;
  }
}
