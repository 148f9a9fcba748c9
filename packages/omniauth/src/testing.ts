import type { AuthHash } from './core/auth-hash.ts'
import { OmniauthError } from './core/failure.ts'
import type { TestMode } from './phases/test-mode.ts'

/** Parts of a provider's answer. The default answer has the other parts. */
export type Mock = Partial<Omit<AuthHash, 'provider'>>

/** Answers instead of providers, for the tests of an application. */
export interface Mocks extends TestMode {
  /**
   * Sets the answer of a provider: parts of an auth hash, or a failure type such as `invalid_credentials`. The answer
   * of `default` is for all providers without their own answer.
   */
  addMock(provider: string, mock: Mock | string): void
  /** Restores the default answer, for one provider or for all. */
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
 * Makes a test mode: `const mode = testMode()`, then `omniauth({ testMode: mode, ... })`. The request phase redirects
 * directly to the callback phase. The application's checks, the state and the hooks stay real. The test mode is not
 * global: it does not affect another `omniauth`.
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
