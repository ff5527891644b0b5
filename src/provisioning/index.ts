export { OutsideSystem } from './outside-system.js';
export {
  type EffectTarget,
  type ProvisionedResource,
  Provisioner,
  type ProvisioningEffect,
  ProvisioningError,
  type ResourceFacts,
  type RoleFacts,
} from './provisioner.js';
export { ProvisionedSystem, Provisioners } from './provisioners.js';
export { ProvisioningModule } from './provisioning.module.js';
export { type KindOptions, Provisions, type SettingOfKind } from './provisions.js';
