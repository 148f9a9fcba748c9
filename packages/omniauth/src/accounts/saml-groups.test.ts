import { describe, expect, test } from 'vitest'
import type { ProviderConfig } from '#core/provider-config'
import { hasUpstreamTwoFactor, inExternalGroup } from './saml-groups.ts'

const otp = 'urn:oasis:names:tc:SAML:2.0:ac:classes:SecondFactorOTPSMS'
const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'
const saml: ProviderConfig = {
  name: 'saml',
  groups_attribute: 'Groups',
  external_groups: ['Freelancers', 'Partners'],
  args: { upstream_two_factor_authn_contexts: [otp] },
}
const auth = (groups: string[] | undefined, contexts: unknown = [password], provider = 'saml') => ({
  provider,
  extra: { raw_info: groups === undefined ? {} : { Groups: groups }, authn_contexts: contexts },
})

describe('external groups of a SAML provider', () => {
  test.each<[string, string[] | undefined, boolean]>([
    ['one of them', ['Developers', 'Partners'], true],
    ['none of them', ['Developers'], false],
    ['another letter case', ['partners'], false],
    ['no groups', undefined, false],
  ])('with %s the user is external: %s', (_, groups, external) => {
    expect(inExternalGroup({ providers: [saml] }, auth(groups))).toBe(external)
  })

  test('decide nothing when none are configured or the provider is not SAML', () => {
    expect(inExternalGroup({ providers: [{ name: 'saml' }] }, auth(['Partners']))).toBeUndefined()
    const other = { ...saml, name: 'other' }
    expect(inExternalGroup({ providers: [other] }, auth(['Partners'], [], 'other'))).toBeUndefined()
  })
})

describe('a second factor at a SAML provider (case 172)', () => {
  test.each<[string, unknown, boolean]>([
    ['a listed context', [password, otp], true],
    ['another one', [password], false],
    ['none', [], false],
    ['no list at all', undefined, false],
  ])('with %s it counts: %s', (_, contexts, counts) => {
    expect(hasUpstreamTwoFactor({ providers: [saml] }, auth([], contexts))).toBe(counts)
  })

  test('counts only when its context is listed and the provider is SAML', () => {
    expect(hasUpstreamTwoFactor({ providers: [{ name: 'saml' }] }, auth([], [otp]))).toBe(false)
    expect(hasUpstreamTwoFactor({ providers: [{ ...saml, name: 'other' }] }, auth([], [otp], 'other'))).toBe(false)
  })
})
