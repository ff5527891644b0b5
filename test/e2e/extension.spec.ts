import { Injectable, Module } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  HandlesRequestType,
  type RequestTypeHandler,
} from '../../src/entitlement-management/assignment-requests/index.js';
import { EnsureSubjectCommand } from '../../src/entitlement-management/subjects/index.js';
import { ContractorsModule } from '../support/contractors/contractors.module.js';
import { entitlements, given, selfService } from '../support/given.js';
import { Described, describedClient } from '../support/openapi.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

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
  describe('with a request type and rules of its own', () => {
    const requests = `${entitlements}/assignmentRequests`;
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer({ extensions: [ContractorsModule] });
    });
    afterAll(() => server.close());

    const contract = { schedule: { expiration: { type: 'afterDuration', duration: 'P30D' } } };
    const ask = async (who: object, person: object = {}, more: object = contract) => {
      const there = given(server);
      const [{ id: targetId }, { names }] = [await there.aPerson({ ...person }), await there.aPolicy(selfService)];
      return server
        .as(who)
        .post(requests, { requestType: 'ContractorAdd', assignment: { targetId, ...names }, ...more });
    };

    it('is driven over HTTP to a delivered assignment, under its own name', async () => {
      const { status, body } = await ask(anApplication);
      expect([status, body.requestType]).toEqual([201, 'contractorAdd']);
      await server.drain();
      const request = await server.as(anAdministrator).get(`${requests}/${body.id}?$expand=assignment`);
      expect(request.body).toMatchObject({
        requestType: 'contractorAdd',
        state: 'delivered',
        assignment: { state: 'delivered' },
      });
    });

    it('is described as one of the request types, in its place', async () => {
      const described = await Described.by(server);
      const { properties } = described.document.components?.schemas?.['AccessPackageAssignmentRequest'] as {
        properties: { requestType: { enum: string[] } };
      };
      expect(properties.requestType.enum.at(-1)).toBe('contractorAdd');
      await ask(anApplication);
      const reader = describedClient(server.as(anAdministrator), described);
      const { body } = await reader.get(`${requests}?$expand=*`);
      expect(body.value).toContainEqual(expect.objectContaining({ requestType: 'contractorAdd' }));
    });

    it.each(['v1.0', 'beta'])('is found by $filter: %s', async (dialect) => {
      const { body } = await ask(anApplication);
      const base = requests.replace('v1.0', dialect);
      const found = (filter: string) => server.as(anAdministrator).get(`${base}?$filter=${encodeURIComponent(filter)}`);
      const own = (await found("requestType eq 'ContractorAdd'")).body.value as { id: string; requestType: string }[];
      expect(own.map(({ id }) => id)).toContain(body.id);
      expect(new Set(own.map(({ requestType }) => requestType))).toEqual(new Set(['contractorAdd']));
      expect((await found("requestType eq 'ContractorsAdd'")).body.error.message).toContain("'contractorAdd'");
    });

    it('is sent by whom it says', async () => {
      expect((await ask(anAdministrator)).body.error.code).toBe('UnAuthorized');
    });

    it('asks its rules after the built-in ones, in order of their names', async () => {
      const refusal = async (person: object, more?: object) =>
        (await ask(anApplication, person, more)).body.error?.message;
      expect(await refusal({}, {})).toContain('needs an end');
      expect(await refusal({ displayName: 'Ada (abroad)' }, {})).toContain('on paper only');
      expect(await refusal({ displayName: 'Ada (abroad)', accountEnabled: false }, {})).toContain('disabled');
    });

    it('adds its rules to built-in request types where they say so', async () => {
      const there = given(server);
      const [person, { names }] = [
        await there.aPerson({ displayName: 'Ada (abroad)' }),
        await there.aPolicy(selfService),
      ];
      const own = await server.as(aPerson(person.id)).post(requests, { requestType: 'userAdd', assignment: names });
      expect([own.status, own.body.error.message]).toEqual([403, expect.stringContaining('on paper only')]);
      const direct = await server
        .as(anAdministrator)
        .post(requests, { requestType: 'adminAdd', assignment: { targetId: person.id, ...names } });
      expect(direct.status).toBe(201);
    });
  });

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
