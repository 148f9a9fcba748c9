import { setTimeout as pause } from 'node:timers/promises'

/** Repeats a question until it has an answer. @throws if there is none in time. */
export async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`)
    await pause(20)
  }
}
