import { HandedIn } from './handed-in.js';

describe('a table that is handed in', () => {
  it('is what was handed in', () => {
    const names = new HandedIn<readonly string[]>('names');
    names.handIn(['one']);
    expect(names.get()).toEqual(['one']);
  });

  it('stops whoever asks before that', () => {
    expect(() => new HandedIn('names').get()).toThrow('The product has not handed in names: import its tables first.');
  });

  it('is not replaced by another one', () => {
    const names = new HandedIn<readonly string[]>('names');
    names.handIn(['one']);
    expect(() => names.handIn(['two'])).toThrow('The product has handed in names already.');
    expect(names.get()).toEqual(['one']);
  });
});
