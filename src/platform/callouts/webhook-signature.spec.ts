import { describe, expect, it } from '@jest/globals';
import { signatureHeaders, writtenSecret } from './webhook-signature.js';

/** The example of the specification of Standard Webhooks. */
const published = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  message: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('the signature of a call-out', () => {
  it('is the one that Standard Webhooks publishes for its example', () => {
    expect(signatureHeaders(published.message, [published.secret])).toEqual({
      'webhook-id': published.message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': published.signature,
    });
  });

  it('comes once for each secret that counts', () => {
    const other = writtenSecret(Buffer.alloc(32, 7));
    const { 'webhook-signature': signature = '' } = signatureHeaders(published.message, [other, published.secret]);
    const [first, second] = signature.split(' ');
    expect(first).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(first).not.toBe(published.signature);
    expect(second).toBe(published.signature);
  });

  it('is another for another id, time or body', () => {
    const { message, secret } = published;
    const changed = [message, { ...message, id: 'x' }, { ...message, timestamp: 1 }, { ...message, body: '{}' }];
    const all = changed.map((one) => signatureHeaders(one, [secret])['webhook-signature']);
    expect(new Set(all).size).toBe(4);
  });
});
