import type { AuthHash } from './core/auth-hash.ts'
import { OmniauthError } from './core/failure.ts'
import type { TestMode } from './phases/test-mode.ts'

/** What a test says of a provider's answer; what it leaves out is the default's. */
export type Mock = Partial<Omit<AuthHash, 'provider'>>

/** Answers in place of providers, for the tests of an application. */
export interface Mocks extends TestMode {
  /** The answer of a provider from now on: parts of an auth hash, or a failure type such as `invalid_credentials`. `default` is for all that have none. */
  addMock(provider: string, mock: Mock | string): void
  /** Back to the default answer, for one provider or for all. */
  reset(provider?: string): void
}

const defaultMock: AuthHash = {
  provider: 'default',
  uid: '1234',
  info: { name: 'Example User' },
  credentials: { token: 'mock_token', expires: false },
  extra: { raw_info: {} },
}

/**
 * Makes a test mode: `const mode = testMode()`, then `omniauth({ testMode: mode, ... })`. The request phase leads straight to the callback
 * phase; the application's checks, the state and the hooks are as real as ever. Nothing is global: another `omniauth` knows nothing of it.
 * @see https://github.com/omniauth/omniauth/wiki/Integration-Testing
 */
export function testMode(): Mocks {
  const mocks = new Map<string, AuthHash | OmniauthError>()
  return {
    answerOf: (provider) => mocks.get(provider) ?? mocks.get('default') ?? defaultMock,
    addMock(provider, mock) {
      const answer =
        typeof mock === 'string'
          ? new OmniauthError(mock, `The test mode answers for ${provider}`)
          : structuredClone({ ...defaultMock, ...mock, provider })
      mocks.set(provider, answer)
    },
    reset(provider) {
      if (provider === undefined) mocks.clear()
      else mocks.delete(provider)
    },
  }
}
