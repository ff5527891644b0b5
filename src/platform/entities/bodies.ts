import { inheritBodyType } from '../beta/bodies.js';
import { inheritUnheeded, PassesOver, Refuses } from '../edm/member-classes.js';
import { member, OnlyInBeta, type Presence } from '../edm/member.js';
import { type EntityClass, type EntityMember, membersOf, type Said, serverSaid } from './entity.js';

/** What a body says of an entity, each member or not. */
type Body<E> = { -readonly [K in keyof Said<E>]?: E[K] | null } & { id?: string | null };
type BodyClass<E> = new () => Body<E>;

/** The body of a POST: members without a default, and that cannot be null, are required; null stands for the default. */
export function PostBody<E extends object>(entity: EntityClass<E>): BodyClass<E> {
  const body = mapped(entity, presenceOfNew);
  Refuses('is not taken here: the server says it', ...serverSaid(entity))(body);
  return body;
}

/** The body of a PUT: what a POST carries, and what the server says may come back. */
export function PutBody<E extends object>(entity: EntityClass<E>): BodyClass<E> {
  const body = mapped(entity, (known) => (known.name === 'id' ? 'optional' : presenceOfNew(known)));
  PassesOver(...serverSaid(entity).filter((name) => name !== 'id'))(body);
  return body;
}

function presenceOfNew(known: EntityMember): Presence | undefined {
  if (known.saidBy === 'server') return undefined;
  return known.saidBy === 'creator' || known.nullable || known.hasDefault ? 'optional' : 'required';
}

/** The body of a PATCH: what it carries is changed, and an `id` may repeat the address. */
export function PatchBody<E extends object>(entity: EntityClass<E>): BodyClass<E> {
  const body = mapped(entity, (known) => {
    if (known.name === 'id') return 'optional';
    return known.saidBy === undefined ? presenceOfChange(known) : undefined;
  });
  PassesOver(...serverSaid(entity).filter((name) => name !== 'id'))(body);
  return body;
}

/** A line of an import: what it leaves out stays as it is, beside what every entity has to have. */
export function ImportLine<E extends object>(entity: EntityClass<E>, ...alsoRequired: string[]): BodyClass<E> {
  const line = mapped(entity, (known) => {
    if (known.saidBy === 'server') return undefined;
    const isRequired = known.saidBy === undefined && known.presence === 'required';
    return isRequired || alsoRequired.includes(known.name) ? 'required' : presenceOfChange(known);
  });
  PassesOver(...serverSaid(entity))(line);
  return line;
}

/** Null is said of what may be null, and of collections, where it is none. */
const presenceOfChange = ({ nullable, schema: { isArray } }: EntityMember): Presence =>
  nullable || isArray ? 'optional' : 'omittable';

function mapped<E extends object>(
  entity: EntityClass<E>,
  presenceOf: (known: EntityMember) => Presence | undefined,
): BodyClass<E> {
  const body = class {} as BodyClass<E>;
  const prototype = body.prototype as object;
  for (const known of membersOf(entity)) {
    const presence = presenceOf(known);
    if (presence === undefined) continue;
    member(presence, known.schema, ...known.rules)(prototype, known.name);
    if (known.isOnlyInBeta) OnlyInBeta()(prototype, known.name);
  }
  inheritBodyType(entity, body);
  inheritUnheeded(entity, body);
  return body;
}
