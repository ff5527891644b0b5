import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { hostAndPortOf } from './callout-address.js';
import { CalloutClient } from './callout-client.js';
import { CalloutTokens } from './callout-tokens.js';

/** What sends something to addresses that callers choose. */
@Global()
@Module({
  providers: [
    {
      provide: CalloutClient,
      inject: [Config],
      useFactory: ({ calloutHosts, authMode }: Config) =>
        new CalloutClient({ hosts: calloutHosts, mayUseHttp: authMode === 'development' }),
    },
    {
      provide: CalloutTokens,
      inject: [Config],
      useFactory: ({ calloutTokens }: Config) => {
        const hosts = calloutTokens ? [hostAndPortOf(new URL(calloutTokens.url))] : [];
        return new CalloutTokens(calloutTokens, new CalloutClient({ hosts, mayUseHttp: false }));
      },
    },
  ],
  exports: [CalloutClient, CalloutTokens],
})
export class CalloutsModule {}
