import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { inOurNames } from '../beta/bodies.js';
import { DomainError } from '../errors/domain-error.js';
import { derivedTypes } from './members.js';
import { annotationsOf } from './references.js';

/** Reads a body as its declared class: unknown members are refused, annotations that mean nothing here are passed over. */
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
    const body = inOurNames(value, metadata.metatype);
    return (await super.transform(withoutAnnotations(body, annotationsOf(metadata.metatype)), metadata)) as unknown;
  }
}

const none: ReadonlySet<string> = new Set();

/** The same value without `@...` and `...@odata...` members but those meant; an `@odata.type` stays where it chooses a derived type. */
export function withoutAnnotations(value: unknown, meant = none): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutAnnotations(present(item)));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    if (name === '@odata.type') return derivedTypeOf(member);
    return name.includes('@') && !meant.has(name) ? [] : [[name, withoutAnnotations(member)]];
  });
  return Object.fromEntries(members);
}

/** A body's part as plain JSON in which every `@odata.type` is spelled as answers spell it, with its '#'. */
export function asWritten<Part>(part: Part): Part {
  const spell = (name: string, value: unknown) =>
    name === '@odata.type' && typeof value === 'string' ? `#${value}` : value;
  return JSON.parse(JSON.stringify(part, spell)) as Part;
}

function present(item: unknown): unknown {
  if (item === null) throw new DomainError('InvalidModel', 'The model is invalid: a collection may not hold null.');
  return item;
}

function derivedTypeOf(value: unknown): [string, unknown][] {
  const name = typeof value === 'string' ? value.replace(/^#/, '') : '';
  return derivedTypes.has(name) ? [['@odata.type', name]] : [];
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
    rule === 'whitelistValidation'
      ? `'${at.slice(0, 200)}' is not a member here or is read-only`
      : `'${at}' ${message}`,
  );
  return [...own.slice(0, 1), ...(error.children ?? []).flatMap((child) => faultsOf(child, at))];
}
