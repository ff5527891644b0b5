import type { Server as HttpServer } from 'node:http';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { stopListening } from '../private-parts.js';

const silenceMillis = 2_000;
const lookMillis = 50;

/**
 * A process that is told to end takes no new connection, and says with the next answer on a kept one that it closes.
 *
 * Closing kept connections at once, as Node does, resets those on which a request has just been sent.
 */
@Injectable()
export class LastAnswers implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost) {}

  async beforeApplicationShutdown(signal?: string): Promise<void> {
    if (signal === undefined) return;
    // A command line has no HTTP server.
    const server = this.host.httpAdapter?.getHttpServer() as HttpServer | undefined;
    if (!server?.listening) return;
    // Right after a look at the network: whoever has connected is known, and would be reset otherwise.
    await new Promise((resolve) => setImmediate(resolve));
    const left = stopListening(server);
    const enough = performance.now() + silenceMillis;
    const timer = setInterval(() => {
      if (performance.now() > enough) server.closeIdleConnections();
    }, lookMillis);
    await left;
    clearInterval(timer);
  }
}
