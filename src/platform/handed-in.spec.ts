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
});
