import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

/** Operations that belong together in the description of the API. */
export interface ChapterOf {
  readonly name: string;
  readonly description?: string;
}

export const chapterOf = 'chapter';

/** Says under which heading the operations of a controller stand; of those under one, one says what it means. */
export const Chapter = (name: string, description?: string) =>
  applyDecorators(ApiTags(name), SetMetadata(chapterOf, { name, description } satisfies ChapterOf));

/** The headings in order, each with what it means; those of extensions may say nothing. */
export function chaptersIn(routes: Iterable<{ readonly chapter: ChapterOf | undefined }>): ChapterOf[] {
  const all = [...routes].flatMap(({ chapter }) => chapter ?? []);
  const said = new Map(all.filter(({ description }) => description).map((chapter) => [chapter.name, chapter]));
  const names = [...new Set(all.map(({ name }) => name))].sort();
  return names.map((name) => said.get(name) ?? { name });
}
