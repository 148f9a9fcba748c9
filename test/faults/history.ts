import { closeSync, fdatasync, openSync, readFileSync, write } from 'node:fs'

/** The operations that the driver calls. */
export type Kind =
  | 'sign-up'
  | 'confirm'
  /** Signs in with a browser, which gives a browser session. */
  | 'sign-in'
  /** Gets an authorization code with a browser session. */
  | 'authorize'
  /** Exchanges an authorization code for a family of tokens. */
  | 'exchange'
  | 'refresh'
  | 'user-info'
  /** Revokes one family. */
  | 'revoke'
  /** Ends all families, codes and browser sessions of a user. */
  | 'sign-out'
  | 'disable'
  | 'delete'
  /** Reads a user's state as an administrator. */
  | 'look-up'
  /** Verifies the signature of an access token with the keys that the server publishes now. */
  | 'verify'

/** The kinds whose success means that the server has stored something. */
export const writes: readonly Kind[] = ['sign-up', 'confirm', 'exchange', 'revoke', 'sign-out', 'disable', 'delete']

/** What an operation is about. It always has a user. The driver has its own names for codes, families and sessions. */
export interface Subject {
  readonly kind: Kind
  readonly user: string
  readonly code?: string | undefined
  readonly family?: string | undefined
  /** A browser session. */
  readonly session?: string | undefined
}

/** What an operation returned when it succeeded. */
export interface Result {
  readonly code?: string | undefined
  readonly family?: string | undefined
  readonly session?: string | undefined
  /** The id of the family in the tokens and in the database. */
  readonly originJti?: string | undefined
  /** The user's status in the API. */
  readonly status?: string | undefined
  readonly enabled?: boolean | undefined
}

/** The outcome of an operation. `unknown` is no response or a server error: the operation may or may not have had its effect. */
export type Outcome =
  | { readonly type: 'ok'; readonly result?: Result | undefined }
  | { readonly type: 'fail'; readonly error: string }
  | { readonly type: 'unknown'; readonly error: string; readonly status?: number | undefined }

/** A line of the history. `at` is in milliseconds since the epoch. The lines are in the order of the events. */
export type Event = { readonly at: number } & (
  | ({ readonly type: 'invoke'; readonly op: number; readonly round: number } & Subject)
  | (Outcome & { readonly op: number })
  | { readonly type: 'mail'; readonly user: string }
  | { readonly type: 'kill'; readonly round: number }
  | { readonly type: 'ready'; readonly round: number; readonly tookMs: number }
  /** The problems that SQLite's checks find after the kill. */
  | { readonly type: 'store-checked'; readonly round: number; readonly problems: readonly string[] }
  /** The published keys, by `kid`. */
  | { readonly type: 'keys'; readonly keys: Readonly<Record<string, string>> }
)

/** An event without its time. */
export type NewEvent = Event extends infer Known ? (Known extends Event ? Omit<Known, 'at'> : never) : never

/** The driver's record of requests and responses. */
export interface History {
  /** Resolves when the line is on disk. */
  append(event: NewEvent): Promise<void>
  /** Records the request before it is sent, and then the outcome. */
  record(of: Subject & { round: number }, ask: () => Promise<Outcome>): Promise<Outcome>
  /** The number of `writes` that have succeeded in a round. */
  acknowledged(round: number): number
  close(): Promise<void>
}

/** Opens a history in a new file, separate from the server's data. */
export function openHistory(file: string): History {
  const descriptor = openSync(file, 'ax', 0o600)
  const acknowledged = new Map<number, number>()
  let nextOperation = 1
  let last = Promise.resolve()
  let open: { text: string; done: Promise<void> } | undefined

  /** Lines that arrive during a write are written together. */
  const openBatch = () => {
    const batch = { text: '', done: last }
    batch.done = last.then(() => {
      open = undefined
      return toDisk(descriptor, batch.text)
    })
    last = batch.done
    return batch
  }
  const append = (event: NewEvent): Promise<void> => {
    open ??= openBatch()
    open.text += `${JSON.stringify({ ...event, at: Date.now() })}\n`
    return open.done
  }
  return {
    append,
    async record({ round, ...subject }, ask) {
      const op = nextOperation++
      await append({ type: 'invoke', op, round, ...subject })
      const outcome = await ask()
      if (outcome.type === 'ok' && writes.includes(subject.kind)) {
        acknowledged.set(round, (acknowledged.get(round) ?? 0) + 1)
      }
      await append({ op, ...outcome })
      return outcome
    },
    acknowledged: (round) => acknowledged.get(round) ?? 0,
    async close() {
      await last
      closeSync(descriptor)
    },
  }
}

function toDisk(descriptor: number, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  return new Promise((resolve, reject) => {
    write(descriptor, bytes, (error, written) => {
      if (error) return reject(error)
      if (written < bytes.length)
        return reject(new Error('The disk wrote only a part of a line. Check its free space.'))
      fdatasync(descriptor, (failure) => (failure ? reject(failure) : resolve()))
    })
  })
}

export function readHistory(file: string): Event[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event)
}
