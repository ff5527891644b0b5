import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a stand-in says and asks for versions. */
export interface Versions {
  /** Where it says them: in `meta.version`, in the header `ETag`, or nowhere. */
  readonly saidIn: 'meta' | 'header' | 'nowhere';
  /** How often somebody else changes the resource just before a PATCH of ours with a version arrives. */
  overtaken: number;
}

export interface EtagStandIn {
  readonly url: string;
  readonly versions: Versions;
  /** What happened, as `METHOD path If-Match -> status`. */
  readonly seen: string[];
  /** The members of its one group. */
  readonly members: Set<string>;
  close(): Promise<void>;
}

/**
 * A small SCIM server of our own that takes no change without the version of what is changed (If-Match).
 *
 * scimmy-routers heeds no If-Match, so that this is a stand-in, and proves only what we do as RFC 7644 (3.14) has it.
 */
export async function startEtagStandIn(versions: Versions): Promise<EtagStandIn> {
  const seen: string[] = [];
  const members = new Set<string>();
  let version = 1;
  const user = { id: 'u1', userName: 'ada@example.com', externalId: '' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = new URL(request.url ?? '', 'http://localhost');
      const ifMatch = request.headers['if-match'];
      const answer = (status: number, body?: object) => {
        seen.push(`${request.method} ${asked.pathname} ${ifMatch ?? 'without'} -> ${status}`);
        const etag = versions.saidIn === 'header' ? { etag: `W/"${version}"` } : {};
        response
          .writeHead(status, { 'content-type': 'application/scim+json', ...etag })
          .end(body && JSON.stringify(body));
      };
      const meta = versions.saidIn === 'meta' ? { meta: { version: `W/"${version}"` } } : {};
      if (asked.pathname === '/Users') {
        const [, externalId = ''] = /externalId eq "(.+)"/.exec(asked.searchParams.get('filter') ?? '') ?? [];
        return answer(200, { totalResults: 1, Resources: [{ ...user, externalId }] });
      }
      if (request.method === 'GET') return answer(200, { id: 'g1', displayName: 'One', ...meta });
      if (ifMatch === undefined) return answer(428, { detail: 'Say If-Match.' });
      if (versions.overtaken > 0) {
        versions.overtaken -= 1;
        version += 1;
      }
      if (ifMatch !== `W/"${version}"`) return answer(412, { detail: 'It is another version.' });
      version += 1;
      const { Operations } = JSON.parse(Buffer.concat(chunks).toString()) as { Operations: [{ op: string }] };
      if (Operations[0].op === 'add') members.add(user.id);
      else members.delete(user.id);
      answer(204);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    versions,
    seen,
    members,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
