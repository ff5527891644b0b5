import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { frontPage } from '../../src/platform/front-page/front-page.js';
import { startServer, type TestServer } from '../support/server.js';

const run = promisify(execFile);
const asBrowser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const plain = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('the page at /', () => {
  it('says to a browser what is here, and every link of it leads there', async () => {
    const { status, headers, text } = await server.anonymous.get('/', asBrowser);
    expect([status, headers.get('content-type'), headers.get('vary')]).toEqual([
      200,
      'text/html; charset=utf-8',
      expect.stringContaining('accept'),
    ]);
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, path = '']) => plain(path));
    expect(links).toEqual(expect.arrayContaining(['/docs', '/openapi.json', '/v1.0/$metadata', '/dev/personas']));
    for (const path of links) expect([path, (await server.anonymous.get(path)).status]).toEqual([path, 200]);
  });

  it('has nothing in itself that its content security policy forbids', async () => {
    const { headers, text } = await server.anonymous.get('/', asBrowser);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|\son\w+=|javascript:|<(?:img|link|iframe|form)|https?:\/\/(?!127\.0\.0\.1)/i);
  });

  it('shows how to get a token, and the line works as it stands', async () => {
    const { text } = await server.anonymous.get('/', asBrowser);
    const [, line = ''] = /<pre id="token">([^<]+)<\/pre>/.exec(text) ?? [];
    const { stdout } = await run('sh', ['-c', plain(line)]);
    const { access_token } = JSON.parse(stdout) as { access_token: string };
    const answer = await fetch(`${server.url}/v1.0/users`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(answer.status).toBe(200);
  });

  it('says nothing of tokens and personas outside development mode', () => {
    const page = frontPage({ root: 'https://access.contoso.example', isDevelopment: false });
    expect(page).toContain('Entra ID');
    expect(page).not.toMatch(/\/dev\b|curl/);
  });

  it('is no page for programs', async () => {
    const { status, body } = await server.anonymous.get('/');
    expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
  });
});
