import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import type { Config } from '../config/config.js';
import { DevClockController } from './dev-clock.controller.js';
import { DevTokenController } from './dev-token.controller.js';
import { VirtualTime } from './virtual-time.js';

/** What exists in development mode only; nothing at all in any other. */
@Module({})
export class DevelopmentModule {
  static for(config: Config): DynamicModule {
    if (config.authMode !== 'development') return { module: DevelopmentModule };
    return {
      module: DevelopmentModule,
      imports: [AuthModule],
      controllers: [DevTokenController, DevClockController],
      providers: [VirtualTime],
    };
  }
}
