import { describe, expect, it } from 'vitest'
import type { AnyOperation } from '../../packages/server/src/fronts/aws-json/operation.ts'
import { compatibilityPage } from './compatibility-page.ts'

const operation = (name: AnyOperation['name'], actsOn: AnyOperation['actsOn']): AnyOperation => ({
  name,
  caller: 'iam',
  actsOn,
  handle: async () => ({}),
})

describe('the compatibility page', () => {
  it('counts operations and members', () => {
    const page = compatibilityPage([operation('DeleteUserPool', { UserPoolId: true })])
    expect(page).toContain('| **All** | **1 of 140** | **1 of 908** |')
    expect(page).toContain('### DeleteUserPool ✓\n\n- ✓: `UserPoolId`\n')
    expect(page).toMatch(/Not yet: .*`CreateUserPool`/)
  })

  it('lists the supported values, and the supported members of a structure', () => {
    const page = compatibilityPage([
      operation('CreateUserPool', {
        PoolName: true,
        MfaConfiguration: ['OFF'],
        Policies: { PasswordPolicy: { MinimumLength: true } },
        AliasAttributes: [],
      }),
    ])
    const [, section = ''] = page.split('### CreateUserPool ✓\n\n')
    const [done, inPart, notYet] = section.split('\n')
    expect(done).toBe('- ✓: `PoolName`')
    expect(inPart).toBe(
      '- ✓ in part: `Policies.PasswordPolicy.MinimumLength`, `AliasAttributes` (only `[]`), `MfaConfiguration` (only `OFF`)',
    )
    expect(notYet).toContain('`Policies.PasswordPolicy.PasswordHistorySize`')
    expect(notYet).toContain('`Policies.SignInPolicy`')
    expect(notYet).not.toContain('SignInPolicy.AllowedFirstAuthFactors')
  })
})
