/** Who is asking, as far as the rest of the code may know. Ids are lower-case GUIDs. */
export interface Caller {
  readonly kind: 'user' | 'application';
  readonly tenantId: string;
  readonly objectId: string;
  readonly applicationId: string;
  /** Delegated scopes (`scp`) of a user's token, application permissions (`roles`) of an application's. */
  readonly permissions: readonly string[];
  /** Directory role template ids (`wids`); empty for applications. */
  readonly directoryRoles: readonly string[];
}
