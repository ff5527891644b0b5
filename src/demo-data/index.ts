export { demoIds } from './demo-content.js';
export { DemoData } from './demo-data.js';
export { DemoDataModule } from './demo-data.module.js';
