import { describe, expect, it } from '@jest/globals';
import { areAllowed, faultOfAddress } from './callout-address.js';

const strict = { hosts: [], mayUseHttp: false };
const allowing = { hosts: ['127.0.0.1:8443', 'hooks.intern:443', '[::1]:443'], mayUseHttp: false };
const trying = { hosts: [], mayUseHttp: true };

describe('the text of an address', () => {
  it.each([
    ...['https://hooks.example.com', 'https://hooks.example.com:8443/a?sig=1', 'https://8.8.8.8/x'],
    ...['https://[2606:4700:4700::1111]/', 'https://localhost/'],
  ])('%p is taken, and its name is resolved later', (address) => {
    expect(faultOfAddress(address, strict)).toBeUndefined();
  });

  it.each([
    ['', /no URL/],
    ['hooks.example.com', /no URL/],
    ['ftp://hooks.example.com', /must begin with 'https/],
    ['file:///etc/passwd', /must begin with 'https/],
    ['http://hooks.example.com', /plain http/],
    ['http://localhost:3000', /plain http/],
    ['https://me:secret@hooks.example.com', /name or password/],
    ['https://me@hooks.example.com', /name or password/],
    ['https://hooks.example.com/#part', /fragment/],
    ['https://127.0.0.1/', /'127\.0\.0\.1:443' by CALLOUT_HOSTS/],
    ['https://127.1/', /not public/],
    ['https://2130706433/', /not public/],
    ['https://0x7f.1/', /not public/],
    ['https://0177.0.0.1/', /not public/],
    ['https://１２７.0.0.1/', /not public/],
    ['https://169.254.169.254/latest/meta-data', /not public/],
    ['https://[::1]/', /not public/],
    ['https://[::ffff:127.0.0.1]/', /not public/],
    ['https://[::ffff:7f00:1]/', /not public/],
    ['https://[fd00::1]:8443/', /'\[fd00::1\]:8443' by CALLOUT_HOSTS/],
  ])('%p is refused', (address, fault) => {
    expect(faultOfAddress(address, strict)).toMatch(fault);
  });

  it('may lead inside where the host and its port are allowed', () => {
    expect(faultOfAddress('https://127.0.0.1:8443/', allowing)).toBeUndefined();
    expect(faultOfAddress('https://[::1]/', allowing)).toBeUndefined();
    expect(faultOfAddress('https://127.0.0.1/', allowing)).toMatch(/not public/);
    expect(faultOfAddress('http://127.0.0.1:8443/', allowing)).toMatch(/plain http/);
  });

  it('may be plain http in development mode, to this machine alone', () => {
    expect(faultOfAddress('http://localhost:3000/', trying)).toBeUndefined();
    expect(faultOfAddress('http://127.0.0.1:3000/', trying)).toBeUndefined();
    expect(faultOfAddress('http://hooks.example.com/', trying)).toMatch(/plain http/);
    expect(faultOfAddress('https://127.0.0.1:3000/', trying)).toMatch(/not public/);
  });
});

describe('what a name leads to', () => {
  const url = (text: string) => new URL(text);

  it.each([
    ['one public address', 'https://a.example/', ['8.8.8.8'], strict, true],
    ['public addresses of both kinds', 'https://a.example/', ['8.8.8.8', '2606:4700:4700::1111'], strict, true],
    ['no address', 'https://a.example/', [], strict, false],
    ['an inside one behind a public one', 'https://a.example/', ['8.8.8.8', '10.0.0.1'], strict, false],
    ['an inside one before a public one', 'https://a.example/', ['::1', '8.8.8.8'], strict, false],
    ['an inside one of an allowed host', 'https://hooks.intern/', ['10.0.0.1'], allowing, true],
    ['an inside one at another port of it', 'https://hooks.intern:8443/', ['10.0.0.1'], allowing, false],
    ['this machine by plain http', 'http://localhost:1/', ['127.0.0.1', '::1'], trying, true],
    ['another machine by plain http', 'http://localhost:1/', ['127.0.0.1', '8.8.8.8'], trying, false],
    ['nothing by plain http', 'http://localhost:1/', [], trying, false],
  ])('%s', (_, address, addresses, rules, isAllowed) => {
    expect(areAllowed(url(address), addresses, rules)).toBe(isAllowed);
  });
});
