import { open } from 'node:fs/promises';
import { z } from 'zod';
import { isBlank } from '../../platform/text/blank.js';
import { ofGroups, ofPeople, rulesOfMembership } from '../directory-members.js';
import { isPrincipalName, userTypes, type UserValues } from '../user.js';

const guid = z.guid().transform((id) => id.toLowerCase());
/** An id, or an object with one, as `$expand` shows it. */
const reference = z.union([guid, z.object({ id: guid }).transform(({ id }) => id)], 'must be a GUID');
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'holds a character that cannot be stored');
const name = text(256).refine((value) => !isBlank(value), 'must not be blank');
const userType = z.preprocess(
  (value) => userTypes.find((known) => known.toLowerCase() === String(value).toLowerCase()) ?? value,
  z.enum(userTypes),
);

const user = z.strictObject({
  type: z.literal('user'),
  id: guid.optional(),
  displayName: name,
  userPrincipalName: z.string().refine(isPrincipalName, "must look like 'somebody@example.com'"),
  mail: text(320).nullish(),
  userType: userType.optional(),
  accountEnabled: z.boolean().optional(),
  manager: reference.nullish(),
  sponsors: z.array(reference).optional(),
});

const group = z.strictObject({
  type: z.literal('group'),
  id: guid,
  displayName: name,
  description: text(4_000).nullish(),
  members: z.array(reference).optional(),
});

const shapes = z.discriminatedUnion('type', [user, group]);

/** A person as a line says it; what it leaves out stays as it is. */
export interface UserLine extends Partial<UserValues> {
  readonly type: 'user';
  readonly line: number;
  readonly id?: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Null takes the manager away. */
  readonly manager?: string | null;
  /** When a line names them, they are all that the person has. */
  readonly sponsors?: readonly string[];
}

/** A group as a line says it; its members, when it names them, are all that it has. */
export interface GroupLine {
  readonly type: 'group';
  readonly line: number;
  readonly id: string;
  readonly displayName: string;
  readonly description?: string | null;
  readonly members?: readonly string[];
}

export type ImportLine = UserLine | GroupLine;

/** What one line says, or what is wrong with it. */
export function readLine(line: number, json: string): ImportLine | { readonly line: number; readonly wrong: string } {
  const value = parsed(json);
  if (value === undefined) return { line, wrong: 'is not a JSON object' };
  const read = shapes.safeParse(withoutIgnored(value));
  if (read.success) return { ...read.data, line };
  const wrong = read.error.issues.map(({ path, message }) =>
    path.length > 0 ? `'${path.join('.')}': ${message}` : message,
  );
  return { line, wrong: wrong.slice(0, 3).join('; ') };
}

/** The lines of a file that hold something, with their numbers. */
export async function* linesOf(path: string): AsyncGenerator<{ line: number; text: string }> {
  const file = await open(path);
  let line = 0;
  for await (const read of file.readLines()) {
    line += 1;
    const content = line === 1 ? read.replace(/^\uFEFF/, '') : read;
    if (content.trim() !== '') yield { line, text: content };
  }
}

/** An export of another directory says of a group by which rule its members were found, beside the members. */
const ignored: Readonly<Record<string, readonly string[]>> = {
  user: ofPeople,
  group: [...ofGroups, ...rulesOfMembership, 'groupTypes'],
};

/** Without annotations, and without what Graph knows of users and groups and nobody keeps here. */
function withoutIgnored(value: Record<string, unknown>): Record<string, unknown> {
  const names = ['createdDateTime', ...(ignored[String(value['type'])] ?? [])];
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.includes('@') && !names.includes(key)));
}

function parsed(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
