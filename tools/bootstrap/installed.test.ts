import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { installedMatches, npmErrorText } from './installed.mjs'

const lock = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/other-platform': { version: '2.0.0', optional: true },
  },
}
const recorded = (version: string) => ({ packages: { 'node_modules/a': { version, integrity: 'sha512-a' } } })

describe('the installed dependencies', () => {
  it('match a lock file with the same packages', () => {
    expect(installedMatches(lock, recorded('1.0.0'))).toBe(true)
  })

  it('do not match if a version differs, a package is missing or the record can not be read', () => {
    expect(installedMatches(lock, recorded('1.0.1'))).toBe(false)
    expect(installedMatches(lock, { packages: {} })).toBe(false)
    expect(installedMatches(lock, undefined)).toBe(false)
    expect(installedMatches(undefined, recorded('1.0.0'))).toBe(false)
  })
})

it('npmErrorText shows npm’s errors and hides its warnings', () => {
  const output =
    'npm warn EBADENGINE Unsupported engine\nnpm error code E404\nnpm notice New version\n\nnpm error 404 gone\n'
  expect(npmErrorText(output)).toBe('npm error code E404\nnpm error 404 gone')
})

it('the lock file contains no registry hosts and no install scripts, which npm 12 blocks', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, { resolved?: string; link?: boolean; hasInstallScript?: boolean }>
  }
  const entries = Object.entries(packages)
  expect(entries.length).toBeGreaterThan(50)
  expect(entries.filter(([, entry]) => entry.resolved !== undefined && entry.link !== true)).toEqual([])
  expect(entries.filter(([path, entry]) => entry.hasInstallScript && !path.endsWith('node_modules/fsevents'))).toEqual(
    [],
  )
})
