// A process that ends as soon as it is told to, whatever is under way.
process.once('SIGTERM', () => process.exit(0));
