import type { Kind } from './history.ts'
import type { Choices } from './seed.ts'

/** Where in a round the server is killed. */
export interface KillPlan {
  /** Acknowledged writes before. */
  readonly afterWrites: number
  /** The kind of operation it is to strike. */
  readonly target: Kind
  /** How far into that operation, as a share of the time that one usually takes; or the moment it is acknowledged. */
  readonly share: number | 'acknowledged'
}

/** What the issue asks for in each round. */
export const fewestWrites = 50
const targets: readonly Kind[] = ['sign-up', 'confirm', 'exchange', 'revoke']
/** An operation may take longer than usual while others are under way; its last moment is the most interesting. */
const longestShare = 1.5
/** The target has not come for so many writes: any other will do. */
const enoughWrites = 40

export const planKill = (choices: Choices, round: number): KillPlan => ({
  afterWrites: fewestWrites + choices.whole(20),
  target: targets[round % targets.length] ?? 'exchange',
  // Whoever acknowledges before the commit is found out by the second of these, a half-done commit by the first.
  share: choices.chance(2 / 3) ? (choices.whole(1_000) / 1_000) * longestShare : 'acknowledged',
})

/** Decides when the moment has come. */
export interface Nemesis {
  /** An operation is asked now. */
  onAsk(kind: Kind): void
  /** An operation was acknowledged now. */
  onAcknowledge(kind: Kind): void
  /** Resolves at the moment to kill. */
  readonly moment: Promise<void>
}

/** @param of.usualMs how long operations of a kind take. */
export function nemesis(plan: KillPlan, of: { acknowledged: () => number; usualMs: (kind: Kind) => number }): Nemesis {
  let strike = (): void => {}
  let armed = false
  const moment = new Promise<void>((resolve) => {
    strike = resolve
  })
  const isDue = (kind: Kind): boolean => {
    const enough = of.acknowledged() - plan.afterWrites
    return !armed && enough >= 0 && (kind === plan.target || enough >= enoughWrites)
  }
  return {
    moment,
    onAsk(kind) {
      if (plan.share === 'acknowledged' || !isDue(kind)) return
      armed = true
      setTimeout(strike, plan.share * of.usualMs(kind))
    },
    onAcknowledge(kind) {
      if (plan.share !== 'acknowledged' || !isDue(kind)) return
      armed = true
      strike()
    },
  }
}
