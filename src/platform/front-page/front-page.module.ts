import { Module } from '@nestjs/common';
import { FrontPageController } from './front-page.controller.js';

/** The page that says what is here. */
@Module({ controllers: [FrontPageController] })
export class FrontPageModule {}
