import { allResources, readers } from './all-resources.js';
import { check, requireEveryColumn } from './platform/odata/resource-check.js';
import { ResourceRegistry } from './platform/odata/resource-registry.js';

// Every build ends with this: what no statement can be written for fails the build, and not the first who asks for it.
check(new ResourceRegistry(allResources), readers);
requireEveryColumn(allResources);
