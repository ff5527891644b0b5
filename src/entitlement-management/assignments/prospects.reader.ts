import { Injectable } from '@nestjs/common';
import { DeliveryFactsReader } from './delivery-facts.reader.js';
import { type Hopeless, whyHopeless } from './prospects.js';

/** Answers whether a request that waits for approval can still have an effect; ask it under the request's row lock. */
@Injectable()
export class Prospects {
  constructor(private readonly reader: DeliveryFactsReader) {}

  async whyHopeless(requestId: string, at: Date): Promise<Hopeless | undefined> {
    const { cause, facts } = await this.reader.gather(requestId);
    return whyHopeless(cause, facts, at);
  }
}
