/** The server, to be started from a program of one's own. */
export { AppModule } from './app.module.js';
export { createApp } from './app.setup.js';
export { Config } from './platform/config/config.js';
export { type Program, runProgram } from './run-program.js';
export { serve } from './serve.js';
