import { attributeLabel, type SignInName, type Texts } from '@poolhouse/pages'
import type { CognitoException, ExceptionName } from '#foundation/exceptions/exception'
import type { Reason, ReasonParams } from '#foundation/exceptions/reasons'

/** The text for one exception, and the field that it concerns. */
export interface RefusalText {
  readonly text: string
  readonly field?: string
  /** The user has an account already, and can sign in. */
  readonly offersSignIn?: boolean
}

/** What the texts depend on. */
export interface Wording {
  readonly texts: Texts
  /** What the users of the pool sign in with. */
  readonly signInWith: readonly SignInName[]
}

type TextOf<Of extends Reason> = (wording: Wording, params: Readonly<ReasonParams[Of]>) => RefusalText

const sessionOver = ({ texts }: Wording): RefusalText => ({ text: texts.refusals.sessionOver })
const atUsername = (text: string): RefusalText => ({ field: 'username', text })
const taken = ({ texts }: Wording, names: readonly SignInName[]): RefusalText => ({
  text: texts.refusals.accountExists(names),
  offersSignIn: true,
})
const required = ({ texts }: Wording, { attribute }: { attribute: string }): RefusalText => ({
  field: attribute,
  text: texts.missing.attribute(attributeLabel(texts, attribute)),
})
const malformed = ({ texts }: Wording, { attribute }: { attribute: string }): RefusalText => ({
  field: attribute,
  text: texts.refusals.malformed,
})

/** The texts of single reasons. */
const byReason: { readonly [Of in Reason]?: TextOf<Of> } = {
  'incorrect-username-or-password': ({ texts, signInWith }) => ({
    text: texts.refusals.incorrectPassword(signInWith),
  }),
  'password-attempts-exceeded': ({ texts }, { retryAfter }) => ({ text: texts.refusals.tooManyAttempts(retryAfter) }),
  'user-disabled': ({ texts }) => ({ text: texts.refusals.disabled }),
  'temporary-password-expired': ({ texts }) => ({ text: texts.refusals.temporaryPasswordExpired }),
  'password-cannot-be-reset': ({ texts }) => ({ text: texts.refusals.stillTemporary }),
  'password-reset-required': ({ texts }) => ({ text: texts.refusals.resetRequired }),
  'sign-up-not-permitted': ({ texts }) => ({ text: texts.refusals.signUpClosed }),
  'unauthorized-attribute-write': ({ texts }) => ({ text: texts.refusals.attributeNotAllowed }),
  'invalid-session': sessionOver,
  'session-expired': sessionOver,
  'session-used': sessionOver,

  'username-should-be-email': ({ texts }) => atUsername(texts.refusals.notAnEmail),
  'username-should-be-phone-number': ({ texts }) => atUsername(texts.refusals.notAPhoneNumber),
  'username-should-be-email-or-phone-number': ({ texts }) => atUsername(texts.refusals.neitherEmailNorPhone),
  'username-cannot-be-email': ({ texts }) => atUsername(texts.refusals.usernameLooksLikeAddress),
  'username-cannot-be-phone-number': ({ texts }) => atUsername(texts.refusals.usernameLooksLikeAddress),
  'username-has-forbidden-characters': ({ texts }) => atUsername(texts.refusals.usernameHasSpaces),
  'email-already-exists': (wording) => taken(wording, ['email']),
  'phone-number-already-exists': (wording) => taken(wording, ['phone']),
  'user-already-exists': (wording) => taken(wording, ['username']),

  'invalid-email-format': ({ texts }) => ({ field: 'email', text: texts.refusals.notAnEmail }),
  'invalid-phone-number-format': ({ texts }) => ({ field: 'phone_number', text: texts.refusals.notAPhoneNumber }),
  'attribute-required': required,
  'attribute-missing': required,
  'attribute-not-conforming': malformed,
  'attribute-unknown': malformed,

  'password-not-conforming': ({ texts }, { rule }) => ({ field: 'password', text: texts.refusals.password[rule] }),
  'no-recovery-address': ({ texts }) => ({ text: texts.refusals.noRecoveryAddress }),
  'user-already-confirmed': ({ texts }) => ({ text: texts.refusals.alreadyConfirmed }),
  'cannot-resend-codes': ({ texts }) => ({ text: texts.refusals.noCodesSent }),
}

/** The texts of all other reasons of an exception. A page has no text for exceptions that are not listed. */
const byName: Partial<Record<ExceptionName, (wording: Wording) => RefusalText>> = {
  AliasExistsException: ({ texts }) => ({ text: texts.refusals.addressTaken }),
  CodeDeliveryFailureException: ({ texts }) => ({ text: texts.refusals.codeNotSent }),
  CodeMismatchException: ({ texts }) => ({ text: texts.refusals.wrongCode, field: 'code' }),
  ExpiredCodeException: ({ texts }) => ({ text: texts.refusals.codeExpired, field: 'code' }),
  InvalidParameterException: ({ texts }) => ({ text: texts.refusals.invalid }),
  InvalidPasswordException: ({ texts }) => ({ text: texts.refusals.weakPassword, field: 'password' }),
  LimitExceededException: ({ texts }) => ({ text: texts.refusals.tooManyRequests }),
  NotAuthorizedException: ({ texts }) => ({ text: texts.refusals.notAllowed }),
  PasswordHistoryPolicyViolationException: ({ texts }) => ({ text: texts.refusals.usedPassword, field: 'password' }),
  TooManyRequestsException: ({ texts }) => ({ text: texts.refusals.tooManyRequests }),
  UserLambdaValidationException: ({ texts }) => ({ text: texts.refusals.stoppedByApp }),
  UserNotFoundException: ({ texts, signInWith }) => atUsername(texts.refusals.unknownUser(signInWith)),
  UsernameExistsException: (wording) => taken(wording, wording.signInWith),
}

/**
 * The text of a page for an exception.
 * @returns undefined for exceptions that a user can do nothing about.
 */
export function refusalText<Of extends Reason>(
  wording: Wording,
  { name, reason, params }: CognitoException<Of>,
): RefusalText | undefined {
  const said: TextOf<Of> | undefined = byReason[reason]
  return said ? said(wording, params) : byName[name]?.(wording)
}
