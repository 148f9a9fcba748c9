import * as pages from '@poolhouse/pages'

/** English, with the default branding. */
export const frame = pages.frameFor('en')
const form = { ...frame, clientName: 'Forge', action: '/login?client_id=abc&state=xyz', csrf: 'token-of-this-session' }
const passwordRules: pages.PasswordRules = { minimumLength: 8, upper: true, lower: true, number: true, symbol: true }
const links = {
  signIn: '/login?client_id=abc',
  signUp: '/signup?client_id=abc',
  forgotPassword: '/forgotPassword?client_id=abc',
}
const code = { username: 'jane@example.com', destination: 'j***@e***', resendAction: '/resendcode?client_id=abc' }

/** One page of each kind and state, by name, for the tests and the preview. */
export const samplePages: Readonly<Record<string, string>> = {
  'sign-in': pages.signInPage({ ...form, signInWith: ['email'], links }),
  'sign-in-wrong': pages.signInPage({
    ...form,
    signInWith: ['email'],
    username: 'jane@example.com',
    error: 'Incorrect username or password.',
    links,
  }),
  'sign-in-bare': pages.signInPage({ ...form, signInWith: ['username', 'email', 'phone'], links: {} }),
  'sign-in-after-reset': pages.signInPage({
    ...form,
    signInWith: ['phone'],
    success: 'Your new password is set. Sign in with it.',
    links,
  }),
  'sign-up': pages.signUpPage({ ...form, signInWith: ['email'], attributes: [], passwordRules, links }),
  'sign-up-errors': pages.signUpPage({
    ...form,
    signInWith: ['username'],
    username: 'jane',
    attributes: [
      { name: 'email', required: true, value: 'jane@' },
      { name: 'given_name', required: true },
      { name: 'address', required: false, value: '1 Pool Lane\nWatertown' },
      { name: 'custom:team', required: false },
    ],
    error: 'Please look at the fields marked below.',
    fieldErrors: { email: 'That is not an email address.', password: 'Add a symbol and a number.' },
    passwordRules: { ...passwordRules, minimumLength: 12 },
    links,
  }),
  'sign-up-taken': pages.signUpPage({
    ...form,
    signInWith: ['email'],
    username: 'jane@example.com',
    attributes: [],
    error: frame.texts.refusals.accountExists(['email']),
    offersSignIn: true,
    passwordRules,
    links,
  }),
  'confirm-sign-up': pages.confirmSignUpPage({ ...form, ...code, links }),
  'confirm-sign-up-wrong': pages.confirmSignUpPage({
    ...form,
    ...code,
    code: '123456',
    fieldErrors: { code: 'That code is not right. Check the newest mail.' },
    hidden: { session: 'AYABe' },
    links,
  }),
  'confirm-sign-up-first': pages.confirmSignUpPage({
    ...form,
    ...code,
    notice: frame.texts.notices.unconfirmed,
    links,
  }),
  'confirm-sign-up-resent': pages.confirmSignUpPage({ ...form, ...code, success: 'We sent you a new code.', links }),
  'forgot-password': pages.forgotPasswordPage({ ...form, signInWith: ['email'], links }),
  'reset-password': pages.resetPasswordPage({ ...form, ...code, passwordRules, links }),
  'new-password': pages.newPasswordPage({
    ...form,
    username: 'jane@example.com',
    attributes: [
      { name: 'name', required: true },
      { name: 'birthdate', required: true },
    ],
    passwordRules,
    links,
  }),
  error: pages.errorPage({
    ...frame,
    clientName: 'Forge',
    message: 'The address to return to is not registered for this app client.',
    reference: 'redirect_mismatch',
  }),
  'error-form-expired': pages.errorPage({
    ...frame,
    title: 'This form has expired',
    message: 'It was open for too long, or in another tab. Nothing was changed.',
    link: { href: links.signIn, text: 'Start again' },
  }),
  message: pages.messagePage({
    ...frame,
    clientName: 'Forge',
    title: 'Your account is confirmed',
    message: 'Go on to the application and sign in.',
    link: { href: 'https://forge.example.com/', text: 'Continue' },
  }),
  'signed-out': pages.signedOutPage({ ...frame, clientName: 'Forge', links }),
  'mailbox-empty': pages.mailboxPage({ ...frame, messages: [], links: { refresh: '/mailbox' } }),
  mailbox: pages.mailboxPage({
    ...frame,
    messages: [
      {
        href: '/mailbox/2',
        from: 'welcome@forge.example.com',
        to: 'jane@example.com',
        subject: 'Welcome to Forge, Jane',
        time: 1_795_475_000_000,
      },
      {
        href: '/mailbox/1',
        from: 'no-reply@poolhouse.local',
        to: 'jane@example.com',
        subject: 'Your verification code',
        time: 1_795_474_990_000,
      },
    ],
    links: { refresh: '/mailbox' },
  }),
  mail: pages.mailPage({
    ...frame,
    subject: 'Your verification code',
    headers: [
      { name: 'From', value: 'no-reply@poolhouse.local' },
      { name: 'To', value: 'jane@example.com' },
      { name: 'Date', value: 'Mon, 23 Nov 2026 23:03:10 +0000' },
      { name: 'Message-ID', value: '<8f14e45f-ceea-4672-9b1c-1f0c7a1a5d3e@poolhouse.local>' },
    ],
    text: 'Your confirmation code is 204716\n\nOr open http://localhost:9229/confirmUser?client_id=abc&code=204716.',
    htmlSrc: '/mailbox/1/html',
    links: { mailbox: '/mailbox' },
  }),
}
