/**
 * The records of decisions by number, each with its head and whatever its head or name lacks; `pages` gives the text of each by
 * the name of its file.
 */
export function recordsOf(pages) {
  const records = Object.entries(pages).map(([file, text]) => recordOf(file, text));
  return records.sort(({ number: one }, { number: other }) => one - other);
}

/** The table of the index: a line for each record, and one for each number that no record has. */
export function indexTable(records) {
  const last = Math.max(...records.map(({ number }) => number));
  const lines = Array.from({ length: last }, (_, at) => {
    const found = records.filter(({ number }) => number === at + 1);
    return found.length > 0 ? found.map(lineOf) : [`| ${at + 1} | no record has this number |  |  |`];
  });
  return ['|  | decision | date | status |', '| --- | --- | --- | --- |', ...lines.flat()].join('\n');
}

/** The index with the table between its marks. */
export function withIndexTable(index, table) {
  if (!between.test(index)) throw new Error(`docs/adr/README.md has no '${begin}' and '${end}'.`);
  return index.replace(between, () => `${begin}\n\n${table}\n\n${end}`);
}

/** What the relations of the records lack: each is said at both ends, and leads to a record that exists. */
export function relationFaults(records) {
  const said = (file, relation, other) => `${file}: ${relation} ${other}`;
  const ends = records.flatMap(({ file, relations }) =>
    Object.entries(relations).flatMap(([relation, files]) => files.map((other) => said(file, relation, other))),
  );
  const needed = records.flatMap(({ file, relations }) =>
    Object.entries(relations).flatMap(([relation, files]) =>
      files.map((other) => said(other, inverse[relation], file)),
    ),
  );
  return needed.filter((end) => !ends.includes(end)).map((end) => `${end} is not said`);
}

const inverse = {
  'amended by': 'amends',
  amends: 'amended by',
  'superseded by': 'supersedes',
  supersedes: 'superseded by',
};

const begin = '<!-- Printed by `npm run docs:decisions` from the heads of the records. Do not edit it by hand. -->';
const end = '<!-- The end of what is printed. -->';
const between = new RegExp(`${begin}[\\s\\S]*${end}`);

const link = String.raw`\[\d+\]\(\d{4}-[\w-]+\.md\)`;
const links = `${link}(?:, ${link})*`;
const head = new RegExp(
  String.raw`^# (?<number>\d+)\. (?<title>.+)\n\n` +
    String.raw`Date: (?<date>20\d\d-\d\d-\d\d)\n\n` +
    `Status: (?<status>(?:Accepted|Superseded by (?<supersededBy>${links}))(?:, amended by (?<amendedBy>${links}))?)\n\n` +
    `(?:Amends: (?<amends>${links})\n\n)?(?:Supersedes: (?<supersedes>${links})\n\n)?` +
    String.raw`## Background\n[\s\S]+\n## Decision\n[\s\S]+\n## Consequences\n`,
);

function recordOf(file, text) {
  const { groups = {} } = head.exec(text) ?? {};
  const { number = Number(file.slice(0, 4)), title = '', date = '', status = '' } = groups;
  const relations = {
    'amended by': filesIn(groups.amendedBy),
    amends: filesIn(groups.amends),
    'superseded by': filesIn(groups.supersededBy),
    supersedes: filesIn(groups.supersedes),
  };
  return { file, number: Number(number), title, date, status, relations, faults: faultsOf(file, groups, text) };
}

function faultsOf(file, { number, title }, text) {
  if (!title)
    return [
      `${file}: needs '# n. Title', 'Date: yyyy-mm-dd', 'Status: Accepted', and Background, Decision, Consequences`,
    ];
  const named = `${number.padStart(4, '0')}-`;
  const strange = [...text.matchAll(/\[(?:ADR\s+)?(\d+)\]\((\d{4})-[\w-]+\.md\)/g)].filter(
    ([, one, other]) => +one !== +other,
  );
  return [
    ...(file.startsWith(named) ? [] : [`${file}: its title has the number ${number}`]),
    ...strange.map(([words]) => `${file}: ${words} names another number than it leads to`),
  ];
}

const filesIn = (text = '') => [...text.matchAll(/\(([^)]+)\)/g)].map(([, file]) => file);

const lineOf = ({ number, title, file, date, status }) => `| ${number} | [${title}](${file}) | ${date} | ${status} |`;
