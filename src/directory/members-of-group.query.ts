import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { pathIn } from '../platform/beta/paths.js';
import type { Asked } from '../platform/http/asked.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { limits } from '../platform/odata/query/limits.js';
import { optionTexts } from '../platform/odata/query/option-texts.js';
import { sayingType } from '../platform/odata/resource.js';
import { groups } from './groups.resource.js';
import { directoryObjects } from './users.resource.js';

/** Asks who is in a group: people first, then the groups in it, where no option asks about people alone. */
export class MembersOfGroupQuery extends Query<Answer> {
  constructor(
    readonly asked: Asked,
    readonly groupId: string,
  ) {
    super();
  }
}

type Texts = ReadonlyMap<string, string>;

/** What can be asked about people and groups at once; all other options are about people. */
const aboutBoth: readonly string[] = ['select', 'top', 'count', 'skiptoken'];

const groupsIn = (asked: Asked, groupId: string): ListQuery =>
  new ListQuery(sayingType(groups), asked, { heldBy: { some: { groupId } } });

/** The groups in a group, at the address that Graph has for them. */
const castOfGroups = 'microsoft.graph.group';

@QueryHandler(MembersOfGroupQuery)
export class MembersOfGroupHandler implements IQueryHandler<MembersOfGroupQuery> {
  constructor(private readonly queries: QueryBus) {}

  async execute({ asked, groupId }: MembersOfGroupQuery): Promise<Answer> {
    const people = await this.queries.execute(
      new ListQuery(directoryObjects, asked, { memberships: { some: { groupId } } }),
    );
    const texts = optionTexts(asked.query);
    if ([...texts.keys()].some((name) => !aboutBoth.includes(name))) return people;
    const counted = '@odata.count' in people ? await this.withGroupsCounted(people, asked, groupId) : people;
    return asked.counts || '@odata.nextLink' in people ? counted : this.withGroups(counted, { asked, groupId, texts });
  }

  private async withGroupsCounted(people: Answer, asked: Asked, groupId: string): Promise<Answer> {
    const counting = { ...asked, counts: true, query: '' };
    const { '@odata.count': count } = await this.queries.execute(groupsIn(counting, groupId));
    return { ...people, '@odata.count': Number(people['@odata.count']) + Number(count) };
  }

  /** The last page of people with the groups, where all of these have room on it; else with where they are. */
  private async withGroups(
    people: Answer,
    { asked, groupId, texts }: { asked: Asked; groupId: string; texts: Texts },
  ): Promise<Answer> {
    const value = people['value'] as Answer[];
    const size = Number(texts.get('top') ?? asked.pageSize?.most ?? limits.pageSize);
    const room = size - value.length;
    const query = written(new Map([...selected(texts), ['top', String(Math.max(room, 1))]]));
    const { value: found, ...page } = await this.queries.execute(groupsIn({ ...asked, query }, groupId));
    const nested = found as Answer[];
    if (nested.length === 0 || size === 0) return people;
    if (room > 0 && !('@odata.nextLink' in page)) return { ...people, value: [...value, ...nested] };
    const onward = written(new Map([...selected(texts), ['top', String(size)]]));
    const path = `${pathIn(asked.dialect, asked.path)}/${castOfGroups}`;
    return { ...people, '@odata.nextLink': `${asked.base}${path}?${onward}` };
  }
}

/** What groups and people have, both: what is shown of groups on a page of people. */
const shared = Object.keys(groups.fields).filter((name) => name in directoryObjects.fields);

/** Of a selection, or of all, what is shared; the ids where nothing is. */
function selected(texts: Texts): [string, string][] {
  const names = (texts.get('select') ?? '*').split(',').map((name) => name.trim().toLowerCase());
  const known = names.includes('*') ? shared : shared.filter((field) => names.includes(field.toLowerCase()));
  return [['select', known.length > 0 ? known.join(',') : 'id']];
}

const written = (texts: Texts): string =>
  [...texts].map(([name, text]) => `$${name}=${encodeURIComponent(text)}`).join('&');
