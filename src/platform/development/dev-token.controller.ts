import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { DevelopmentKeys } from '../auth/keys/development-keys.js';
import { Public } from '../auth/permissions.js';
import { Clock } from '../time/clock.js';
import { AnswersObject } from '../openapi/answers-object.js';
import { Chapter } from '../http/chapter.js';
import { claimsFor, lifetimeOf } from './dev-claims.js';
import { DevTokenBody } from './dev-token.body.js';
import { type Persona, personas } from './personas.js';

const text = { type: 'string' };
const personaSchema = {
  type: 'object',
  required: ['id', 'displayName', 'userPrincipalName', 'kind'],
  properties: { id: { ...text, format: 'uuid' }, displayName: text, userPrincipalName: text, kind: text },
};

/** Everybody there is, to be picked in the explorer. */
const everyoneToBe = Object.fromEntries(
  personas.map(({ id, displayName, kind }) => [`${displayName}, ${kind}`, { value: { as: 'user', oid: id } }]),
);

/** Signing in during development: tokens for anybody, and the people one can be. */
@Public()
@Chapter('Development', 'Tokens, people to be and a clock to turn, in development mode only.')
@Controller('dev')
export class DevTokenController {
  constructor(
    private readonly keys: DevelopmentKeys,
    private readonly clock: Clock,
  ) {}

  @Post('token')
  @HttpCode(200)
  @ApiBody({ type: DevTokenBody, examples: everyoneToBe })
  @AnswersObject('Hand out a token', {
    access_token: { type: 'string' },
    token_type: { type: 'string', enum: ['Bearer'] },
    expires_in: { type: 'integer', description: 'Seconds.' },
  })
  async token(@Body() body: DevTokenBody): Promise<{ access_token: string; token_type: 'Bearer'; expires_in: number }> {
    const token = await this.keys.sign(claimsFor(body, this.clock.real()));
    return { access_token: token, token_type: 'Bearer', expires_in: lifetimeOf(body) };
  }

  @Get('personas')
  @AnswersObject('List people to be', { value: { type: 'array', items: personaSchema } })
  everybody(): { value: readonly Persona[] } {
    return { value: personas };
  }
}
