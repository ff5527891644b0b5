/** What Graph knows of people, as everyday clients send it, and nobody keeps here: nothing here asks for any of it. */
export const ofPeople: readonly string[] = [
  ...['aboutMe', 'ageGroup', 'birthday', 'businessPhones', 'city', 'companyName', 'consentProvidedForMinor', 'country'],
  ...['department', 'employeeHireDate', 'employeeId', 'employeeOrgData', 'employeeType', 'faxNumber', 'givenName'],
  ...['hireDate', 'identities', 'interests', 'jobTitle', 'mailNickname', 'mobilePhone', 'officeLocation'],
  ...['onPremisesExtensionAttributes', 'onPremisesImmutableId', 'otherMails', 'passwordPolicies', 'passwordProfile'],
  ...['postalCode', 'preferredLanguage', 'preferredName', 'proxyAddresses', 'showInAddressList', 'state'],
  ...['streetAddress', 'surname', 'usageLocation'],
];

/** The same of groups. */
export const ofGroups: readonly string[] = [
  ...['classification', 'isAssignableToRole', 'mail', 'mailEnabled', 'mailNickname', 'preferredDataLocation'],
  ...['preferredLanguage', 'resourceBehaviorOptions', 'resourceProvisioningOptions', 'securityEnabled', 'theme'],
  ...['visibility'],
];

/** Who is in a group is said one by one here: what would decide it by a rule cannot be kept. */
export const rulesOfMembership: readonly string[] = ['membershipRule', 'membershipRuleProcessingState'];

/** Whether a group's types leave it to whoever names them who is in it. */
export const hasAssignedMembers = (types: unknown): boolean =>
  !(Array.isArray(types) ? types : [types]).some((type) => String(type).toLowerCase() === 'dynamicmembership');
