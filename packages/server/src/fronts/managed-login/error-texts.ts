import { pageErrorTexts } from '#flows/authorization/page-errors'
import { unauthorizedAttributeWrite } from '#foundation/exceptions/attributes'
import { CognitoException, type ExceptionName } from '#foundation/exceptions/exception'
import { passwordCannotBeReset } from '#foundation/exceptions/passwords'
import { signUpNotPermitted } from '#foundation/exceptions/registration'
import {
  incorrectUsernameOrPassword,
  invalidSession,
  passwordAttemptsExceeded,
  sessionExpired,
  sessionUsed,
  temporaryPasswordExpired,
  userDisabled,
} from '#foundation/exceptions/sign-in'

/** What a page says went wrong. */
export interface Told {
  readonly error?: string
  readonly fieldErrors?: Readonly<Record<string, string>>
}

export const missing = {
  username: 'Tell us who you are.',
  password: 'Enter a password.',
  code: 'Enter the code.',
} as const

/** By the whole sentence: exceptions of one name mean different things to a person. */
const bySentence: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      [incorrectUsernameOrPassword, 'That name or password isn’t right.'],
      [passwordAttemptsExceeded, 'Too many wrong passwords. Wait a while, then try again.'],
      [userDisabled, 'This account is switched off. Ask whoever runs this application.'],
      [temporaryPasswordExpired, 'Your temporary password is too old. Ask whoever gave it to you for a new one.'],
      [passwordCannotBeReset, 'You still have a temporary password. Sign in with it, or ask for a new one.'],
      [signUpNotPermitted, 'You can’t create an account here yourself. Ask whoever runs this application.'],
      [unauthorizedAttributeWrite, 'This application may not save all of that. Ask whoever runs it.'],
      [invalidSession, 'That took too long, or was done already. Sign in again.'],
      [sessionExpired, 'That took too long, or was done already. Sign in again.'],
      [sessionUsed, 'That took too long, or was done already. Sign in again.'],
    ] as const
  ).map(([exception, text]) => [exception().message, text]),
)

type Text = { readonly text: string; readonly field?: string }

const byName: Partial<Record<ExceptionName, Text>> = {
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

const passwordTexts: Readonly<Record<string, string>> = {
  'Password not long enough': 'This password is too short.',
  'Password too long': 'This password is too long.',
  'Password must have uppercase characters': 'This password needs an upper-case letter.',
  'Password must have lowercase characters': 'This password needs a lower-case letter.',
  'Password must have numeric characters': 'This password needs a number.',
  'Password must have symbol characters': 'This password needs a symbol.',
}

/** What InvalidParameterException says about single fields. */
const parameterTexts: readonly { form: RegExp; field?: string; text: string }[] = [
  { form: /^Username should be an email\.$/, field: 'username', text: 'This isn’t an email address.' },
  { form: /^Username should be a phone number\.$/, field: 'username', text: 'Write the number like +15551234567.' },
  {
    form: /^Username should be either an email or a phone number\.$/,
    field: 'username',
    text: 'This is neither an email address nor a number like +15551234567.',
  },
  { form: /^Username cannot be of /, field: 'username', text: 'Choose a name that isn’t an address or a number.' },
  { form: /^Username has characters /, field: 'username', text: 'A name may have no spaces in it.' },
  { form: /^Invalid email address format\.$/, field: 'email', text: 'This isn’t an email address.' },
  { form: /^Invalid phone number format\.$/, field: 'phone_number', text: 'Write the number like +15551234567.' },
  { form: /: (?<field>[\w:.-]+): The attribute is required$/, text: 'This is needed.' },
  { form: /^Invalid attributes given, (?<field>[\w:.-]+) is missing$/, text: 'This is needed.' },
  { form: /^Attributes did not conform to the schema: (?<field>[\w:.-]+): /, text: 'This isn’t of the right form.' },
  { form: /registered\/verified email/, text: 'This account has no address that we could send a code to.' },
  { form: /^User is already confirmed\.$/, text: 'This account is confirmed already. Sign in.' },
  { form: /^Cannot resend codes\./, text: 'No codes are sent here. Ask whoever runs this application.' },
]

/**
 * What a page says about a refusal, the only place that knows. The words are ours: nothing of the request or of a function's
 * message gets into them.
 *
 * @param shown the fields of the page; what concerns another one is said above the form.
 * @returns undefined for what no person can do anything about: a bug, or a fault of the server.
 */
export function toldOf(thrown: unknown, shown: readonly string[]): Told | undefined {
  if (!(thrown instanceof CognitoException)) return undefined
  const said = textOf(thrown)
  if (!said) return undefined
  const { field, text } = said
  // Where the address is the sign-in name, it is typed into that field.
  const name = field !== undefined && !shown.includes(field) && isAddress(field) ? 'username' : field
  return name !== undefined && shown.includes(name) ? { fieldErrors: { [name]: text } } : { error: text }
}

function textOf({ name, message }: CognitoException): Text | undefined {
  const general = byName[name]
  if (!general) return undefined
  if (name === 'NotAuthorizedException') {
    const text = Object.hasOwn(bySentence, message) ? bySentence[message] : undefined
    return text === undefined ? general : { text }
  }
  if (name === 'InvalidPasswordException') {
    const rule = message.slice(message.indexOf(': ') + 2)
    const text = Object.hasOwn(passwordTexts, rule) ? passwordTexts[rule] : undefined
    return text === undefined ? general : { ...general, text }
  }
  if (name === 'InvalidParameterException') {
    for (const { form, field, text } of parameterTexts) {
      const match = form.exec(message)
      const named = field ?? match?.groups?.['field']
      if (match) return { text, ...(named === undefined ? {} : { field: named }) }
    }
  }
  return general
}

const isAddress = (field: string): boolean => field === 'email' || field === 'phone_number'

/** Whether a function failed that is told afterwards: what it was told of has happened, whatever it says. */
export const isOfTrigger = (thrown: unknown): boolean =>
  thrown instanceof CognitoException &&
  ['UserLambdaValidationException', 'UnexpectedLambdaException', 'InvalidLambdaResponseException'].includes(thrown.name)

/** Why a visit ends on the error page, by the words of the authorization request's checks and of our own. */
const pageErrors: Readonly<Record<string, string>> = {
  ...pageErrorTexts,
  no_application: 'This page is opened by an application. Go to the application and sign in from there.',
  form_not_ours:
    'This form wasn’t accepted: it is too old, cookies are off in your browser, or another page sent it. Open it again.',
  sign_up_closed: 'You can’t create an account here yourself. Ask whoever runs this application.',
  not_a_form: 'Your browser sent something that this page can’t read.',
  form_too_large: 'That is more than this page takes.',
  method_not_allowed: 'This page can’t be asked in that way.',
}

export const unknownError = 'Something went wrong. Go back to the application and try again.'

/** The text of an error page, and its word for developers where it has one. */
export function pageErrorText(error: string): { message: string; reference?: string } {
  const message = Object.hasOwn(pageErrors, error) ? pageErrors[error] : undefined
  return message === undefined ? { message: unknownError } : { message, reference: error }
}
