import { open } from 'node:fs/promises';
import { DomainError } from '../../platform/errors/domain-error.js';
import { readBody } from '../../platform/http/body.pipe.js';
import type { GroupValues } from '../group.js';
import type { UserValues } from '../user.js';
import type { ServicePrincipalValues } from '../service-principal.js';
import { GroupLineBody, ServicePrincipalLineBody, UserLineBody } from './lines.body.js';

/** A person as a line says them; what it leaves out stays as it is. */
export type UserLine = Partial<UserValues> & {
  readonly type: 'user';
  readonly line: number;
  readonly id?: string;
  readonly userPrincipalName: string;
  /** Null takes the manager away. */
  readonly manager?: string | null;
  /** When a line names them, they are all that the person has. */
  readonly sponsors?: readonly string[];
};

/** A group as a line says it; its members, when it names them, are all that it has. */
export type GroupLine = Partial<GroupValues> & {
  readonly type: 'group';
  readonly line: number;
  readonly id: string;
  readonly members?: readonly string[];
};

/** An application as a line says it. */
export type ServicePrincipalLine = Partial<ServicePrincipalValues> & {
  readonly type: 'servicePrincipal';
  readonly line: number;
  readonly id?: string;
  readonly appId: string;
};

export type ImportLine = UserLine | GroupLine | ServicePrincipalLine;

const bodies = { user: UserLineBody, group: GroupLineBody, servicePrincipal: ServicePrincipalLineBody } as const;
const isType = (type: unknown): type is keyof typeof bodies => typeof type === 'string' && Object.hasOwn(bodies, type);

/** What one line says, or what is wrong with it. */
export async function readLine(
  line: number,
  json: string,
): Promise<ImportLine | { readonly line: number; readonly wrong: string }> {
  const { type, ...members } = parsed(json) ?? {};
  if (!isType(type))
    return { line, wrong: `is not a JSON object whose 'type' is one of ${Object.keys(bodies).join(', ')}` };
  try {
    const read = await readBody<object>(bodies[type], members);
    // The class of its type has looked at every member that the line has.
    return { ...read, type, line } as ImportLine;
  } catch (error) {
    if (error instanceof DomainError) return { line, wrong: error.message };
    throw error;
  }
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

function parsed(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
