import { apiTexts } from '../platform/openapi/api-texts.js';

const introduction = `Entitlement management that speaks Microsoft Graph: packages of access, policies, requests and assignments.
The same addresses are served without \`/v1.0\`. Members that are written \`type: [..., null]\` may be null; \`HEAD\` answers as \`GET\` without the body.`;

apiTexts.handIn({
  introduction,
  host: 'https://entitlements.example.org',
  keys: {
    id: 'The id of the entity.',
    key: 'The id or the user principal name.',
    on: 'In which way they concern the caller; another word is refused with a message that names those that are known.',
    objectId: 'The id in the directory.',
    otherId: 'The id of the other access package.',
  },
  samples: {
    displayName: 'Sales and Marketing',
    description: 'What the sales team works with.',
    email: 'ada@contoso.example',
    mail: 'ada@contoso.example',
    userPrincipalName: 'ada@contoso.example',
    principalName: 'ada@contoso.example',
    justification: 'Joins the sales team.',
  },
  refusals: {
    BadRequest: 'The request could not be read.',
    InvalidModel: "The model is invalid: 'displayName' is required.",
    InvalidFilter: "'$filter' is invalid: 'size' is not a member of accessPackageCatalog.",
    ExistingOpenRequest: 'There is an open request for this target and access package.',
    InvalidAuthenticationToken: 'The token has expired.',
    UnAuthorized: 'This operation needs the delegated permission EntitlementManagement.ReadWrite.All.',
    PolicyRequirementsNotMet: 'The target does not meet the requirements of the policy.',
    ResourceNotFound: 'There is no catalog with the id 0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10.',
    InvalidRequestNoActiveGrant: 'The target does not hold this assignment.',
    MethodNotAllowed: 'PUT is not possible here; GET and POST are.',
    RequestTimeout: 'The request took too long to arrive.',
    InvalidRequestExistingGrant: 'The target already has this access package under this policy.',
    IncompatibleAccess: 'The target holds an access package that cannot be held together with this one.',
    InvalidState: "'cancel' is not possible while the request is delivered.",
    DuplicateKey: "There is another catalog with the displayName 'Marketing'.",
    ResourceInUse: 'The catalog still has access packages.',
    IdempotencyKeyReused: 'The Idempotency-Key was used for another call.',
    MembersWouldBeLost: "The policy would lose 'questions'.",
    PreconditionFailed: 'The entity is no longer as it was read.',
    RequestTooLarge: 'The body is larger than 64 KiB.',
    UnsupportedMediaType: "Send the body as 'application/json' in UTF-8.",
    FailedDependency: "The part '1' failed, and this one waits for it.",
    TooManyRequests: 'Ask again later.',
    RequestHeaderFieldsTooLarge: 'The headers are larger than 16 KiB.',
    NotSupported: "'GET /identityGovernance/entitlementManagement/settings' is not served here yet.",
    ServiceUnavailable: 'The server is stopping; try again shortly.',
    InternalServerError: 'Something went wrong here.',
  },
});
