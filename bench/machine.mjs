import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'

/** The machine of a measurement, without its name. */
export function machine() {
  return {
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    opensslOfNode: process.versions.openssl,
    opensslProgram: said('openssl', ['version']),
    loadBefore: loadavg()[0],
  }
}

export function versions() {
  const peer = new URL('node_modules/oidc-provider/package.json', import.meta.url)
  return {
    commit: said('git', ['rev-parse', '--short', 'HEAD']),
    'oidc-provider': JSON.parse(readFileSync(peer, 'utf8')).version,
  }
}

function said(program, args) {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}
