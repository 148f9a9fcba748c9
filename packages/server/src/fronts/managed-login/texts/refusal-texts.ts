import type { CognitoException, ExceptionName } from '#foundation/exceptions/exception'
import type { PasswordRule, Reason, ReasonParams } from '#foundation/exceptions/reasons'

/** What a page says about one refusal, and the field that it concerns. */
export interface RefusalText {
  readonly text: string
  readonly field?: string
}

type TextOf<Of extends Reason> = RefusalText | ((params: Readonly<ReasonParams[Of]>) => RefusalText)

export const missing = {
  username: 'Tell us who you are.',
  password: 'Enter a password.',
  code: 'Enter the code.',
} as const

const passwordTexts: Readonly<Record<PasswordRule, string>> = {
  'too-short': 'This password is too short.',
  'too-long': 'This password is too long.',
  'no-uppercase': 'This password needs an upper-case letter.',
  'no-lowercase': 'This password needs a lower-case letter.',
  'no-number': 'This password needs a number.',
  'no-symbol': 'This password needs a symbol.',
}

const signInAgain = { text: 'That took too long, or was done already. Sign in again.' }
const phoneNumberForm = 'Write the number like +15551234567.'
const otherName = { field: 'username', text: 'Choose a name that isn’t an address or a number.' }

/** Reasons that mean something of their own to a person. */
const byReason: { readonly [Of in Reason]?: TextOf<Of> } = {
  'incorrect-username-or-password': { text: 'That name or password isn’t right.' },
  'password-attempts-exceeded': { text: 'Too many wrong passwords. Wait a while, then try again.' },
  'user-disabled': { text: 'This account is switched off. Ask whoever runs this application.' },
  'temporary-password-expired': {
    text: 'Your temporary password is too old. Ask whoever gave it to you for a new one.',
  },
  'password-cannot-be-reset': {
    text: 'You still have a temporary password. Sign in with it, or ask for a new one.',
  },
  'sign-up-not-permitted': {
    text: 'You can’t create an account here yourself. Ask whoever runs this application.',
  },
  'unauthorized-attribute-write': { text: 'This application may not save all of that. Ask whoever runs it.' },
  'invalid-session': signInAgain,
  'session-expired': signInAgain,
  'session-used': signInAgain,

  'username-should-be-email': { field: 'username', text: 'This isn’t an email address.' },
  'username-should-be-phone-number': { field: 'username', text: phoneNumberForm },
  'username-should-be-email-or-phone-number': {
    field: 'username',
    text: 'This is neither an email address nor a number like +15551234567.',
  },
  'username-cannot-be-email': otherName,
  'username-cannot-be-phone-number': otherName,
  'username-has-forbidden-characters': { field: 'username', text: 'A name may have no spaces in it.' },

  'invalid-email-format': { field: 'email', text: 'This isn’t an email address.' },
  'invalid-phone-number-format': { field: 'phone_number', text: phoneNumberForm },
  'attribute-required': ({ attribute }) => ({ field: attribute, text: 'This is needed.' }),
  'attribute-missing': ({ attribute }) => ({ field: attribute, text: 'This is needed.' }),
  'attribute-not-conforming': ({ attribute }) => ({ field: attribute, text: 'This isn’t of the right form.' }),
  'attribute-unknown': ({ attribute }) => ({ field: attribute, text: 'This isn’t of the right form.' }),

  'password-not-conforming': ({ rule }) => ({ field: 'password', text: passwordTexts[rule] }),
  'no-recovery-address': { text: 'This account has no address that we could send a code to.' },
  'user-already-confirmed': { text: 'This account is confirmed already. Sign in.' },
  'cannot-resend-codes': { text: 'No codes are sent here. Ask whoever runs this application.' },
}

/** What is said for every other reason of an exception. A page can not answer exceptions that are not listed. */
const byName: Partial<Record<ExceptionName, RefusalText>> = {
  AliasExistsException: { text: 'Another account has this address already.' },
  CodeDeliveryFailureException: { text: 'We couldn’t send the code. Try again later.' },
  CodeMismatchException: { text: 'That code isn’t right. Check it and try again.', field: 'code' },
  ExpiredCodeException: { text: 'That code doesn’t work any more. Ask for a new one.', field: 'code' },
  InvalidParameterException: { text: 'Something here isn’t right. Check what you entered.' },
  InvalidPasswordException: { text: 'This password isn’t good enough here.', field: 'password' },
  LimitExceededException: { text: 'Too many tries. Wait a while, then try again.' },
  NotAuthorizedException: { text: 'That isn’t possible with this account.' },
  PasswordHistoryPolicyViolationException: { text: 'You had this password before. Choose another.', field: 'password' },
  TooManyRequestsException: { text: 'Too many tries. Wait a while, then try again.' },
  UserLambdaValidationException: { text: 'This application doesn’t let you go on.' },
  UserNotFoundException: { text: 'There’s no account of that name.', field: 'username' },
  UsernameExistsException: {
    text: 'There is an account of that name already. Is it yours? Then sign in.',
    field: 'username',
  },
}

/**
 * What a page says about an exception, the only place that knows.
 * @returns undefined for what no person can do anything about.
 */
export function refusalText<Of extends Reason>({
  name,
  reason,
  params,
}: CognitoException<Of>): RefusalText | undefined {
  const said: TextOf<Of> | undefined = byReason[reason]
  return typeof said === 'function' ? said(params) : (said ?? byName[name])
}
