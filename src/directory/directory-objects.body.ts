import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { check, member, read } from '../platform/edm/member.js';
import { isGuid, SomeOf } from '../platform/edm/members.js';
import { Example } from '../platform/openapi/example.js';
import { WireName } from '../platform/edm/type-names.js';

const mostIds = 1_000;

/** Up to 1,000 GUIDs in any case, each named once or more; read as lower case, each once. */
const Ids = () =>
  applyDecorators(
    member(
      'required',
      { type: 'string', format: 'uuid', isArray: true, minItems: 1, maxItems: mostIds },
      read((value) => (Array.isArray(value) ? distinct(value) : value)),
      IsArray({ message: 'must be an array' }),
      ArrayMinSize(1, { message: 'must name at least one id' }),
      ArrayMaxSize(mostIds, { message: `must have at most ${mostIds} items` }),
      check('guids', (value) => !Array.isArray(value) || value.every(isGuid), 'must hold only GUIDs'),
    ),
  );

const distinct = (ids: readonly unknown[]): unknown[] => [
  ...new Set(ids.map((id) => (isGuid(id) ? id.toLowerCase() : id))),
];

/** What a directory object may be asked for as; of these, people, groups and service principals alone are kept here. */
export const objectTypes = [
  ...['user', 'group', 'directoryObject', 'application', 'servicePrincipal', 'device', 'orgContact'],
  ...['administrativeUnit', 'directoryRole', 'contact'],
] as const;

/** Which directory objects are wanted (Graph's getByIds). */
@Example({ ids: ['0a000000-0000-4000-8000-000000000003'], types: ['user', 'group'] })
@WireName('DirectoryObjectIdsBody')
export class DirectoryObjectIdsBody {
  @Ids()
  ids: string[];

  @SomeOf(objectTypes, objectTypes.length)
  types?: string[] | null;
}
