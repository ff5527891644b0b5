import { HandedIn } from '../handed-in.js';

type Address = readonly [path: string, what: string];

/** What the page says of the product. */
export interface FrontPageTexts {
  readonly name: string;
  readonly about: string;
  /** Where its API is. */
  readonly addresses: readonly Address[];
}

export const frontPageTexts = new HandedIn<FrontPageTexts>('what its front page says');

/** Where the page is asked for, and whether tokens can be had there. */
export interface Here {
  /** The server's address without a version. */
  readonly root: string;
  readonly isDevelopment: boolean;
}

const descriptions: readonly Address[] = [
  ['/docs', 'the API explorer'],
  ['/openapi.json', 'its description (OpenAPI 3.1)'],
  ['/v1.0/$metadata', 'the same for OData; /beta/$metadata in beta’s names'],
];
const forOperators: Address = ['/health/live, /health/ready, /metrics', 'for whoever runs the server'];

const inDevelopment: readonly Address[] = [
  ['/dev/personas', 'the people of the demo data'],
  ['/dev/clock', 'domain time; POST /dev/clock/advance turns it forward'],
];

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:3rem auto;padding:0 1rem}' +
  'code{font-size:.9em}pre{overflow:auto;background:#f4f4f4;padding:.75rem}td{padding:.2rem 1rem .2rem 0;vertical-align:top}';

/** A page for people who open the server's address in a browser: what is here, and where. No script, nothing from elsewhere. */
export function frontPage({ root, isDevelopment }: Here): string {
  const { name, about, addresses } = frontPageTexts.get();
  const all = [...descriptions, ...addresses, forOperators, ...(isDevelopment ? inDevelopment : [])];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${name}</title><style>${style}</style></head>
<body>
<h1>${name}</h1>
<p>${about}</p>
<table>
${all.map(row).join('\n')}
</table>
${isDevelopment ? howToGetAToken(root) : '<p>Calls bring an access token of Entra ID in their <code>Authorization</code> header.</p>'}
</body>
</html>
`;
}

const row = ([path, what]: readonly [string, string]): string =>
  `<tr><td>${linked(path)}</td><td>${escaped(what)}</td></tr>`;

/** Addresses as links, where a browser can open them without a token. */
const linked = (paths: string): string =>
  paths
    .split(', ')
    .map((path) =>
      /^\/(?:v1\.0\/(?!\$)|.*…)/.test(path)
        ? `<code>${escaped(path)}</code>`
        : `<a href="${escaped(path)}"><code>${escaped(path)}</code></a>`,
    )
    .join(', ');

const howToGetAToken = (root: string): string => `<h2>A token, in development mode</h2>
<p>As the administrator of the demo data; <a href="/dev/personas"><code>/dev/personas</code></a> names the others, for <code>{"as":"user","oid":"…"}</code>.</p>
<pre id="token">${escaped(`curl -s ${root}/dev/token -H 'content-type: application/json' -d '{"as":"user"}'`)}</pre>
<p>The explorer takes the <code>access_token</code> under <b>Authorize</b>; a call takes it as <code>Authorization: Bearer …</code>.</p>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
