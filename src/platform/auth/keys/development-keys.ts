import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, SignJWT } from 'jose';
import { Secrets } from '../../database/secrets.js';
import type { Claims } from '../bearer-token.js';
import { type KeyQuestion, type SigningKey, SigningKeys } from './signing-keys.js';

/** The application that development tokens are issued for: the server itself. */
export const developmentClientId = '5e1f0000-0000-4000-8000-00000000000a';

export const developmentSigningKey = 'development-signing-key';

export const developmentIssuer = (tenantId: string): string => `https://login.microsoftonline.com/${tenantId}/v2.0`;

interface KeyPair {
  readonly kid: string;
  readonly pem: string;
  readonly privateKey: KeyObject;
}

/** A key pair in the database, so that every process on it accepts the development tokens that another one issued. */
@Injectable()
export class DevelopmentKeys extends SigningKeys {
  private pair: KeyPair | undefined;

  constructor(private readonly secrets: Secrets) {
    super();
  }

  async find({ kid, tenantId }: KeyQuestion): Promise<SigningKey | undefined> {
    const pair = await this.load();
    return kid === pair.kid ? { kid, pem: pair.pem, issuers: [developmentIssuer(tenantId)] } : undefined;
  }

  /** An access token that says this. */
  async sign(claims: Claims): Promise<string> {
    const { kid, privateKey } = await this.load();
    return new SignJWT({ ...claims }).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey);
  }

  private async load(): Promise<KeyPair> {
    return (this.pair ??= await readPair(await this.secrets.getOrCreate(developmentSigningKey, newPrivateKey)));
  }
}

async function newPrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function readPair(privatePem: string): Promise<KeyPair> {
  const publicKey = createPublicKey(privatePem);
  const kid = await calculateJwkThumbprint({ ...publicKey.export({ format: 'jwk' }) });
  return {
    kid,
    privateKey: createPrivateKey(privatePem),
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
