/** The tenant of development tokens that name no other. */
export const developmentTenantId = '7e4a0000-0000-4000-8000-000000000001';

/** Somebody a developer can be. */
export interface Persona {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly kind: 'administrator' | 'approver' | 'user' | 'outsideUser';
}

export const administrator: Persona = {
  id: '0a000000-0000-4000-8000-000000000001',
  displayName: 'Grace Okafor',
  userPrincipalName: 'grace.okafor@contoso.example',
  kind: 'administrator',
};

/** The cast of development mode; the demo data puts the same people into the directory. */
export const personas: readonly Persona[] = [
  administrator,
  {
    id: '0a000000-0000-4000-8000-000000000002',
    displayName: 'Noah Lindqvist',
    userPrincipalName: 'noah.lindqvist@contoso.example',
    kind: 'approver',
  },
  {
    id: '0a000000-0000-4000-8000-000000000003',
    displayName: 'Mia Chen',
    userPrincipalName: 'mia.chen@contoso.example',
    kind: 'user',
  },
  {
    id: '0a000000-0000-4000-8000-000000000004',
    displayName: 'Omar Haddad',
    userPrincipalName: 'omar.haddad@contoso.example',
    kind: 'user',
  },
  {
    id: '0a000000-0000-4000-8000-000000000005',
    displayName: 'Lena Novak',
    userPrincipalName: 'lena.novak@contoso.example',
    kind: 'user',
  },
  {
    id: '0a000000-0000-4000-8000-000000000006',
    displayName: 'Sam Rivera',
    userPrincipalName: 'sam.rivera_fabrikam.example#EXT#@contoso.example',
    kind: 'outsideUser',
  },
];
