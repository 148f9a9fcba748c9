import { closeSync, fdatasync, openSync, readFileSync, write } from 'node:fs'

/** What the driver asks the server for. */
export type Kind =
  | 'sign-up'
  | 'confirm'
  /** In a browser; leaves a browser session. */
  | 'sign-in'
  /** With a browser session; gives an authorization code. */
  | 'authorize'
  /** Of an authorization code; gives a family of tokens. */
  | 'exchange'
  | 'refresh'
  | 'user-info'
  /** Of one family. */
  | 'revoke'
  /** Of all families of a user, and of their codes and browser sessions. */
  | 'sign-out'
  | 'disable'
  | 'delete'
  /** By an operator, of a user's state. */
  | 'look-up'
  /** Of an access token's signature, by the keys that the server publishes now. */
  | 'verify'

/** Kinds whose answer promises that something is stored. */
export const writes: readonly Kind[] = ['sign-up', 'confirm', 'exchange', 'revoke', 'sign-out', 'disable', 'delete']

/** What an operation is about: a user always; the code, family or session by the driver's own name for it. */
export interface Subject {
  readonly kind: Kind
  readonly user: string
  readonly code?: string | undefined
  readonly family?: string | undefined
  /** Of a browser. */
  readonly session?: string | undefined
}

/** What a success told. */
export interface Told {
  readonly code?: string | undefined
  readonly family?: string | undefined
  readonly session?: string | undefined
  /** The family's name in the tokens and in the store. */
  readonly originJti?: string | undefined
  /** A user's status, as the API tells it. */
  readonly status?: string | undefined
  readonly enabled?: boolean | undefined
}

/** How an operation came out. `unknown` is no answer (or a server error): it may have happened, or not. */
export type Outcome =
  | { readonly type: 'ok'; readonly told?: Told | undefined }
  | { readonly type: 'fail'; readonly error: string }
  | { readonly type: 'unknown'; readonly error: string; readonly status?: number | undefined }

/** A line of the history. `at` is the epoch in milliseconds; the order of the lines is the order of events. */
export type Event = { readonly at: number } & (
  | ({ readonly type: 'invoke'; readonly op: number; readonly round: number } & Subject)
  | (Outcome & { readonly op: number })
  | { readonly type: 'mail'; readonly user: string }
  | { readonly type: 'kill'; readonly round: number }
  | { readonly type: 'ready'; readonly round: number; readonly tookMs: number }
  /** What SQLite's own checks say of the store as the kill left it. */
  | { readonly type: 'store-checked'; readonly round: number; readonly problems: readonly string[] }
  /** The published keys, by `kid`. */
  | { readonly type: 'keys'; readonly keys: Readonly<Record<string, string>> }
)

/** An event before its time is noted. */
export type NewEvent = Event extends infer Known ? (Known extends Event ? Omit<Known, 'at'> : never) : never

/** The driver's record of what it asked and what it was told. */
export interface History {
  /** Resolves when the line is on the disk. */
  append(event: NewEvent): Promise<void>
  /** Notes the question before it is asked, and the answer when it is there. */
  record(of: Subject & { round: number }, ask: () => Promise<Outcome>): Promise<Outcome>
  /** Successes so far of `writes` in a round. */
  acknowledged(round: number): number
  close(): Promise<void>
}

/** Opens a history in a file of its own, away from the data it is held against. */
export function openHistory(file: string): History {
  const descriptor = openSync(file, 'ax', 0o600)
  const acknowledged = new Map<number, number>()
  let nextOperation = 1
  let last = Promise.resolve()
  let open: { text: string; done: Promise<void> } | undefined

  /** Lines that come while the disk is busy go there together. */
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
      if (written < bytes.length) return reject(new Error('The disk took a part of a line.'))
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
