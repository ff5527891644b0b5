import { BodyOf } from '../../platform/beta/bodies.js';
import { ServerAlsoSays, ServerSays } from '../../platform/entities/entity.js';
import { Guid, Moment, Name, Part, Text } from '../../platform/edm/members.js';
import {
  AuthenticationConfiguration,
  authentications,
  CallbackConfiguration,
  ClientConfigurationBody,
  EndpointConfiguration,
  endpoints,
} from './configurations.body.js';

/** What is called when something happens to requests or assignments (Graph's customCalloutExtension, and what derives from it). */
@BodyOf('customCalloutExtension')
@ServerAlsoSays('createdBy', 'lastModifiedBy')
export class CustomExtensionEntity {
  @ServerSays() @Guid('required') readonly id: string;
  @Name(256) displayName: string;
  @Text(4_000) description: string | null;
  @Part(() => EndpointConfiguration, 'required', {}, endpoints) endpointConfiguration: EndpointConfiguration;
  @Part(() => AuthenticationConfiguration, 'optional', {}, authentications)
  authenticationConfiguration: AuthenticationConfiguration | null;
  @Part(() => ClientConfigurationBody) clientConfiguration: ClientConfigurationBody | null;
  @Part(() => CallbackConfiguration) callbackConfiguration: CallbackConfiguration | null;
  @ServerSays('createdAt') @Moment('required') readonly createdDateTime: Date;
  @ServerSays('modifiedAt') @Moment('required') readonly lastModifiedDateTime: Date;
}
