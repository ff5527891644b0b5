import { runProgram } from './run-program.js';
import { serve } from './serve.js';

runProgram((config, extensions) => serve(config, [...extensions]));
