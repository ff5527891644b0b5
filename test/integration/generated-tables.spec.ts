import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { tableOf } from '../../src/platform/database/tables.js';

const root = join(import.meta.dirname, '../..');

const schema = `
generator tables {
  provider = "node scripts/tables-generator.mjs"
  output   = "./out"
}
datasource db {
  provider = "postgresql"
}
/// A shelf.
/// Reached from a record it is read from: shelves_on_record
model Shelf {
  tenantId String   @map("tenant_id") @db.Uuid
  id       String   @db.Uuid
  label    String?  @default("x // no comment, @map(\\"nor\\") this") @map("the_label")
  tags     String[]
  size     Int      @default(1)
  isOpen   Boolean  @default(true) @map("is_open")
  weight   Decimal?
  colour   Colour   @default(red)
  facts    Json?
  madeAt   DateTime @map("made_at") @db.Timestamptz(3)
  /// Whom it belongs to.
  ownerId  String?  @map("owner_id") @db.Uuid // model Nothing {

  owner Person? @relation("owner", fields: [tenantId, ownerId], references: [tenantId, id], onDelete: Restrict)
  heir  Person  @relation(name: "heir", fields: [tenantId, size], references: [tenantId, age])
  above Shelf?  @relation("above", fields: [tenantId, ownerId], references: [tenantId, id], onDelete: NoAction, onUpdate: NoAction, map: "above")
  below Shelf[] @relation("above")
  books Book[]

  @@id([tenantId, id])
  @@unique([tenantId, size])
  @@map("shelves")
}

model Person {
  tenantId String  @map("tenant_id") @db.Uuid
  id       String  @db.Uuid
  age      Int
  owned    Shelf[] @relation("owner")
  promised Shelf?  @relation("heir")

  @@id([tenantId, id])
  @@unique([tenantId, age])
}

model Book {
  tenantId String @map("tenant_id") @db.Uuid
  id       String @id @db.Uuid
  shelfId  String @map("shelf_id") @db.Uuid
  shelf    Shelf  @relation(fields: [tenantId, shelfId], references: [tenantId, id])
}

enum Colour {
  red
  blue
}
`;

type Pairs = readonly (readonly [string, string])[];
type Described = Record<string, unknown> & { columns: [string, object][]; relations: [string, object][] };
const bothBy = (own: string, theirs: string): Pairs => [
  ['tenantId', 'tenantId'],
  [own, theirs],
];
const to = (model: string, ways: { many?: boolean; optional?: boolean; on: Pairs }) => ({
  ...{ to: model, many: false, optional: false },
  ...ways,
});

describe("what Prisma's schema says of tables", () => {
  let folder: string;
  let tables: ReadonlyMap<string, Described>;
  beforeAll(async () => {
    folder = mkdtempSync(join(root, '.tmp/tables-'));
    writeFileSync(join(folder, 'schema.prisma'), schema);
    const prisma = join(root, 'node_modules/prisma/build/index.js');
    await promisify(execFile)(process.execPath, [prisma, 'generate', '--schema', join(folder, 'schema.prisma')], {
      cwd: root,
    });
    const { described } = (await import(pathToFileURL(join(folder, 'out/tables.ts')).href)) as {
      described: [string, Described][];
    };
    tables = new Map(described);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names tables and what they are read from by records', () => {
    expect([...tables].map(([model, { name, onRecord }]) => [model, name, onRecord])).toEqual([
      ['Shelf', 'shelves', 'shelves_on_record'],
      ['Person', 'Person', 'Person'],
      ['Book', 'Book', 'Book'],
    ]);
  });

  it('gives columns the names and types that the database knows', () => {
    expect(tables.get('Shelf')?.columns).toEqual(
      [
        ['tenantId', 'tenant_id', 'uuid', false],
        ['id', 'id', 'uuid', false],
        ['label', 'the_label', 'text', true],
        ['tags', 'tags', 'other', false],
        ['size', 'size', 'int4', false],
        ['isOpen', 'is_open', 'bool', false],
        ['weight', 'weight', 'other', true],
        ['colour', 'colour', 'other', false],
        ['facts', 'facts', 'jsonb', true],
        ['madeAt', 'made_at', 'timestamptz', false],
        ['ownerId', 'owner_id', 'uuid', true],
      ].map(([field, name, type, nullable]) => [field, { name, type, nullable }]),
    );
  });

  it.each<[string, string, object]>([
    ['Shelf', 'owner', to('Person', { optional: true, on: bothBy('ownerId', 'id') })],
    ['Person', 'owned', to('Shelf', { many: true, on: bothBy('id', 'ownerId') })],
    ['Shelf', 'heir', to('Person', { on: bothBy('size', 'age') })],
    ['Person', 'promised', to('Shelf', { optional: true, on: bothBy('age', 'size') })],
    ['Shelf', 'above', to('Shelf', { optional: true, on: bothBy('ownerId', 'id') })],
    ['Shelf', 'below', to('Shelf', { many: true, on: bothBy('id', 'ownerId') })],
    ['Shelf', 'books', to('Book', { many: true, on: bothBy('id', 'shelfId') })],
    ['Book', 'shelf', to('Shelf', { on: bothBy('shelfId', 'id') })],
  ])('ties them as relations say, whichever side says it: %s.%s', (model, name, relation) => {
    expect(new Map(tables.get(model)?.relations).get(name)).toEqual(relation);
  });

  it('is found as the client or the schema spells a model', () => {
    expect(tableOf('accessPackage')).toBe(tableOf('AccessPackage'));
    expect(() => tableOf('shelf')).toThrow("no model 'shelf'");
  });
});
