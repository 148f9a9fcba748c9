import type { Browser } from 'playwright-core'
import { startProvider, type TestProvider } from '../../../apps/forge/test/support/provider.ts'
import { addUser } from './add-user.ts'
import { openChromium } from './chromium.ts'
import { type ForgeSite, startForgeSite } from './forge-site.ts'
import { createPool, type Poolhouse, startPoolhouse } from './poolhouse.ts'
import { stopPrograms } from './program.ts'

/** A user of the pool. */
export const ada = { email: 'ada@example.com', password: 'Analytical-Engine-1' }

/** Poolhouse with a pool and a client for Forge, Forge, a partner's provider that signs in `partner.person`, and a browser. */
export interface ForgeScene {
  readonly browser: Browser
  readonly forge: ForgeSite
  readonly poolhouse: Poolhouse
  /** The pool's client and its URLs. */
  readonly pool: { site: string; issuer: string; id: string; secret: string }
  readonly partner: TestProvider
  close(): Promise<void>
}

/** @param files written into Forge's folder before it starts */
export async function openForgeScene(files: Readonly<Record<string, string>> = {}): Promise<ForgeScene> {
  const [browser, forge, poolhouse, partner] = await Promise.all([
    openChromium(),
    startForgeSite(files),
    startPoolhouse(),
    startProvider({}),
  ])
  const { userPoolId, clientId, clientSecret } = await createPool(poolhouse.client, {
    GenerateSecret: true,
    SupportedIdentityProviders: ['COGNITO'],
    CallbackURLs: [`${forge.url}/users/auth/cognito/callback`],
    LogoutURLs: [`${forge.url}/users/sign_in`],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['email', 'openid'],
  })
  await addUser(poolhouse.client, { userPoolId, ...ada })
  const { baseUrl } = poolhouse
  return {
    browser,
    forge,
    poolhouse,
    pool: { site: baseUrl, issuer: `${baseUrl}/${userPoolId}`, id: clientId, secret: clientSecret ?? '' },
    partner,
    async close() {
      await browser.close()
      await Promise.all([forge.close(), poolhouse.close(), partner.close()])
      await stopPrograms()
    },
  }
}
