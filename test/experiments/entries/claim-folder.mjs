// Claims a data folder at a given moment, says how that went, and stays until it is killed or whoever started it ends.
const [dist, folder, at] = process.argv.slice(2);
const { lockFolder } = await import(`${dist}/platform/database/folder-lock.js`);
while (Date.now() < Number(at));
const answer = await lockFolder(folder).then(() => 'held', String);
process.stdout.write(`${answer}\n`);
setTimeout(() => undefined, 60_000);
