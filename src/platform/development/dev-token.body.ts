import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';
import { Guid, OneOf, Text, Whole } from '../edm/members.js';
import { Example } from '../openapi/example.js';
import { WireName } from '../edm/type-names.js';

const longestLifetimeSeconds = 28 * 3600;
const message = 'must be an array of at most 50 texts';

/** Who a development token is for, and what they may do. */
@Example({ as: 'user' })
@WireName('DevTokenBody')
export class DevTokenBody {
  @OneOf(['user', 'app'], 'required')
  as: 'user' | 'app';

  @Guid()
  oid?: string | null;

  @Guid()
  tid?: string | null;

  @Text(4_000)
  scp?: string | null;

  @ApiProperty({ type: 'string', isArray: true, required: false, nullable: true })
  @IsOptional()
  @IsArray({ message })
  @ArrayMaxSize(50, { message })
  @IsString({ each: true, message })
  @MaxLength(200, { each: true, message })
  roles?: string[] | null;

  @Whole(1, longestLifetimeSeconds)
  expiresIn?: number | null;
}
