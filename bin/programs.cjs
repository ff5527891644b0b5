'use strict';

/** What can be run: the server, and the command lines that the clone has under the same names. */
const programs = {
  start: 'main.js',
  'directory:import': 'import-directory.js',
  'lint:policies': 'lint-policies.js',
  consumers: 'consumers.js',
};

const usage = `Usage: open-entitlements [start | directory:import <file> | lint:policies | consumers]

Without a word it starts the server. Settings are environment variables: see docs/operations.md of the project.
`;

const [word = 'start', ...rest] = process.argv.slice(2);

if (Object.hasOwn(programs, word)) {
  // What it runs reads its own arguments.
  process.argv.splice(2, process.argv.length, ...rest);
  import(`../dist/${programs[word]}`).catch((error) => {
    process.stderr.write(`${error.stack ?? error}\n`);
    process.exit(1);
  });
} else if (word === '--version' || word === '--help') {
  process.stdout.write(word === '--help' ? usage : `${require('../package.json').version}\n`);
} else {
  process.stderr.write(`'${word}' is nothing that can be run.\n${usage}`);
  process.exit(1);
}
