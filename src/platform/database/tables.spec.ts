import { describe, expect, it } from '@jest/globals';
import { tableOf, tablesIn } from './tables.js';

const schema = `
datasource db {
  provider = "postgresql"
}
/// A shelf.
model Shelf {
  tenantId String   @map("tenant_id") @db.Uuid
  id       String   @db.Uuid
  label    String?  @default("x") @map("the_label")
  tags     String[]
  size     Int      @default(1)
  isOpen   Boolean  @default(true) @map("is_open")
  weight   Decimal?
  madeAt   DateTime @map("made_at") @db.Timestamptz(3)
  /// Whom it belongs to.
  ownerId  String?  @map("owner_id") @db.Uuid

  owner    Person?  @relation("owner", fields: [tenantId, ownerId], references: [tenantId, id], onDelete: Restrict)
  heir     Person   @relation(name: "heir", fields: [tenantId, size], references: [tenantId, age])
  above    Shelf?   @relation("above", fields: [tenantId, id], references: [tenantId, ownerId])
  below    Shelf[]  @relation("above")
  books    Book[]

  @@id([tenantId, id])
  @@map("shelves")
}

model Person {
  tenantId String @map("tenant_id") @db.Uuid
  id       String @db.Uuid
  age      Int
  owned    Shelf[] @relation("owner")
  promised Shelf?  @relation("heir")
}

model Book {
  id      String @db.Uuid
  shelfId String @map("shelf_id") @db.Uuid
  shelf   Shelf  @relation(fields: [shelfId], references: [id])
}
`;

describe("The tables of Prisma's schema", () => {
  const tables = tablesIn(schema);
  const shelf = tables.get('Shelf');

  it('have the names and types that the database knows', () => {
    expect([...tables].map(([model, { name }]) => [model, name])).toEqual([
      ['Shelf', 'shelves'],
      ['Person', 'Person'],
      ['Book', 'Book'],
    ]);
    expect(
      [...(shelf?.columns ?? [])].map(([field, { name, type, nullable }]) => [field, name, type, nullable]),
    ).toEqual([
      ['tenantId', 'tenant_id', 'uuid', false],
      ['id', 'id', 'uuid', false],
      ['label', 'the_label', 'text', true],
      ['tags', 'tags', 'other', false],
      ['size', 'size', 'int4', false],
      ['isOpen', 'is_open', 'bool', false],
      ['weight', 'weight', 'other', true],
      ['madeAt', 'made_at', 'timestamptz', false],
      ['ownerId', 'owner_id', 'uuid', true],
    ]);
  });

  it.each([
    [
      'Shelf',
      'owner',
      {
        to: 'Person',
        many: false,
        optional: true,
        on: [
          ['tenantId', 'tenantId'],
          ['ownerId', 'id'],
        ],
      },
    ],
    [
      'Person',
      'owned',
      {
        to: 'Shelf',
        many: true,
        optional: false,
        on: [
          ['tenantId', 'tenantId'],
          ['id', 'ownerId'],
        ],
      },
    ],
    [
      'Shelf',
      'heir',
      {
        to: 'Person',
        many: false,
        optional: false,
        on: [
          ['tenantId', 'tenantId'],
          ['size', 'age'],
        ],
      },
    ],
    [
      'Person',
      'promised',
      {
        to: 'Shelf',
        many: false,
        optional: true,
        on: [
          ['tenantId', 'tenantId'],
          ['age', 'size'],
        ],
      },
    ],
    [
      'Shelf',
      'above',
      {
        to: 'Shelf',
        many: false,
        optional: true,
        on: [
          ['tenantId', 'tenantId'],
          ['id', 'ownerId'],
        ],
      },
    ],
    [
      'Shelf',
      'below',
      {
        to: 'Shelf',
        many: true,
        optional: false,
        on: [
          ['tenantId', 'tenantId'],
          ['ownerId', 'id'],
        ],
      },
    ],
    ['Shelf', 'books', { to: 'Book', many: true, optional: false, on: [['id', 'shelfId']] }],
    ['Book', 'shelf', { to: 'Shelf', many: false, optional: false, on: [['shelfId', 'id']] }],
  ])('are tied as relations say, whichever side says it: %s.%s', (model, name, relation) => {
    expect(tables.get(model)?.relations.get(name)).toEqual(relation);
  });

  it('are found as the client or the schema spells a model', () => {
    expect(tableOf('accessPackage')).toBe(tableOf('AccessPackage'));
    expect(() => tableOf('shelf')).toThrow("no model 'shelf'");
  });
});
