import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { CommandCheck } from './command-check.js';
import { Courier } from './courier.js';
import { Deliveries } from './deliveries.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { DueCommands } from './due-commands.js';
import { DueWork } from './due-work.js';
import { EventLog } from './event-log.js';
import { Reactions } from './reactions.js';
import { Sagas } from './sagas.js';
import { Worker } from './worker.js';

@Global()
@Module({
  imports: [CqrsModule.forRoot(), DiscoveryModule],
  providers: [
    CommandCheck,
    Sagas,
    EventLog,
    Deliveries,
    DeliveryMetrics,
    Reactions,
    DueCommands,
    DueWork,
    Courier,
    Worker,
  ],
  exports: [CqrsModule, DiscoveryModule, EventLog, Deliveries, DueCommands, DueWork, Worker],
})
export class EventingModule {}
