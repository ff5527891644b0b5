import type { Caller } from '../auth/caller.js';
import { concerningCaller } from './current-user.js';

const caller: Caller = {
  kind: 'user',
  tenantId: 't',
  objectId: 'u1',
  applicationId: 'app',
  permissions: [],
  directoryRoles: [],
};
const words = {
  target: ({ objectId }: Caller) => ({ targetId: objectId }),
  createdBy: ({ objectId }: Caller) => ({ createdById: objectId }),
};

describe('what concerns the caller', () => {
  it('is said by a word, in any case of letters', () => {
    expect(concerningCaller(words, 'target', caller)).toEqual({ targetId: 'u1' });
    expect(concerningCaller(words, 'CREATEDBY', caller)).toEqual({ createdById: 'u1' });
  });

  it.each(['', 'approver', 'toString'])('is not said by %p, and the words that there are are named', (on) => {
    expect(() => concerningCaller(words, on, caller)).toThrow("'on' must be one of 'target', 'createdBy'.");
  });
});
