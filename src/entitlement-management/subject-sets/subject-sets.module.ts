import { Module } from '@nestjs/common';
import { SubjectSetsReader } from './subject-sets.reader.js';

/** Who is meant where a policy names people. */
@Module({ providers: [SubjectSetsReader], exports: [SubjectSetsReader] })
export class SubjectSetsModule {}
