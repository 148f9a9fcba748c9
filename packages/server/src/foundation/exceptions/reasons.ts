/** The reason needs no params. */
export type NoParams = Readonly<Record<string, never>>

/** The first rule of the pool's password policy that a password breaks. */
export type PasswordRule = 'too-short' | 'too-long' | 'no-uppercase' | 'no-lowercase' | 'no-number' | 'no-symbol'

/** What is wrong with the value of an attribute. */
export type AttributeFault =
  | { readonly rule: 'too-short' | 'too-long' | 'below-minimum' | 'above-maximum'; readonly limit: string }
  | { readonly rule: 'forbidden-characters' | 'not-a-username' | 'not-a-number' | 'not-a-boolean' | 'not-a-date' }

/** What is wrong with a callback or logout URL. */
export type RedirectUrlRule =
  | 'forbidden-character'
  | 'not-absolute'
  | 'has-fragment'
  | 'has-user-name'
  | 'forbidden-scheme'
  | 'not-https'

/**
 * Every reason of an exception, with the params that its text depends on. A reason is the name of its constructor in kebab case.
 * The groups are the files of this folder. Fronts choose texts by reason: no code compares messages. The API never sends reasons
 * or params.
 */
export interface ReasonParams {
  // app-client-settings.ts
  'access-token-lifetime-out-of-range': NoParams
  'auth-flows-mixed': NoParams
  'client-secret-given-and-generated': NoParams
  'default-redirect-uri-not-listed': NoParams
  'oauth-flows-or-scopes-missing': NoParams
  'read-attributes-invalid': NoParams
  'redirect-url-not-allowed': { kind: 'callback' | 'logout'; url: string; rule: RedirectUrlRule }
  'refresh-token-lifetime-out-of-range': NoParams
  'refresh-token-lifetime-too-short': NoParams
  'write-attributes-invalid': NoParams

  // app-clients.ts
  'client-secret-missing': { clientId: string }
  'client-secret-wrong': { clientId: string }
  'flow-not-enabled': { flow: string }
  'secret-hash-missing': { clientId: string }
  'secret-hash-wrong': { clientId: string }

  // attributes.ts
  'attribute-given-twice': { attribute: string }
  'attribute-not-conforming': { attribute: string } & AttributeFault
  'attribute-not-mutable': { attribute: string }
  'attribute-required': { attribute: string }
  'attribute-unknown': { attribute: string }
  'invalid-email-format': NoParams
  'invalid-phone-number-format': NoParams
  'unauthorized-attribute-write': NoParams

  // callers.ts
  'authorization-header-unreadable': NoParams
  'authorization-parameter-missing': { parameter: string }
  'credential-malformed': NoParams
  'credential-of-another-date': { scopeDate: string; signedAt: string }
  'credential-of-another-region': { region: string }
  'credential-of-another-service': { expected: string }
  'missing-authentication-token': NoParams
  'signature-algorithm-not-supported': { expected: string }
  'signature-date-malformed': { date: string }
  'signature-date-missing': NoParams
  'signature-does-not-match': NoParams
  'signature-expired': { signedAt: string; earliest: string; now: string }
  'signature-malformed': NoParams
  'signature-not-yet-current': { signedAt: string; latest: string; now: string }
  'signed-header-missing': { header: string }
  'unrecognized-client': NoParams

  // codes.ts
  'attempt-limit-exceeded': NoParams
  'cannot-resend-codes': NoParams
  'code-mismatch': NoParams
  'expired-code': NoParams
  'no-email-to-verify': NoParams

  // listings.ts
  'filter-attribute-not-searchable': NoParams
  'filter-unreadable': NoParams
  'invalid-pagination-token': NoParams
  'pagination-token-expired': NoParams

  // passwords.ts
  'no-recovery-address': NoParams
  'password-cannot-be-reset': NoParams
  'password-not-conforming': { rule: PasswordRule }

  // registration.ts
  'account-already-exists': NoParams
  'alias-exists': { attribute: 'email' | 'phone_number' | 'preferred_username' }
  'email-already-exists': NoParams
  'invitation-cannot-be-resent': { username: string }
  'phone-number-already-exists': NoParams
  'preferred-username-not-allowed-at-sign-up': NoParams
  'sign-up-not-permitted': NoParams
  'user-already-confirmed': NoParams
  'user-already-exists': NoParams
  'user-cannot-be-confirmed': { status: string }
  'username-cannot-be-email': NoParams
  'username-cannot-be-phone-number': NoParams
  'username-differs-from-attribute': { attribute: 'email' | 'phone_number' }
  'username-has-forbidden-characters': NoParams
  'username-should-be-email': NoParams
  'username-should-be-email-or-phone-number': NoParams
  'username-should-be-phone-number': NoParams

  // request-bodies.ts
  'body-has-too-many-values': { most: number }
  'body-length-mismatch': NoParams
  'body-not-an-object': NoParams
  'body-not-json': NoParams
  'body-not-utf8': NoParams
  'body-too-deep': { deepest: number }
  'body-too-large': NoParams
  'body-type-mismatch': { path: string; found: string; wanted: string }
  'content-encoding-not-supported': NoParams
  'content-type-not-supported': { expected: string }

  // requests.ts
  'internal-error': NoParams
  'not-acted-on': { operation: string; member: string }
  'operation-not-built': { operation: string }
  'too-many-requests': NoParams
  'unknown-operation': NoParams
  'validation-errors': { count: number }

  // resources.ts
  'client-not-found': { clientId: string }
  'custom-domain-not-supported': NoParams
  'domain-already-exists': NoParams
  'domain-not-found': NoParams
  'domain-reserved': NoParams
  'user-pool-deletion-blocked-by-domain': NoParams
  'user-pool-deletion-protected': NoParams
  'user-pool-has-domain': NoParams
  'user-pool-not-found': { userPoolId: string }

  // sign-in.ts
  'attribute-already-provided': { attribute: string }
  'attribute-missing': { attribute: string }
  'auth-method-not-supported': NoParams
  'incorrect-username-or-password': NoParams
  'invalid-session': NoParams
  'invalid-srp-a': NoParams
  'missing-parameter': { name: string }
  /** Seconds until the next attempt is allowed. */
  'password-attempts-exceeded': { retryAfter: number }
  'password-reset-required': NoParams
  'session-expired': NoParams
  'session-used': NoParams
  'temporary-password-expired': NoParams
  'user-disabled': NoParams
  'user-does-not-exist': NoParams
  'user-not-confirmed': NoParams
  'username-client-id-combination-not-found': NoParams

  // tokens.ts
  'access-token-expired': NoParams
  'access-token-lacks-scopes': NoParams
  'access-token-revoked': NoParams
  'invalid-access-token': NoParams
  'invalid-refresh-token': NoParams
  'refresh-token-expired': NoParams
  'refresh-token-of-another-client': NoParams
  'refresh-token-revoked': NoParams
  'revocation-not-enabled': NoParams
  'unsupported-token-type': NoParams

  // triggers.ts
  'trigger-invocation-failed': { trigger: string; code: string }
  'trigger-refused': { trigger: string; error: string }
  'unrecognizable-lambda-output': NoParams

  // user-pool-settings.ts
  'alias-and-username-attributes-both-set': NoParams
  'custom-attribute-name-of-wrong-length': { longest: number }
  'custom-attribute-required': NoParams
  'preferred-username-alias-required': NoParams
  'schema-attribute-given-twice': NoParams
  'standard-attribute-type-fixed': { attribute: string; type: string }
  'sub-not-changeable': NoParams
  'too-many-custom-attributes': { most: number }
}

export type Reason = keyof ReasonParams
