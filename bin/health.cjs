'use strict';

// What an image asks for its health: 0 when the server of this machine lives, 1 when it does not.
const { PORT = '3000', TLS_CERT_FILE } = process.env;
const { get } = require(TLS_CERT_FILE ? 'node:https' : 'node:http');

// The certificate is for the name by which others call, not for loopback.
get(
  { host: '127.0.0.1', port: PORT, path: '/health/live', timeout: 2_000, rejectUnauthorized: false },
  ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1),
)
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
