/** Graph's accessPackageRequestType. */
export const requestTypes = [
  ...['notSpecified', 'userAdd', 'userUpdate', 'userRemove', 'adminAdd', 'adminUpdate', 'adminRemove'],
  ...['systemAdd', 'systemUpdate', 'systemRemove', 'onBehalfAdd', 'approverRemove'],
] as const;
