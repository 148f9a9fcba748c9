import { expect, test } from 'vitest'
import { withRedirectFragment } from './redirect-fragment.ts'
import { accountTexts, failureText, refusalText, signInFailedTexts } from './texts.ts'
import { mayBypassTwoFactor, rememberMe } from './two-factor.ts'

const subject = { label: 'Cognito', host: 'forge.test', application: 'GitLab' }

test.each([
  [{}, 'Signing in using your Cognito account without a pre-existing account in forge.test is not allowed.'],
  [
    { signUpOpen: true },
    'Signing in using your Cognito account without a pre-existing account in forge.test is not allowed. Create an account in forge.test first, and then connect it to your Cognito account.',
  ],
  [
    { wording: 'application' },
    'Signing in using your Cognito account without a pre-existing GitLab account is not allowed.',
  ],
  [
    { wording: 'application', signUpOpen: true },
    'Signing in using your Cognito account without a pre-existing GitLab account is not allowed. Create a GitLab account first, and then connect it to your Cognito account.',
  ],
] as const)('a refused sign-up has GitLab`s text: %j (case 165)', (variant, text) => {
  expect(refusalText('sign_up_disabled', { ...subject, ...variant })).toBe(text)
})

test('a disabled provider has GitLab`s text (case 174)', () => {
  expect(refusalText('provider_disabled', subject)).toBe('Signing in using Cognito has been disabled')
})

test('the other refusals and notices have GitLab`s texts', () => {
  expect(refusalText('blocked', subject)).toBe('Your account has been blocked.')
  expect(refusalText('blocked_pending_approval', subject)).toBe(
    'Your account is pending approval from your GitLab administrator and hence blocked. Please contact your GitLab administrator if you think this is an error.',
  )
  expect(refusalText('uid_taken', subject)).toBe(
    'Authentication failed: Extern uid has already been taken. Please contact your administrator to generate a unique extern_uid / NameID',
  )
  expect(refusalText('untrusted_identity', subject)).toMatch(
    /^Signing in using your Cognito account has been disabled for security reasons\. /,
  )
  expect(accountTexts.linked).toBe('Authentication method updated')
  expect(accountTexts.reactivated).toBe(
    'Welcome back! Your account had been deactivated due to inactivity but is now reactivated.',
  )
  expect(failureText('Cognito', { type: 'csrf_detected' })).toBe(
    'Could not authenticate you from Cognito because "Csrf detected".',
  )
})

test('the 422 page has GitLab`s texts and all reasons (case 176)', () => {
  const texts = signInFailedTexts('Cognito', { reasons: ['Email has already been taken'], application: 'GitLab' })
  expect(texts).toMatchObject({
    status: 422,
    heading: 'Sign-in using Cognito auth failed',
    reason: 'Sign-in failed because Email has already been taken.',
  })
  expect(texts.hints).toHaveLength(3)
  const three = signInFailedTexts('X', { reasons: ['A', 'B', 'C'], application: 'GitLab' })
  expect(three.reason).toBe('Sign-in failed because A, B and C.')
})

test.each([
  [false, 'cognito', false],
  [true, 'cognito', true],
  [['cognito'], 'cognito', true],
  [['github'], 'cognito', false],
  [[], 'cognito', false],
  // SAML has its own setting for the second factor, so this setting has no effect on it.
  [true, 'saml', false],
  [['saml'], 'saml', false],
  [['corporate'], 'corporate', false],
] as const)(
  'allow_bypass_two_factor %j after a sign-in with %s bypasses the second factor: %s (case 172)',
  (allowBypassTwoFactor, provider, bypasses) => {
    const providers = [{ name: 'corporate', args: { strategy_class: 'OmniAuth::Strategies::SAML' } }]
    expect(mayBypassTwoFactor({ allowBypassTwoFactor, providers }, provider)).toBe(bypasses)
  },
)

test.each([
  ['1', false, false, 'now'],
  ['1', true, true, 'now'],
  ['1', true, false, 'after-two-factor'],
  ['0', false, false, 'no'],
  ['true', false, false, 'no'],
  [undefined, false, false, 'no'],
] as const)(
  'remember_me %j with second factor %s, bypassed %s, is granted: %s (case 173)',
  (asked, hasTwoFactor, bypassed, answer) => {
    expect(rememberMe({ asked, hasTwoFactor, bypassed })).toBe(answer)
  },
)

test.each([
  [undefined, '/project?x=1'],
  ['', '/project?x=1'],
  ['L101', '/project?x=1#L101'],
  ['note_1-2.3~%C3%A9', '/project?x=1#note_1-2.3~%C3%A9'],
  ['//evil.example', undefined],
  ['a b', undefined],
  ['a\r\nset-cookie: x', undefined],
  ['a?b', undefined],
  ['%zz', undefined],
  ['javascript:alert(1)', undefined],
])('redirect_fragment %j gives %j (case 177)', (fragment, location) => {
  // The application answers undefined with accountTexts.invalidState.
  expect(withRedirectFragment('/project?x=1', fragment)).toBe(location)
  expect(accountTexts.invalidState).toBe('Invalid state')
})
