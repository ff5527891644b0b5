import { Injectable } from '@nestjs/common';

const largest = 512 * 1024;

/** Reads JSON from the identity provider: no redirects, no more than 512 KiB. */
@Injectable()
export class JsonFetcher {
  async get(url: string, signal: AbortSignal): Promise<unknown> {
    const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`${url} answered ${response.status}`);
    }
    const text = await readText(response, url);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new Error(`${url} answered no JSON`);
    }
  }
}

async function readText(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > largest) throw new Error(`${url} answered more than ${largest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
