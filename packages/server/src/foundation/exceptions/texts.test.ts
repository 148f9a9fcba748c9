import { describe, expect, it } from 'vitest'
import { redirectUrlNotAllowed } from './app-client-settings.ts'
import { flowNotEnabled } from './app-clients.ts'
import { attributeNotConforming } from './attributes.ts'
import { hasReason } from './exception.ts'
import { passwordNotConforming } from './passwords.ts'
import type { AttributeFault, PasswordRule, RedirectUrlRule } from './reasons.ts'
import { internalError, validationErrors } from './requests.ts'
import { triggerInvocationFailed } from './triggers.ts'

describe('password-not-conforming', () => {
  const texts: Readonly<Record<PasswordRule, string>> = {
    'too-short': 'Password not long enough',
    'too-long': 'Password too long',
    'no-uppercase': 'Password must have uppercase characters',
    'no-lowercase': 'Password must have lowercase characters',
    'no-number': 'Password must have numeric characters',
    'no-symbol': 'Password must have symbol characters',
  }
  it.each(Object.entries(texts) as [PasswordRule, string][])('%s', (rule, text) => {
    expect(passwordNotConforming(rule).message).toBe(`Password did not conform with policy: ${text}`)
  })
})

describe('attribute-not-conforming', () => {
  const limit = '5'
  const texts: Readonly<Record<AttributeFault['rule'], [AttributeFault, string]>> = {
    'too-short': [{ rule: 'too-short', limit }, 'String must be longer than 5 characters.'],
    'too-long': [{ rule: 'too-long', limit }, 'String must be shorter than 5 characters.'],
    'below-minimum': [{ rule: 'below-minimum', limit }, 'Number must be at least 5.'],
    'above-maximum': [{ rule: 'above-maximum', limit }, 'Number must be at most 5.'],
    'forbidden-characters': [{ rule: 'forbidden-characters' }, 'The value has characters that can not be stored.'],
    'not-a-username': [{ rule: 'not-a-username' }, 'The value is not a username.'],
    'not-a-number': [{ rule: 'not-a-number' }, 'Number is not of the right form.'],
    'not-a-boolean': [{ rule: 'not-a-boolean' }, 'Value must be true or false.'],
    'not-a-date': [{ rule: 'not-a-date' }, 'DateTime is not of the right form.'],
  }
  it.each(Object.entries(texts))('%s', (_, [fault, text]) => {
    expect(attributeNotConforming('custom:age', fault).message).toBe(
      `Attributes did not conform to the schema: custom:age: ${text}`,
    )
  })
})

describe('redirect-url-not-allowed', () => {
  const texts: Readonly<Record<RedirectUrlRule, [url: string, text: string]>> = {
    'forbidden-character': ['https://a.example/ b', 'has a character that is not allowed in a URL'],
    'not-absolute': ['/cb', 'is not an absolute URL'],
    'has-fragment': ['https://a.example/#b', 'may not have a fragment'],
    'has-user-name': ['https://a@b.example/', 'may not have a user name'],
    'forbidden-scheme': ['JavaScript:alert(1)', 'may not have the scheme javascript:'],
    'not-https': ['http://a.example/', 'must use https, except on a loopback address'],
  }
  it.each(Object.entries(texts) as [RedirectUrlRule, [string, string]][])('%s', (rule, [url, text]) => {
    expect(redirectUrlNotAllowed({ kind: 'logout', url, rule }).message).toBe(
      `The logout URL ${JSON.stringify(url)} ${text}.`,
    )
  })
})

describe('an exception', () => {
  it('counts validation errors', () => {
    const made = validationErrors(['a', 'b'])
    expect(made.message).toBe('2 validation errors detected: a; b')
    expect(made.params).toEqual({ count: 2 })
  })

  it('names only USER_PASSWORD_AUTH in the text about a flow that is not enabled', () => {
    expect(flowNotEnabled('USER_PASSWORD_AUTH').message).toBe('USER_PASSWORD_AUTH flow not enabled for this client')
  })

  it('keeps the cause for the log', () => {
    const cause = new Error('why')
    expect(internalError(cause).cause).toBe(cause)
    expect(triggerInvocationFailed('PreSignUp', { code: 'Timeout', cause }).cause).toBe(cause)
    expect('cause' in internalError()).toBe(false)
  })

  it('distinguishes reasons, and exceptions from bugs', () => {
    const thrown = passwordNotConforming('too-short')
    expect(hasReason(thrown, 'internal-error', 'password-not-conforming')).toBe(true)
    expect(hasReason(thrown, 'internal-error')).toBe(false)
    expect(hasReason({ ...thrown, reason: 'password-not-conforming' }, 'password-not-conforming')).toBe(false)
  })
})
