import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { Secrets } from './secrets.js';
import { Transactions } from './transactions.js';

@Global()
@Module({ providers: [Database, Transactions, Secrets], exports: [Database, Transactions, Secrets] })
export class DatabaseModule {}
