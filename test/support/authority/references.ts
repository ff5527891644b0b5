import { pathIn } from '../../../src/platform/beta/paths.js';
import type { Operation } from '../../../src/platform/auth/permissions.js';
import type { Dialect } from '../../../src/platform/beta/names.js';
import type { Answer, Speaking } from './callers.js';
import type { Cell, Row } from './rows.js';
import { isDirectory, isElsewhere, isEverybodys, seenBy, shownTo } from './seen.js';
import { requestableBy } from './special-reads.js';
import type { Thing, World } from './world.js';
import { area, areaOf } from './reads.js';

type Json = Record<string, unknown>;

const kinds = [
  ...[
    'users',
    'groups',
    'servicePrincipals',
    'connectedOrganizations',
    'catalogs',
    'accessPackages',
    'assignmentPolicies',
  ],
  ...['assignmentRequests', 'approvals', 'approvalStages', 'assignments', 'subjects'],
  ...['roleDefinitions', 'roleAssignments'],
  ...['resources', 'resourceRoleScopes', 'resourceRequests', 'resourceEnvironments'],
];

/** Everything as a reader of everything is shown it: what others are shown is held against that. */
export class References {
  private readonly entities = new Map<string, Json>();
  private readonly texts = new Map<string, string>();

  private constructor(private readonly world: World) {}

  static async of(world: World, everybody: readonly Speaking[]): Promise<References> {
    const references = new References(world);
    const [here, elsewhere] = ['administrator', 'otherTenant'].map((name) =>
      everybody.find((one) => one.name === name),
    );
    for (const dialect of ['v1.0', 'beta'] as const) {
      for (const thing of kinds.flatMap((kind) => world.of(kind))) {
        const reader = isElsewhere(thing) ? elsewhere : here;
        const answer = await reader?.call('GET', `/${dialect}${pathIn(dialect, placeOf(thing))}`);
        if (answer?.status !== 200) throw new Error(`${placeOf(thing)}: ${answer?.text}`);
        references.entities.set(`${dialect} ${thing.kind} ${thing.key}`, bare(answer.body));
      }
    }
    return references;
  }

  /** What is shown otherwise than it is, and what is told that the caller could not read. */
  wrongIn(
    { row, dialect }: { readonly row: Row; readonly dialect: Dialect },
    caller: Speaking,
    cell: Cell,
    answer: Answer,
  ): string[] {
    const shown = answer.status === 200 ? this.shownIn(row.kind, answer) : [];
    const unlike = shown.flatMap(([thing, entity]) => this.unlike(dialect, caller, thing, entity, cell));
    // What is open says the same to everybody.
    const isChecked = shown.length === 0 && (row.operation !== 'anybody' || caller.name === 'nobody');
    return [...unlike, ...(isChecked ? this.secretsIn(caller, cell, answer) : [])];
  }

  private shownIn(kind: string | undefined, { body }: Answer): [Thing, Json][] {
    const rows: Json[] = Array.isArray(body?.value) ? body.value : [body ?? {}];
    return this.world.of(kind ?? '').flatMap((thing): [Thing, Json][] => {
      const row = rows.find(({ id }) => id === thing.id);
      return row ? [[thing, row]] : [];
    });
  }

  private unlike(dialect: Dialect, caller: Speaking, thing: Thing, entity: Json, { path }: Cell): string[] {
    const reference = this.entities.get(`${dialect} ${thing.kind} ${thing.key}`);
    if (!reference) return [];
    const expected = shownTo(this.world, caller, thing, reference);
    const found = bare(entity);
    // Among the people of a group, a group in it is shown by what it has in common with them.
    const isAmongPeople = thing.kind === 'groups' && path.endsWith('/members');
    return [...new Set([...(isAmongPeople ? [] : Object.keys(expected)), ...Object.keys(found)])]
      .filter((name) => JSON.stringify(expected[name]) !== JSON.stringify(found[name]))
      .map(
        (name) =>
          `shows '${name}' of ${thing.key} as ${JSON.stringify(found[name])}, not as ${JSON.stringify(expected[name])}`,
      );
  }

  /** Whatever of the world stands in an answer, but for what the caller named and what they could read. */
  private secretsIn(caller: Speaking, { path, body }: Cell, { text }: Answer): string[] {
    const asked = `${path} ${JSON.stringify(body ?? {})}`;
    const known = this.knownTo(caller);
    const says = (where: string, { id, mark }: Thing) => where.includes(id) || where.includes(mark);
    return (
      this.world.things
        // The demonstration's own administrator is no secret, and what is built in stands in examples.
        .filter(({ kind, key }) => key !== 'administrator' && !isEverybodys(kind))
        .filter((thing) => says(text, thing) && !says(asked, thing) && !says(known, thing))
        .map(({ kind, key }) => `tells of ${kind}/${key}`)
    );
  }

  /** All that somebody can read, in both dialects. */
  private knownTo(caller: Speaking): string {
    const known = this.texts.get(caller.name) ?? JSON.stringify([caller.id, ...this.readableBy(caller)]);
    this.texts.set(caller.name, known);
    return known;
  }

  private readableBy(caller: Speaking): unknown[] {
    const read = kinds
      .filter((kind) => caller.mayDo(operationOf(kind)))
      .flatMap((kind) => seenBy(this.world, caller, kind))
      .flatMap((thing) => (['v1.0', 'beta'] as const).map((dialect) => this.as(dialect, caller, thing)));
    return [...read, ...(caller.mayDo('ownAccess.read') ? requestableBy(this.world, caller) : [])];
  }

  private as(dialect: Dialect, caller: Speaking, thing: Thing): Json {
    return shownTo(this.world, caller, thing, this.entities.get(`${dialect} ${thing.kind} ${thing.key}`) ?? {});
  }
}

const operationOf = (kind: string): Operation => {
  if (isDirectory(kind)) return `${kind as 'users'}.read`;
  if (kind.startsWith('role')) return `${kind as 'roleAssignments'}.read`;
  return kind.startsWith('approval') ? 'approvals.read' : 'entitlements.read';
};

function placeOf({ kind, id, within }: Thing): string {
  if (within) return `/${area}${within}/${id}`;
  if (isDirectory(kind)) return `/${kind}/${id}`;
  return `/${areaOf(kind)}${kind === 'approvals' ? 'accessPackageAssignmentApprovals' : kind}/${id}`;
}

/** Without annotations, which say where something stands. */
const bare = (entity: Json): Json => Object.fromEntries(Object.entries(entity).filter(([name]) => !name.includes('@')));
