import { Injectable, Module } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  HandlesRequestType,
  type RequestTypeHandler,
} from '../../src/entitlement-management/assignment-requests/index.js';
import { EnsureSubjectCommand } from '../../src/entitlement-management/subjects/index.js';
import { startServer } from '../support/server.js';

@HandlesRequestType('AdminAdd', { sentBy: 'administrator' })
class AnotherAdminAdd implements RequestTypeHandler {
  handle(): never {
    throw new Error('Never called.');
  }
}

@Module({ providers: [AnotherAdminAdd] })
class SecondHandlerOfAType {}

@CommandHandler(EnsureSubjectCommand)
@Injectable()
class AnotherEnsureSubject implements ICommandHandler<EnsureSubjectCommand> {
  execute(): Promise<void> {
    return Promise.resolve();
  }
}

@Module({ providers: [AnotherEnsureSubject] })
class SecondHandlerOfACommand {}

describe('an extension', () => {
  it('that handles a request type which is handled already stops the start, with both names', async () => {
    await expect(startServer({ extensions: [SecondHandlerOfAType] })).rejects.toThrow(
      /request type 'AdminAdd': (AdminAdd and AnotherAdminAdd|AnotherAdminAdd and AdminAdd)/,
    );
  });

  it('that handles a command which is handled already stops the start, with both names', async () => {
    await expect(startServer({ extensions: [SecondHandlerOfACommand] })).rejects.toThrow(
      /handle EnsureSubjectCommand: .*EnsureSubject(Handler)? and .*EnsureSubject/,
    );
  });
});
