import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DeclaredSystems, type DeclaredWithSecrets, wrongDeclaration } from './declared-systems.js';
import { systemOf } from './kinds.js';
import type { OutsideSystem } from './outside-system.js';
import type { ProvisionedResource, Provisioner, ProvisioningEffect, ResourceFacts, RoleFacts } from './provisioner.js';
import { type KindDeclaration, provision } from './provisions.js';

/** A declared system together with what carries out effects in it. */
export class ProvisionedSystem {
  constructor(
    readonly system: OutsideSystem,
    private readonly provisioner: Provisioner,
  ) {}

  grant(effect: ProvisioningEffect): Promise<void> {
    return this.provisioner.grant(effect, this.system);
  }

  revoke(effect: ProvisioningEffect): Promise<void> {
    return this.provisioner.revoke(effect, this.system);
  }

  read(resource: ProvisionedResource): Promise<ResourceFacts | null> {
    return this.provisioner.read(resource, this.system);
  }

  roles(resource: ProvisionedResource): Promise<readonly RoleFacts[]> {
    return this.provisioner.roles(resource, this.system);
  }

  /** Whether resources of that tenant may be in it. */
  isOf(tenantId: string): boolean {
    return this.system.tenantId === undefined || this.system.tenantId === tenantId;
  }
}

interface KnownProvisioner extends KindDeclaration {
  readonly className: string;
  readonly instance: Provisioner;
}

/** Every `@Provisions` class by its kind, and every declared system with the one of its kind (registry). */
@Injectable()
export class Provisioners implements OnModuleInit {
  private readonly kinds = new Map<string, KnownProvisioner>();
  private readonly systems = new Map<string, ProvisionedSystem>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly declared: DeclaredSystems,
  ) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      const said = typeof metatype === 'function' ? declarationOf(metatype) : undefined;
      if (said && typeof metatype === 'function')
        this.add({ ...said, className: metatype.name, instance: instance as Provisioner });
    }
  }

  /** Joins each declared system to its provisioner; one that fits none stops the start with its name. */
  open(): void {
    for (const system of this.declared.all) this.systems.set(system.declared.name, this.joined(system));
  }

  /** Every declared system. */
  get all(): readonly ProvisionedSystem[] {
    return [...this.systems.values()];
  }

  /** The systems in which a tenant may have resources. */
  of(tenantId: string): readonly ProvisionedSystem[] {
    return [...this.systems.values()].filter((system) => system.isOf(tenantId));
  }

  /** The system that a resource of the tenant names by its `environment`; undefined where none is declared so. */
  at(environment: string, tenantId: string): ProvisionedSystem | undefined {
    const system = this.systems.get(environment);
    return system?.isOf(tenantId) ? system : undefined;
  }

  private add(provisioner: KnownProvisioner): void {
    const { kind, className } = provisioner;
    const taken = this.kinds.get(kind);
    if (taken) {
      const both = [taken.className, className].join(' and ');
      throw new Error(`Two classes provision systems of the kind '${kind}': ${both}; give one of them another kind.`);
    }
    this.kinds.set(kind, provisioner);
  }

  private joined(given: DeclaredWithSecrets): ProvisionedSystem {
    const { name, kind } = given.declared;
    const provisioner = this.kinds.get(kind);
    const kinds = [...this.kinds.keys()].sort().join(', ');
    if (!provisioner)
      throw wrongDeclaration(
        `the system '${name}' is of the kind '${kind}', which nobody provides; take one of ${kinds}, or add the extension that provides it to EXTENSIONS.`,
      );
    try {
      const system = systemOf(given, provisioner.options);
      const objection = provisioner.instance.objectionTo(system);
      if (objection !== undefined) throw new Error(objection);
      return new ProvisionedSystem(system, provisioner.instance);
    } catch (error) {
      throw wrongDeclaration(`the system '${name}' ${(error as Error).message}.`);
    }
  }
}

const declarationOf = (metatype: object): KindDeclaration | undefined =>
  Reflect.getMetadata(provision, metatype) as KindDeclaration | undefined;
