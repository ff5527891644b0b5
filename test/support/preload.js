import 'reflect-metadata';
// As in the server, the product's tables are there before anything of the platform is asked.
import '../../src/graph/index.ts';
