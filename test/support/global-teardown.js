/** Ends the Postgres of this test run and waits until its folder is gone. */
export default async function stopPostgres() {
  const server = globalThis.testPostgres;
  if (!server || server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.stdin.end();
  await gone;
}
