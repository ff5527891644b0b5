import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { notAMember } from './sent-names.js';
import { DomainError } from '../errors/domain-error.js';
import { membersIn } from './body-members.js';

/** Reads a body as its declared class: what it does not heed is passed over or refused, as the class declares. */
@Injectable()
export class BodyPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      exceptionFactory: (errors) => new DomainError('InvalidModel', `The model is invalid: ${whatIsWrong(errors)}.`),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new DomainError('BadRequest', 'The request needs a JSON object as its body.');
    }
    const body = metadata.metatype ? membersIn(value, metadata.metatype) : value;
    return (await super.transform(body, metadata)) as unknown;
  }
}

const pipe = new BodyPipe();

/** The same for what comes from elsewhere than a call, such as a line of a file. */
export const readBody = async <Body extends object>(type: new () => Body, value: object): Promise<Body> =>
  (await pipe.transform(value, { type: 'body', metatype: type })) as Body;

/** A body's part as plain JSON in which every `@odata.type` is spelled as answers spell it, with its '#'. */
export function asWritten<Part>(part: Part): Part {
  const spell = (name: string, value: unknown) =>
    name === '@odata.type' && typeof value === 'string' ? `#${value}` : value;
  return JSON.parse(JSON.stringify(part, spell)) as Part;
}

function whatIsWrong(errors: readonly ValidationError[], path = ''): string {
  return errors
    .flatMap((error) => faultsOf(error, path))
    .slice(0, 5)
    .join('; ');
}

function faultsOf(error: ValidationError, path: string): string[] {
  const at = /^\d+$/.test(error.property)
    ? `${path}[${error.property}]`
    : path
      ? `${path}.${error.property}`
      : error.property;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation' ? `'${at.slice(0, 200)}' ${notAMember}` : `'${at}' ${message}`,
  );
  return [...own.slice(0, 1), ...(error.children ?? []).flatMap((child) => faultsOf(child, at))];
}
