import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CognitoException, type ExceptionName } from './exception.ts'
import type { Reason } from './reasons.ts'

type Make = (...given: readonly unknown[]) => CognitoException

const withoutConstructors = ['exception.ts', 'reasons.ts']
const files = readdirSync(import.meta.dirname)
  .filter((name) => !name.endsWith('.test.ts') && !withoutConstructors.includes(name))
  .map((name) => `./${name}`)
const modules: object[] = await Promise.all(files.map((path) => import(path)))
const constructors = modules.flatMap((module): [string, Make][] => Object.entries(module))

const inKebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function make(reason: string, given: readonly unknown[]): CognitoException {
  const [, found] = constructors.find(([name]) => inKebabCase(name) === reason) ?? []
  if (!found) throw new Error(`No constructor makes ${reason}.`)
  return found(...given)
}

/** The name and the text, which clients match on. Then the arguments of the constructor, if the text depends on them. */
type Row = readonly [name: ExceptionName, message: string, ...given: unknown[]]

const catalogue: Readonly<Record<Reason, Row>> = {
  // app-client-settings.ts
  'access-token-lifetime-out-of-range': [
    'InvalidParameterException',
    'ID and access tokens live from 5 minutes to 1 day.',
  ],
  'auth-flows-mixed': [
    'InvalidParameterException',
    'ExplicitAuthFlows may not mix values with and without the prefix ALLOW_.',
  ],
  'client-secret-given-and-generated': [
    'InvalidParameterException',
    'GenerateSecret and ClientSecret can not be given together.',
  ],
  'default-redirect-uri-not-listed': ['InvalidParameterException', 'DefaultRedirectURI must be one of CallbackURLs.'],
  'oauth-flows-or-scopes-missing': [
    'InvalidParameterException',
    'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
  ],
  'read-attributes-invalid': ['InvalidParameterException', 'Invalid read attributes specified while creating a client'],
  'redirect-url-not-allowed': [
    'InvalidParameterException',
    'The callback URL "/cb" is not an absolute URL.',
    { kind: 'callback', url: '/cb', rule: 'not-absolute' },
  ],
  'refresh-token-lifetime-out-of-range': [
    'InvalidParameterException',
    'Refresh tokens live from 60 minutes to 3650 days.',
  ],
  'refresh-token-lifetime-too-short': [
    'InvalidParameterException',
    'Refresh tokens must live at least as long as ID and access tokens.',
  ],
  'write-attributes-invalid': [
    'InvalidParameterException',
    'Invalid write attributes specified while creating a client',
  ],

  // app-clients.ts
  'client-secret-missing': [
    'NotAuthorizedException',
    'Client c1 is configured for secret but secret was not received',
    'c1',
  ],
  'client-secret-wrong': ['NotAuthorizedException', 'Unable to verify secret for client c1', 'c1'],
  'flow-not-enabled': ['InvalidParameterException', 'Auth flow not enabled for this client', 'USER_SRP_AUTH'],
  'secret-hash-missing': [
    'NotAuthorizedException',
    'Client c1 is configured with secret but SECRET_HASH was not received',
    'c1',
  ],
  'secret-hash-wrong': ['NotAuthorizedException', 'Unable to verify secret hash for client c1', 'c1'],

  // attributes.ts
  'attribute-given-twice': ['InvalidParameterException', 'The attribute name is given twice.', 'name'],
  'attribute-not-conforming': [
    'InvalidParameterException',
    'Attributes did not conform to the schema: birthdate: String must be longer than 10 characters.',
    'birthdate',
    { rule: 'too-short', limit: '10' },
  ],
  'attribute-not-mutable': ['InvalidParameterException', 'user.sub: Attribute cannot be updated.', 'sub'],
  'attribute-required': [
    'InvalidParameterException',
    'Attributes did not conform to the schema: email: The attribute is required',
    'email',
  ],
  'attribute-unknown': [
    'InvalidParameterException',
    'Attributes did not conform to the schema: custom:x: Attribute does not exist in the schema.',
    'custom:x',
  ],
  'invalid-email-format': ['InvalidParameterException', 'Invalid email address format.'],
  'invalid-phone-number-format': ['InvalidParameterException', 'Invalid phone number format.'],
  'unauthorized-attribute-write': ['NotAuthorizedException', 'A client attempted to write unauthorized attribute'],

  // callers.ts
  'authorization-header-unreadable': ['IncompleteSignatureException', 'Authorization header can not be read.'],
  'authorization-parameter-missing': [
    'IncompleteSignatureException',
    "Authorization header requires 'Signature' parameter.",
    'Signature',
  ],
  'credential-malformed': [
    'IncompleteSignatureException',
    "Credential must have 5 parts: access key, date, region, service and 'aws4_request'.",
  ],
  'credential-of-another-date': [
    'InvalidSignatureException',
    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261122' != '20261123', from '20261123T120000Z'.",
    { scopeDate: '20261122', signedAt: '20261123T120000Z' },
  ],
  'credential-of-another-region': [
    'InvalidSignatureException',
    "Credential should be scoped to a valid region, not 'eu-west-1'.",
    'eu-west-1',
  ],
  'credential-of-another-service': [
    'InvalidSignatureException',
    "Credential should be scoped to correct service: 'cognito-idp'.",
    'cognito-idp',
  ],
  'missing-authentication-token': ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  'signature-algorithm-not-supported': [
    'IncompleteSignatureException',
    "Authorization header requires the algorithm 'AWS4-HMAC-SHA256'.",
    'AWS4-HMAC-SHA256',
  ],
  'signature-date-malformed': [
    'IncompleteSignatureException',
    "Date must be in ISO-8601 'basic format'. Got '20261399T000000Z'.",
    '20261399T000000Z',
  ],
  'signature-date-missing': [
    'IncompleteSignatureException',
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
  ],
  'signature-does-not-match': [
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
  'signature-expired': [
    'InvalidSignatureException',
    'Signature expired: 20261123T115000Z is now earlier than 20261123T115500Z (20261123T120000Z - 5 min.)',
    { signedAt: '20261123T115000Z', earliest: '20261123T115500Z', now: '20261123T120000Z' },
  ],
  'signature-malformed': ['IncompleteSignatureException', 'Signature must be 64 hexadecimal digits.'],
  'signature-not-yet-current': [
    'InvalidSignatureException',
    'Signature not yet current: 20261123T121000Z is still later than 20261123T120500Z (20261123T120000Z + 5 min.)',
    { signedAt: '20261123T121000Z', latest: '20261123T120500Z', now: '20261123T120000Z' },
  ],
  'signed-header-missing': [
    'InvalidSignatureException',
    "'host' must be a 'SignedHeader' in the AWS Authorization.",
    'host',
  ],
  'unrecognized-client': ['UnrecognizedClientException', 'The security token included in the request is invalid.'],

  // codes.ts
  'attempt-limit-exceeded': ['LimitExceededException', 'Attempt limit exceeded, please try after some time.'],
  'cannot-resend-codes': ['InvalidParameterException', 'Cannot resend codes. Auto verification not turned on.'],
  'code-mismatch': ['CodeMismatchException', 'Invalid verification code provided, please try again.'],
  'expired-code': ['ExpiredCodeException', 'Invalid code provided, please request a code again.'],
  'no-email-to-verify': ['InvalidParameterException', 'User has no email address to verify.'],

  // listings.ts
  'filter-attribute-not-searchable': [
    'InvalidParameterException',
    'Invalid search attribute: the filter names one that can not be searched.',
  ],
  'filter-unreadable': ['InvalidParameterException', 'Error while parsing filter.'],
  'invalid-pagination-token': ['InvalidParameterException', 'Invalid pagination token given.'],
  'pagination-token-expired': ['InvalidParameterException', 'Pagination token has expired.'],

  // passwords.ts
  'no-recovery-address': [
    'InvalidParameterException',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  ],
  'password-cannot-be-reset': ['NotAuthorizedException', 'User password cannot be reset in the current state.'],
  'password-not-conforming': [
    'InvalidPasswordException',
    'Password did not conform with policy: Password not long enough',
    'too-short',
  ],

  // registration.ts
  'account-already-exists': ['UsernameExistsException', 'User account already exists'],
  'alias-exists': ['AliasExistsException', 'An account with the email already exists.', 'email'],
  'email-already-exists': ['UsernameExistsException', 'An account with the given email already exists.'],
  'invitation-cannot-be-resent': [
    'UnsupportedUserStateException',
    'Resend not possible. ada status is not FORCE_CHANGE_PASSWORD',
    'ada',
  ],
  'phone-number-already-exists': ['UsernameExistsException', 'An account with the given phone_number already exists.'],
  'preferred-username-not-allowed-at-sign-up': [
    'InvalidParameterException',
    'preferred_username cannot be set at sign-up where it is an alias: set it once confirmed.',
  ],
  'sign-up-not-permitted': ['NotAuthorizedException', 'SignUp is not permitted for this user pool'],
  'user-already-confirmed': ['InvalidParameterException', 'User is already confirmed.'],
  'user-already-exists': ['UsernameExistsException', 'User already exists'],
  'user-cannot-be-confirmed': [
    'NotAuthorizedException',
    'User cannot be confirmed. Current status is CONFIRMED',
    'CONFIRMED',
  ],
  'username-cannot-be-email': [
    'InvalidParameterException',
    'Username cannot be of email format, since user pool is configured for email alias.',
  ],
  'username-cannot-be-phone-number': [
    'InvalidParameterException',
    'Username cannot be of phone number format, since user pool is configured for phone number alias.',
  ],
  'username-differs-from-attribute': [
    'InvalidParameterException',
    'Username and the attribute email must be the same in this user pool.',
    'email',
  ],
  'username-has-forbidden-characters': [
    'InvalidParameterException',
    'Username has characters that no username may have.',
  ],
  'username-should-be-email': ['InvalidParameterException', 'Username should be an email.'],
  'username-should-be-email-or-phone-number': [
    'InvalidParameterException',
    'Username should be either an email or a phone number.',
  ],
  'username-should-be-phone-number': ['InvalidParameterException', 'Username should be a phone number.'],

  // request-bodies.ts
  'body-has-too-many-values': ['SerializationException', 'The body holds more than 20000 values.', 20_000],
  'body-length-mismatch': ['SerializationException', 'The body is not as long as its Content-Length says.'],
  'body-not-an-object': ['SerializationException', 'The body must be a JSON object.'],
  'body-not-json': ['SerializationException', 'The body is not valid JSON.'],
  'body-not-utf8': ['SerializationException', 'The body is not UTF-8.'],
  'body-too-deep': ['SerializationException', 'The body is nested deeper than 64 levels.', 64],
  'body-too-large': ['SerializationException', 'The body is larger than 1 MB.'],
  'body-type-mismatch': [
    'SerializationException',
    "NUMBER_VALUE can not be converted to a String at 'username'",
    { path: 'username', found: 'NUMBER_VALUE', wanted: 'String' },
  ],
  'content-encoding-not-supported': ['SerializationException', 'Content-Encoding is not supported.'],
  'content-type-not-supported': [
    'SerializationException',
    'Content-Type must be application/x-amz-json-1.1.',
    'application/x-amz-json-1.1',
  ],

  // requests.ts
  'internal-error': ['InternalErrorException', 'Internal error'],
  'not-acted-on': [
    'InvalidParameterException',
    'SignUp: UserContextData is not supported yet. See docs/compatibility.md.',
    'SignUp',
    'UserContextData',
  ],
  'operation-not-built': [
    'UnsupportedOperationException',
    'CreateGroup is not supported yet. See docs/compatibility.md.',
    'CreateGroup',
  ],
  'too-many-requests': ['TooManyRequestsException', 'Rate exceeded'],
  'unknown-operation': ['UnknownOperationException', 'The requested operation is not recognized by the service.'],
  'validation-errors': [
    'InvalidParameterException',
    "1 validation error detected: Value at 'a' failed",
    ["Value at 'a' failed"],
  ],

  // resources.ts
  'client-not-found': ['ResourceNotFoundException', 'User pool client c1 does not exist.', 'c1'],
  'custom-domain-not-supported': [
    'InvalidParameterException',
    'Custom domains are not supported yet. Use a prefix without dots. See docs/compatibility.md.',
  ],
  'domain-already-exists': ['InvalidParameterException', 'Domain already associated with another user pool.'],
  'domain-not-found': ['InvalidParameterException', 'No such domain or user pool exists.'],
  'domain-reserved': ['InvalidParameterException', 'The domain may not contain aws, amazon or cognito.'],
  'user-pool-deletion-blocked-by-domain': [
    'InvalidParameterException',
    'User pool cannot be deleted. It has a domain configured that should be deleted first.',
  ],
  'user-pool-deletion-protected': [
    'InvalidParameterException',
    'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
  ],
  'user-pool-has-domain': ['InvalidParameterException', 'User pool already has a domain configured.'],
  'user-pool-not-found': [
    'ResourceNotFoundException',
    'User pool us-east-1_Abc123xyz does not exist.',
    'us-east-1_Abc123xyz',
  ],

  // sign-in.ts
  'attribute-already-provided': ['NotAuthorizedException', 'Cannot modify an already provided email', 'email'],
  'attribute-missing': ['InvalidParameterException', 'Invalid attributes given, name is missing', 'name'],
  'auth-method-not-supported': ['InvalidParameterException', 'Initiate Auth method not supported.'],
  'incorrect-username-or-password': ['NotAuthorizedException', 'Incorrect username or password.'],
  'invalid-session': ['NotAuthorizedException', 'Invalid session for the user.'],
  'invalid-srp-a': ['InvalidParameterException', 'SRP_A is not a valid public value.'],
  'missing-parameter': ['InvalidParameterException', 'Missing required parameter USERNAME', 'USERNAME'],
  'password-attempts-exceeded': ['NotAuthorizedException', 'Password attempts exceeded', 30],
  'password-reset-required': ['PasswordResetRequiredException', 'Password reset required for the user'],
  'session-expired': ['NotAuthorizedException', 'Invalid session for the user, session is expired.'],
  'session-used': ['NotAuthorizedException', 'Invalid session for the user, session can only be used once.'],
  'temporary-password-expired': [
    'NotAuthorizedException',
    'Temporary password has expired and must be reset by an administrator.',
  ],
  'user-disabled': ['NotAuthorizedException', 'User is disabled.'],
  'user-does-not-exist': ['UserNotFoundException', 'User does not exist.'],
  'user-not-confirmed': ['UserNotConfirmedException', 'User is not confirmed.'],
  'username-client-id-combination-not-found': ['UserNotFoundException', 'Username/client id combination not found.'],

  // tokens.ts
  'access-token-expired': ['NotAuthorizedException', 'Access Token has expired'],
  'access-token-lacks-scopes': ['NotAuthorizedException', 'Access Token does not have required scopes'],
  'access-token-revoked': ['NotAuthorizedException', 'Access Token has been revoked'],
  'invalid-access-token': ['NotAuthorizedException', 'Invalid Access Token'],
  'invalid-refresh-token': ['NotAuthorizedException', 'Invalid Refresh Token'],
  'refresh-token-expired': ['NotAuthorizedException', 'Refresh Token has expired'],
  'refresh-token-of-another-client': ['UnauthorizedException', 'Refresh Token was not issued to this client'],
  'refresh-token-revoked': ['NotAuthorizedException', 'Refresh Token has been revoked'],
  'revocation-not-enabled': ['UnsupportedOperationException', 'Token revocation is not enabled for this client'],
  'unsupported-token-type': ['UnsupportedTokenTypeException', 'Unsupported token type'],

  // triggers.ts
  'trigger-invocation-failed': [
    'UnexpectedLambdaException',
    'PreSignUp invocation failed due to error AccessDeniedException.',
    'PreSignUp',
    { code: 'AccessDeniedException' },
  ],
  'trigger-refused': [
    'UserLambdaValidationException',
    'PreSignUp failed with error not today.',
    'PreSignUp',
    'not today',
  ],
  'unrecognizable-lambda-output': ['InvalidLambdaResponseException', 'Unrecognizable lambda output'],

  // user-pool-settings.ts
  'alias-and-username-attributes-both-set': [
    'InvalidParameterException',
    'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
  ],
  'custom-attribute-name-of-wrong-length': [
    'InvalidParameterException',
    "A custom attribute's name has 1 to 20 characters.",
    20,
  ],
  'custom-attribute-required': ['InvalidParameterException', 'Required custom attributes are not supported currently.'],
  'preferred-username-alias-required': [
    'InvalidParameterException',
    'preferred_username can not be both an alias and a required attribute.',
  ],
  'schema-attribute-given-twice': ['InvalidParameterException', 'The schema names an attribute twice.'],
  'standard-attribute-type-fixed': [
    'InvalidParameterException',
    "email: The type of a standard attribute is String and can't be changed.",
    'email',
    'String',
  ],
  'sub-not-changeable': ['InvalidParameterException', 'sub: The attribute can’t be changed.'],
  'too-many-custom-attributes': ['InvalidParameterException', 'A user pool has at most 50 custom attributes.', 50],
}

describe('the catalogue of exceptions', () => {
  it('has one constructor for each reason, and one reason for each constructor', () => {
    expect(constructors.map(([name]) => inKebabCase(name)).sort()).toEqual(Object.keys(catalogue).sort())
  })

  it.each(Object.entries(catalogue))('%s: %j', (reason, [name, message, ...given]) => {
    const made = make(reason, given)
    expect(made).toBeInstanceOf(CognitoException)
    expect({ reason: made.reason, name: made.name, message: made.message }).toEqual({ reason, name, message })
  })

  it.each(Object.entries(catalogue).filter(([reason]) => reason !== 'validation-errors'))(
    'keeps the arguments in the params: %s',
    (reason, [, , ...given]) => {
      expect(values(make(reason, given).params)).toEqual(values(given))
    },
  )
})

const values = (of: object): unknown[] =>
  Object.values(of)
    .flatMap((value) => (typeof value === 'object' && value !== null ? values(value) : [value]))
    .sort()
