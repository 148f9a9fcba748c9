import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime, { type Email as ParsedMail } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import { randomText } from '#foundation/ids'
import { writePrivately } from './state.ts'

/** The number of mails that are kept. Older mails are deleted. */
const mostMails = 200
const largestMail = 1024 * 1024

/** A delivered mail. Its file name sorts by time. */
export interface StoredMail {
  readonly id: string
  readonly receivedAt: number
  readonly mail: ParsedMail
}

/** The development mailbox: an SMTP server on loopback that stores all mails in files, for all recipients. */
export interface Mailbox {
  readonly port: number
  /** Newest first. */
  list(): Promise<StoredMail[]>
  find(id: string): Promise<StoredMail | undefined>
  close(): Promise<void>
}

/** Opens the mailbox of a folder on a free port. */
export async function openMailbox(
  { clock, random }: { clock: Clock; random: Random },
  { folder }: { folder: string },
): Promise<Mailbox> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const store = (raw: Buffer): void => {
    const suffix = randomText(random, { alphabet: 'abcdefghijklmnopqrstuvwxyz', length: 8 })
    writePrivately(join(folder, `${clock.now()}-${suffix}.eml`), raw)
    for (const name of names(folder).slice(mostMails)) rmSync(join(folder, name), { force: true })
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    size: largestMail,
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(new Error('The mail is too large.'))
        store(Buffer.concat(chunks))
        done()
      })
    },
  })
  const port = await listen(server)
  return {
    port,
    list: () => Promise.all(names(folder).map((name) => read(folder, name))),
    // The id comes from a URL. Look it up among the file names; never build a path from it.
    async find(id) {
      const name = names(folder).find((known) => known === `${id}.eml`)
      return name === undefined ? undefined : await read(folder, name)
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function listen(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.server.address()
      server.off('error', reject)
      // Later errors concern single connections only.
      server.on('error', () => {})
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

const names = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .reverse()

async function read(folder: string, name: string): Promise<StoredMail> {
  const mail = await PostalMime.parse(readFileSync(join(folder, name)))
  return { id: name.replace(/\.eml$/, ''), receivedAt: Number(name.split('-')[0]), mail }
}
