import { enumNameOf } from '../edm/type-names.js';
import type { DeclaredMember } from '../edm/declared-members.js';
import type { Scalar } from './plan/values.js';

const formats: Readonly<Record<string, Exclude<Scalar['edm'], 'enum'>>> = {
  boolean: 'Edm.Boolean',
  integer: 'Edm.Int32',
  uuid: 'Edm.Guid',
  'date-time': 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  duration: 'Edm.Duration',
};

/** The kind of a declared member's values; undefined where it has members of its own, or many values. */
export function scalarOf({ type, format, enum: words, isArray }: DeclaredMember): Scalar | undefined {
  if (typeof type === 'function' || isArray || type === 'array') return undefined;
  if (words) return { edm: 'enum', name: enumNameOf(words) ?? 'words', members: words };
  return { edm: formats[format ?? type] ?? 'Edm.String' };
}
