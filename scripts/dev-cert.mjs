// `npm run dev:cert`: a self-signed pair for localhost in ./certs (or in the folder that is named), because Microsoft's SDKs send tokens over https only.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { complain, Complaint, root } from './lib/run.mjs';

const folder = resolve(process.argv[2] ?? join(root, 'certs'));
const certificate = join(folder, 'localhost.crt');
const key = join(folder, 'localhost.key');

mkdirSync(folder, { recursive: true, mode: 0o700 });
const made = spawnSync(
  'openssl',
  [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-sha256', '-nodes', '-days', '365'],
    ...['-keyout', key, '-out', certificate, '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'],
    ...['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'extendedKeyUsage=serverAuth'],
  ],
  { encoding: 'utf8' },
);
if (made.error?.code === 'ENOENT') {
  complain(
    new Complaint('There is no openssl on the PATH: install it, or make the pair with mkcert (`mkcert localhost`).'),
  );
}
if (made.status !== 0) complain(new Complaint(`openssl failed.\n${made.stderr}`));
chmodSync(key, 0o600);

process.stdout.write(`Made a certificate for localhost and 127.0.0.1, valid for a year.

For the server:
  export TLS_CERT_FILE=${certificate}
  export TLS_KEY_FILE=${key}
For a client that runs on Node:
  export NODE_EXTRA_CA_CERTS=${certificate}
`);
