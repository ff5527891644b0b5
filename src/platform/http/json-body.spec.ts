import { readJson } from './json-body.js';

const read = (text: string | Buffer, type = 'application/json') => readJson(type, Buffer.from(text));
const nested = (depth: number) => '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2);

describe('a body', () => {
  it('is JSON in UTF-8, whatever else its media type says', () => {
    expect(read('{"a":"é"}', 'application/json; odata.metadata=minimal; charset=UTF-8')).toEqual({ a: 'é' });
  });

  it.each([
    ['truncated', '{"a":'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['too deep', nested(40)],
    [
      'too many members',
      JSON.stringify(Object.fromEntries(Array.from({ length: 2_001 }, (_, order) => [`m${order}`, 1]))),
    ],
    ['saying a member twice', '{"a":1,"b":{"a":1},"a":1}'],
    ['saying a member twice in a part, once with an escape', '[{"x":[{"a":":","\\u0061":1}]}]'],
    ['a prototype key', '{"a":{"__proto__":{}}}'],
    ['a constructor key', '[{"constructor":1}]'],
    ...Object.getOwnPropertyNames(Object.prototype).map((name): [string, string] => [
      `a key that every object has (${name})`,
      `{"a":[{"${name}":null}]}`,
    ]),
  ])('is refused when it is %s', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'BadRequest' }));
  });

  it.each([['{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}'], [String.raw`{"a":"\":\"a\":{","\"b":"}:{","":""}`]])(
    'may say the same name in several objects, and colons in texts: %s',
    (text) => {
      expect(read(text)).toEqual(JSON.parse(text));
    },
  );

  it('names the member that it says twice', () => {
    expect(() => read('{"a":{"justification":1,"justification":2}}')).toThrow("'justification' twice");
  });

  it.each(['application/json', 'application/json; charset=utf-16'])('is none when there is none, under %s', (type) => {
    expect(read('', type)).toBeUndefined();
  });

  it('is refused in another charset', () => {
    expect(() => read('{}', 'application/json; charset=utf-16')).toThrow(
      expect.objectContaining({ code: 'UnsupportedMediaType' }),
    );
  });

  it('may be as deep and as wide as the limits say', () => {
    expect(() => read(nested(30))).not.toThrow();
    expect(() =>
      read(JSON.stringify(Object.fromEntries(Array.from({ length: 2_000 }, (_, order) => [`m${order}`, 1])))),
    ).not.toThrow();
  });
});
