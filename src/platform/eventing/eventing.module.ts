import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Announcements } from './announcements.js';
import { CommandCheck } from './command-check.js';
import { Calls } from './consumers/calls.js';
import { ConsumerMetrics } from './consumers/consumer.metrics.js';
import { ConsumerRecords } from './consumers/consumer-records.js';
import { Consumers } from './consumers/consumers.js';
import { Lanes } from './consumers/lanes.js';
import { Leases } from './consumers/leases.js';
import { Subscriptions } from './consumers/subscriptions.js';
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
    Announcements,
    CommandCheck,
    Sagas,
    EventLog,
    Deliveries,
    DeliveryMetrics,
    Reactions,
    DueCommands,
    DueWork,
    Courier,
    Consumers,
    ConsumerMetrics,
    ConsumerRecords,
    Subscriptions,
    Leases,
    Calls,
    Lanes,
    Worker,
  ],
  exports: [
    Announcements,
    CqrsModule,
    DiscoveryModule,
    ConsumerRecords,
    EventLog,
    Deliveries,
    DueCommands,
    DueWork,
    Worker,
  ],
})
export class EventingModule {}
