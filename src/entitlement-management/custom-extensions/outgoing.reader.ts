import { Injectable } from '@nestjs/common';
import { CalloutClient } from '../../platform/callouts/callout-client.js';
import { CalloutTokens } from '../../platform/callouts/callout-tokens.js';
import type { OutgoingRules } from './custom-extension.rules.js';

/** What this server's settings let be called: asked when an extension is saved, and again whenever it is called. */
@Injectable()
export class Outgoing implements OutgoingRules {
  constructor(
    private readonly client: CalloutClient,
    private readonly tokens: CalloutTokens,
  ) {}

  faultOfAddress(url: string): string | undefined {
    return this.client.faultOf(url);
  }

  mayHaveToken(resourceId: string, url: string): boolean {
    return this.tokens.mayBeSent(resourceId, url);
  }
}
