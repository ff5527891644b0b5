// `npm run contract:refresh`: writes test/contract from the folder that holds Graph's metadata (its only argument, or
// GRAPH_CONTRACT): names, types, codes and permissions. No descriptive text is taken over.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseCsdl } from './lib/csdl.mjs';
import { jsonSchemasOf } from './lib/json-schema.mjs';
import { complain, Complaint, root } from './lib/run.mjs';

const source = resolve(process.argv[2] ?? process.env.GRAPH_CONTRACT ?? join(root, '../shared/graph'));
const target = join(root, 'test/contract');
const metadata = 'entitlement-management.csdl.xml';

if (!existsSync(join(source, metadata))) {
  complain(new Complaint(`There is no ${metadata} in ${source}: give the folder that has it and operations.tsv.`));
}

const licence = `<!--
  Copyright (c) Microsoft Corporation. Taken from microsoftgraph/msgraph-metadata under the MIT License:

  Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
  documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
  rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
  persons to whom the Software is furnished to do so, subject to the following conditions:

  The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
  Software.

  THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
  WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
  COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
  OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
-->
`;

mkdirSync(target, { recursive: true });
const csdl = readFileSync(join(source, metadata), 'utf8');
// Kept by hand, as is service-principal.csdl.xml: an extract of a document that is much larger.
const roles = readFileSync(join(target, 'role-management.csdl.xml'), 'utf8');
write(
  metadata,
  csdl.includes('Permission is hereby granted') ? csdl : csdl.replace(/^(<\?xml.*\?>\s*)?/, `$1${licence}`),
);
write('operations.json', oneALine(operationsOf(readFileSync(join(source, 'operations.tsv'), 'utf8'))));
write('schemas.json', oneALine(jsonSchemasOf(merged([parseCsdl(roles), parseCsdl(csdl)]))));

/** Several documents as one; what two of them declare is as the later one says. */
function merged(documents) {
  const of = (name) => new Map(documents.flatMap((document) => [...document[name]]));
  return { types: of('types'), enums: of('enums') };
}

function write(name, content) {
  writeFileSync(join(target, name), content);
  process.stdout.write(`Wrote test/contract/${name}\n`);
}

function operationsOf(table) {
  const [head, ...rows] = table
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => {
    const of = (column) => row[head.indexOf(column)];
    return {
      method: of('method'),
      path: of('path'),
      documented: of('documented') === 'yes',
      permission: permissionOf(of('required_permission')),
      success: [...of('success_code').matchAll(/\b2(?:\d\d|XX)\b/g)].map(([code]) => code),
    };
  });
}

/** For delegated callers and applications: the permissions that do, the least first; null where nothing is documented. */
function permissionOf(text) {
  const actors = text.split('; ').map((actor) => actor.split(': '));
  return Object.fromEntries(actors.map(([actor, names]) => [actor, names === '-' ? null : namesIn(names)]));
}

function namesIn(text) {
  if (text === 'not supported') return [];
  const names = text.split(' | ');
  const isLeast = (name) => Number(name.endsWith(' (least)'));
  return names.sort((one, other) => isLeast(other) - isLeast(one)).map((name) => name.replace(' (least)', ''));
}

/** JSON with a line for every member, so that a change is read where it is. */
function oneALine(value) {
  const isList = Array.isArray(value);
  const lines = Object.entries(value).map(
    ([key, member]) => `${isList ? '' : `${JSON.stringify(key)}: `}${JSON.stringify(member)}`,
  );
  return `${isList ? '[' : '{'}\n  ${lines.join(',\n  ')}\n${isList ? ']' : '}'}\n`;
}
