import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDefined, IsOptional, ValidateBy, ValidateIf } from 'class-validator';

/** Whether a member may be missing or null; Graph's members mostly may. An `omittable` one may be missing, never null. */
export type Presence = 'optional' | 'omittable' | 'required';

/** What was declared of a member: enough to declare it once more, of another class and with another presence. */
export interface Declaration {
  readonly presence: Presence;
  readonly schema: ApiPropertyOptions;
  readonly rules: readonly PropertyDecorator[];
  /** Whether beta alone has it. */
  readonly isOnlyInBeta?: boolean;
  /** Of an entity's member: its column, where that has another name. */
  readonly column?: string;
  /** Of an entity's member: who may say it; every body may, when it is left out. */
  readonly saidBy?: 'creator' | 'server';
  /** Of an entity's member: whether `eq`, `ne` and `in` pass over the case of letters. */
  readonly isCaseless?: boolean;
}

type Marks = Omit<Declaration, 'presence' | 'schema' | 'rules'>;

/** What the schema of a member says that beta alone has. */
export const onlyInBeta = 'x-only-in-beta';

const declarations = new WeakMap<object, Map<string, Declaration>>();

/** What a class itself declares of its members, by their names in the order of the class. */
export const declarationsOf = (type: abstract new () => object): ReadonlyMap<string, Declaration> =>
  declarations.get(type.prototype as object) ?? new Map();

const absence = {
  optional: () => IsOptional(),
  omittable: () => ValidateIf((_, value) => value !== undefined),
  required: () => IsDefined({ message: 'is required' }),
};

/** Declares a member of a body or an entity: its schema, whether it may be missing, and what its value must be. */
export function member(
  presence: Presence,
  schema: ApiPropertyOptions,
  ...rules: PropertyDecorator[]
): PropertyDecorator {
  const shown = { nullable: presence === 'optional', ...schema, required: presence === 'required' };
  return (target, name) => {
    const known = declarations.get(target) ?? new Map<string, Declaration>();
    declarations.set(target, known.set(String(name), { presence, schema, rules }));
    applyDecorators(ApiProperty(shown as ApiPropertyOptions), absence[presence](), ...rules)(target, name);
  };
}

/** Says more of a member than what its values are; it stands above the decorator that says that. */
export function mark(target: object, name: string, marks: Marks): void {
  const known = declarations.get(target);
  const declared = known?.get(name);
  if (!declared) throw new Error(`'${name}' is marked before it is said what it holds: turn its decorators round.`);
  known?.set(name, { ...declared, ...marks });
}

/** A member that beta alone has: heeded under `/beta`, refused by name under `/v1.0`, which does not answer it. */
export const OnlyInBeta = (): PropertyDecorator => (target, name) => {
  mark(target, String(name), { isOnlyInBeta: true });
  ApiProperty({ [onlyInBeta]: true } as ApiPropertyOptions)(target, name);
};

/** Changes a member's value as it is read. */
export const read = (change: (value: unknown) => unknown) => Transform(({ value }) => change(value));

/** A rule that a member's value must keep, with what to say when it does not. */
export const check = (name: string, validate: (value: unknown) => boolean, message: string) =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => message } });
