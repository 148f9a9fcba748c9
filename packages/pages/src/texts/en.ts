import type { SignInName } from '#sign-in-name'
import type { Texts } from './texts.ts'

const nameWords = { username: 'username', email: 'email address', phone: 'phone number' } as const

/** "email address", "email address or phone number". */
function listed(signInWith: readonly SignInName[], ...more: readonly string[]): string {
  const names = signInWith.length > 0 ? signInWith : (['username'] as const)
  const words = [...names.map((name) => nameWords[name]), ...more]
  const last = words.at(-1) ?? ''
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : last
}

/** "30 seconds", "2 minutes", rounded up. */
function duration(seconds: number): string {
  const [count, unit] =
    seconds <= 60 ? [Math.max(1, Math.ceil(seconds)), 'second'] : [Math.ceil(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** English. */
export const en: Texts = {
  lang: 'en',
  errorTitle: (title) => `Error: ${title}`,
  pageTitle: (title, clientName) => `${title} · ${clientName}`,
  continueTo: 'to continue to',
  signInLabel: (signInWith) => {
    const label = listed(signInWith)
    return label.charAt(0).toUpperCase() + label.slice(1)
  },
  optional: 'optional',
  password: 'Password',
  newPassword: 'New password',
  show: 'Show',
  hide: 'Hide',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  code: 'Verification code',
  rules: {
    heading: 'Your password needs:',
    minimumLength: (length) => `at least ${length} characters`,
    upper: 'an upper-case letter',
    lower: 'a lower-case letter',
    number: 'a number',
    symbol: 'a symbol',
  },
  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    forgotPassword: 'Forgot your password?',
    newHere: 'New here?',
    signUp: 'Create an account',
  },
  signUp: {
    title: 'Create your account',
    submit: 'Create account',
    known: 'Already have an account?',
    signIn: 'Sign in',
  },
  confirmSignUp: { title: 'Confirm your account', submit: 'Confirm account' },
  codeSentTo: 'Enter the code we sent to',
  codeSent: 'Enter the code we sent you.',
  noCode: 'Didn’t get a code?',
  resend: 'Resend it',
  forgotPassword: {
    title: 'Forgot your password?',
    lead: (names) => `Enter your ${listed(names)} and we’ll send you a reset code.`,
    submit: 'Send code',
  },
  resetPassword: { title: 'Set a new password', submit: 'Set new password' },
  newPasswordRequired: {
    title: 'Choose a new password',
    lead: 'Your current password is temporary. Choose a new one that only you know.',
    submit: 'Continue',
  },
  notices: {
    confirmed: 'Your account is confirmed. Sign in to continue.',
    codeResent: 'We sent you a new code. Earlier codes no longer work.',
    passwordReset: 'Your new password is set. Sign in with it.',
    unconfirmed: 'Your account isn’t confirmed yet. Enter the code we sent you, or get a new one.',
  },
  missing: {
    username: (names) => `Enter your ${listed(names)}.`,
    password: 'Enter a password.',
    code: 'Enter the code.',
    attribute: (label) => `Enter your ${label.charAt(0).toLowerCase()}${label.slice(1)}.`,
  },
  refusals: {
    incorrectPassword: (names) => `Incorrect ${listed(names, 'password')}.`,
    tooManyAttempts: (seconds) => `Too many failed attempts. Try again in ${duration(seconds)}.`,
    tooManyRequests: 'Too many attempts. Try again later.',
    disabled: 'This account is disabled. Contact your administrator.',
    unconfirmed: 'Your account isn’t confirmed yet. Contact your administrator.',
    temporaryPasswordExpired: 'Your temporary password has expired. Ask your administrator for a new one.',
    stillTemporary: 'You still have a temporary password. Sign in with it, or ask your administrator for a new one.',
    resetRequired: 'You need to reset your password. Choose “Forgot your password?”.',
    signUpClosed: 'You can’t create an account here. Ask your administrator for one.',
    attributeNotAllowed: 'This app isn’t allowed to save one of these fields. Contact its administrator.',
    sessionOver: 'Your sign-in expired. Sign in again.',
    notAnEmail: 'Enter a valid email address.',
    notAPhoneNumber: 'Enter a phone number such as +15551234567.',
    neitherEmailNorPhone: 'Enter a valid email address, or a phone number such as +15551234567.',
    usernameLooksLikeAddress: 'Choose a username that isn’t an email address or a phone number.',
    usernameHasSpaces: 'A username can’t contain spaces.',
    malformed: 'This value doesn’t have the right form.',
    password: {
      'too-short': 'This password is too short.',
      'too-long': 'This password is too long.',
      'no-uppercase': 'This password needs an upper-case letter.',
      'no-lowercase': 'This password needs a lower-case letter.',
      'no-number': 'This password needs a number.',
      'no-symbol': 'This password needs a symbol.',
    },
    weakPassword: 'This password isn’t strong enough.',
    usedPassword: 'You used this password before. Choose another one.',
    noRecoveryAddress: 'This account has no verified address to send a code to. Contact your administrator.',
    alreadyConfirmed: 'This account is already confirmed. Sign in.',
    noCodesSent: 'No codes are sent here. Contact your administrator.',
    addressTaken: 'Another account already uses this address.',
    accountExists: (names) => `An account with this ${listed(names)} already exists.`,
    unknownUser: (names) => `There is no account with this ${listed(names)}.`,
    codeNotSent: 'We couldn’t send the code. Try again later.',
    wrongCode: 'This code isn’t correct. Check it and try again.',
    codeExpired: 'This code is no longer valid. Get a new one.',
    notAllowed: 'You can’t do this with this account.',
    stoppedByApp: 'This app doesn’t let you continue.',
    invalid: 'Something isn’t right. Check what you entered.',
  },
  waiting: {
    title: 'Your account isn’t confirmed yet',
    message: 'An administrator has to confirm it. Then you can sign in.',
    link: 'Go to sign-in',
  },
  pageErrors: {
    client_not_found: 'This app isn’t registered here. Go back to the app and try again.',
    invalid_request: 'The app sent an invalid request. Go back to the app and try again.',
    redirect_mismatch: 'This app’s callback URL isn’t registered.',
    unauthorized_client: 'This app isn’t allowed to use these pages.',
    no_application: 'You can’t open this page directly. Go to the app and sign in from there.',
    form_not_ours: 'We didn’t accept this form. It expired, your browser blocks cookies, or another site sent it.',
    sign_up_closed: 'You can’t create an account here. Ask your administrator for one.',
    not_a_form: 'We can’t read what your browser sent.',
    form_too_large: 'This form is too large.',
    method_not_allowed: 'This page doesn’t accept this request.',
  },
  signingInAs: 'Signing in as',
  backToSignIn: 'Back to sign-in',
  error: {
    title: 'Something went wrong',
    reference: 'Reference',
    unknown: 'Something went wrong. Go back to the app and try again.',
    ours: 'Something went wrong on our side. Try again later.',
    openAgain: 'Open it again',
  },
  signedOut: { title: 'You’re signed out', message: 'You can close this window.', signIn: 'Sign in again' },
  mails: {
    ignore: 'If you did not ask for this code, ignore this message.',
    verification: {
      subject: 'Your verification code',
      enter: 'Enter this code to confirm your email address:',
      validity: 'The code is valid for 24 hours.',
    },
    passwordReset: {
      subject: 'Your password reset code',
      enter: 'Enter this code to choose a new password:',
      validity: 'The code is valid for one hour.',
      unchanged: 'Your password stays the same.',
    },
    invitation: {
      subject: 'Your temporary password',
      username: 'An administrator created an account for you. Your username:',
      password: 'Your temporary password:',
      next: 'You choose a new password when you sign in.',
    },
  },
  mailbox: {
    title: 'Mailbox',
    lead: 'This page shows all mail that this server sends. No mail leaves this machine.',
    empty: 'No mail yet. Sign up or reset a password, then refresh.',
    refresh: 'Refresh',
    from: 'From',
    to: 'To',
    subject: 'Subject',
    time: 'Time',
    noSubject: '(no subject)',
    back: 'Back to the mailbox',
    headers: 'Headers',
    text: 'Text',
    html: 'HTML',
    nothing: 'This message has no text.',
  },
  attributes: {
    address: 'Address',
    birthdate: 'Date of birth',
    email: 'Email address',
    family_name: 'Family name',
    gender: 'Gender',
    given_name: 'Given name',
    locale: 'Language',
    middle_name: 'Middle name',
    name: 'Name',
    nickname: 'Nickname',
    phone_number: 'Phone number',
    picture: 'Picture (web address)',
    preferred_username: 'Preferred username',
    profile: 'Profile (web address)',
    website: 'Website',
    zoneinfo: 'Time zone',
  },
}
