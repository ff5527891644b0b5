// Loaded before a server under test: it ends when the test run that started it is gone, even a killed one.
process.stdin.on('close', () => process.exit(1)).resume();
process.stdin.unref?.();
