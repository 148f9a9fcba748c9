import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { availableParallelism } from 'node:os'

const seconds = 3

/** The most signatures that the machine can make, RS256 with 2048 bits. */
export async function signingLimit() {
  const cores = availableParallelism()
  return {
    cores,
    opensslOneCore: opensslSpeed(1),
    opensslAllCores: opensslSpeed(cores),
    nodeThreadPool: await nodeSignatures(),
  }
}

/** Signatures per second; undefined without an openssl program. */
function opensslSpeed(processes) {
  const args = [
    'speed',
    '-seconds',
    String(seconds),
    ...(processes > 1 ? ['-multi', String(processes)] : []),
    'rsa2048',
  ]
  try {
    const printed = execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    // "rsa  2048 bits 0.000575s 0.000017s   1738.1  59612.7": sign/s comes before verify/s.
    const row = /^rsa +2048 bits +(.+)$/m.exec(printed)?.[1].trim().split(/\s+/) ?? []
    return Math.round(Number(row.filter((word) => !word.endsWith('s'))[0]))
  } catch {
    return undefined
  }
}

/** crypto.sign on the thread pool of this process. */
async function nodeSignatures() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const content = Buffer.alloc(800, 'a')
  let done = 0
  const started = performance.now()
  const end = started + seconds * 1_000
  const signOn = async () => {
    while (performance.now() < end) {
      await new Promise((resolve, reject) =>
        sign('sha256', content, privateKey, (error, signature) => (error ? reject(error) : resolve(signature))),
      )
      done++
    }
  }
  await Promise.all(Array.from({ length: 8 }, signOn))
  return Math.round(done / ((performance.now() - started) / 1_000))
}
