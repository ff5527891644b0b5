/** What a caller takes, as `Accept` says it: each media range with its parameters, the best first. */
interface Taken {
  readonly range: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

function takenIn(accept: string): Taken[] {
  const taken = accept.split(',').map((part) => {
    const [range = '', ...rest] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const parameters = new Map(rest.map((piece) => [piece.split('=')[0] ?? '', piece.split('=')[1] ?? '']));
    return { range, quality: qualityIn(parameters.get('q')), parameters };
  });
  return taken.sort((one, other) => other.quality - one.quality);
}

const qualityIn = (text = '1'): number => (/^[01](?:\.\d{0,3})?$/.test(text) ? Number(text) : 0);

/** Whether somebody sits before a browser: `text/html` is asked for by its name, and before JSON. */
export function prefersHtml(accept = ''): boolean {
  const taken = takenIn(accept);
  const best = (...ranges: string[]) => taken.find(({ range }) => ranges.includes(range))?.quality ?? 0;
  return best('text/html') > best('application/json', 'application/*');
}

/** How much control information `Accept` asks for: the parameter of the JSON that is liked best; undefined for what is usual. */
export function metadataIn(accept = ''): 'full' | 'none' | undefined {
  if (!/metadata/i.test(accept)) return undefined;
  const json = takenIn(accept).find(({ range }) => range === 'application/json');
  const asked = json?.parameters.get('odata.metadata') ?? json?.parameters.get('metadata');
  return asked === 'full' || asked === 'none' ? asked : undefined;
}
