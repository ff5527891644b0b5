import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { durationMillis } from '../text/duration.js';
import { isBlank } from '../text/blank.js';
import { instantOf } from '../text/instant.js';
import { check, member, type Presence, read } from './member.js';

type Class = new () => object;

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isGuid = (value: unknown): value is string => typeof value === 'string' && guidPattern.test(value);

/** A string of at most so many characters that Postgres can keep (no NUL, no lone surrogate), and that keeps these rules too. */
export const Text = (maxLength: number, presence: Presence = 'optional', ...rules: PropertyDecorator[]) =>
  member(
    presence,
    { type: 'string', maxLength },
    IsString({ message: 'must be a string' }),
    MaxLength(maxLength, { message: `must be at most ${maxLength} characters long` }),
    check(
      'storable',
      (value) => typeof value !== 'string' || isStorable(value),
      'holds a character that cannot be stored',
    ),
    ...rules,
  );

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** A Text that shows something. */
export const Name = (maxLength: number, presence: Presence = 'required', ...rules: PropertyDecorator[]) =>
  Text(
    maxLength,
    presence,
    check('notBlank', (value) => typeof value !== 'string' || !isBlank(value), 'must not be blank'),
    ...rules,
  );

/** A GUID in any case; read as lower case. */
export const Guid = (presence: Presence = 'optional') =>
  member(
    presence,
    { type: 'string', format: 'uuid' },
    read((value) => (isGuid(value) ? value.toLowerCase() : value)),
    check('guid', isGuid, 'must be a GUID'),
  );

/** A Boolean; `"true"` and `"false"` pass too, as they do at Graph (its own samples send them). */
export const Flag = (presence: Presence = 'optional') =>
  member(
    presence,
    { type: 'boolean' },
    read((value) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean({ message: 'must be true or false' }),
  );

/** An Edm.Int32 within bounds; a string of digits passes too. */
export const Whole = (min: number, max: number, presence: Presence = 'optional') =>
  member(
    presence,
    { type: 'integer', minimum: min, maximum: max },
    read((value) => (typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value)),
    IsInt({ message: 'must be a whole number' }),
    Min(min, { message: `must be at least ${min}` }),
    Max(max, { message: `must be at most ${max}` }),
  );

/** An Edm.DateTimeOffset between 1900 and 2100; read as UTC with milliseconds. */
export const Moment = (presence: Presence = 'optional') =>
  member(
    presence,
    { type: 'string', format: 'date-time' },
    read((value) => (typeof value === 'string' ? (instantOf(value)?.toISOString() ?? value) : value)),
    check(
      'instant',
      (value) => typeof value === 'string' && instantOf(value) !== undefined,
      'must be a real date and time with a zone, between 1900 and 2100',
    ),
  );

/** A calendar day (Edm.Date). */
export const Day = (presence: Presence = 'optional') =>
  member(
    presence,
    { type: 'string', format: 'date' },
    check(
      'day',
      (value) =>
        typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && instantOf(`${value}T00:00:00Z`) !== undefined,
      'must be a real date (YYYY-MM-DD)',
    ),
  );

/** A non-negative Edm.Duration such as `P14D` or `PT8H`. */
export const Period = (presence: Presence = 'optional') =>
  member(
    presence,
    { type: 'string', format: 'duration', maxLength: 40 },
    check(
      'duration',
      (value) => typeof value === 'string' && value.length <= 40 && durationMillis(value) !== undefined,
      "must be a non-negative duration such as 'P14D' or 'PT8H'",
    ),
  );

/** A member of an enumeration, in any case; read in its declared spelling. */
export const OneOf = (members: readonly string[], presence: Presence = 'optional') =>
  member(
    presence,
    { type: 'string', enum: [...members] },
    read((value) => spelling(members, value)),
    IsIn(members, { message: `must be one of ${members.join(', ')}` }),
  );

/** A collection of members of an enumeration, in any case; read in their declared spelling. */
export const SomeOf = (members: readonly string[], most: number) =>
  member(
    'optional',
    { type: 'string', enum: [...members], isArray: true, maxItems: most },
    read((value) => (Array.isArray(value) ? value.map((item) => spelling(members, item)) : (value ?? []))),
    IsArray({ message: 'must be an array' }),
    ArrayMaxSize(most, { message: `must have at most ${most} items` }),
    IsIn(members, { each: true, message: `must hold only ${members.join(', ')}` }),
  );

/** A collection of Texts (null is none). */
export const Texts = (most: number, maxLength: number) =>
  member(
    'optional',
    { type: 'string', maxLength, isArray: true, maxItems: most },
    read((value) => value ?? []),
    IsArray({ message: 'must be an array' }),
    ArrayMaxSize(most, { message: `must have at most ${most} items` }),
    IsString({ each: true, message: 'must hold only strings' }),
    MaxLength(maxLength, { each: true, message: `must hold strings of at most ${maxLength} characters` }),
    check(
      'storable',
      (value) => !Array.isArray(value) || value.every((item) => typeof item !== 'string' || isStorable(item)),
      'holds a character that cannot be stored',
    ),
  );

/** The derived types of a polymorphic member, by their `@odata.type` without the '#'. */
export type Derived = Readonly<Record<string, Class>>;

/** An object of a declared type; with `derived`, it says by `@odata.type` which of them it is. */
export const Part = (
  type: () => Class,
  presence: Presence = 'optional',
  schema: ApiPropertyOptions = {},
  derived?: Derived,
) =>
  member(
    presence,
    { ...lazily(type), ...schema },
    IsObject({ message: 'must be an object' }),
    ValidateNested({ message: 'must be an object' }),
    Type(type, toldApart(derived)),
  );

/** Makes known which classes the `@odata.type` of an object chooses. */
function toldApart(derived: Derived | undefined) {
  if (!derived) return undefined;
  Object.entries(derived).forEach(([name, value]) => derivedTypes.set(name, value));
  return {
    discriminator: {
      property: '@odata.type',
      subTypes: Object.entries(derived).map(([name, value]) => ({ name, value })),
    },
    keepDiscriminatorProperty: true,
  };
}

/** A collection of a declared type (null is none); with `derived`, each item says by `@odata.type` which of them it is. */
export const Parts = (type: () => Class, most: number, derived?: Derived) =>
  member(
    'optional',
    { ...lazily(type), isArray: true, maxItems: most },
    IsArray({ message: 'must be an array' }),
    ArrayMaxSize(most, { message: `must have at most ${most} items` }),
    check(
      'objects',
      (value) =>
        !Array.isArray(value) ||
        value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item)),
      'must be an array of objects',
    ),
    ValidateNested({ each: true, message: 'must be an object' }),
    Type(type, toldApart(derived)),
    read((value) => value ?? []),
  );

/** Every `@odata.type` that means something in a body, with the class that it chooses; all others are ignored. */
export const derivedTypes = new Map<string, Class | undefined>();

/** The `@odata.type` of a polymorphic item. */
export const ODataType = (names: readonly string[], presence: Presence = 'required') => {
  names.filter((name) => !derivedTypes.has(name)).forEach((name) => derivedTypes.set(name, undefined));
  return member(
    presence,
    { type: 'string', enum: names.map((name) => `#${name}`) },
    IsIn(names, { message: `must be one of ${names.join(', ')}` }),
  );
};

// @nestjs/swagger takes a function for a type to be looked up later only when it is named `type`.
const lazily = (type: () => Class) => ({ type: () => type() });

const spelling = (members: readonly string[], value: unknown): unknown =>
  typeof value === 'string' ? (members.find((known) => known.toLowerCase() === value.toLowerCase()) ?? value) : value;
