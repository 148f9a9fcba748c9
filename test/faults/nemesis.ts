import type { Kind } from './history.ts'
import type { Choices } from './seed.ts'

/** The point of a round at which the server is killed. */
export interface KillPlan {
  /** The number of acknowledged writes before the kill. */
  readonly afterWrites: number
  /** The kind of operation that the kill interrupts. */
  readonly target: Kind
  /** The time after the start of the operation, as a share of its usual duration, or the moment of its acknowledgement. */
  readonly share: number | 'acknowledged'
}

/** The minimum of acknowledged writes in each round. */
export const fewestWrites = 50
const targets: readonly Kind[] = ['sign-up', 'confirm', 'exchange', 'revoke']
/** An operation may take longer than usual when others run at the same time, and its end is the most interesting moment. */
const longestShare = 1.5
/** After so many more writes, any operation becomes the target. */
const enoughWrites = 40

export const planKill = (choices: Choices, round: number): KillPlan => ({
  afterWrites: fewestWrites + choices.whole(20),
  target: targets[round % targets.length] ?? 'exchange',
  // The first case finds an incomplete commit, the second finds an acknowledgement before the commit.
  share: choices.chance(2 / 3) ? (choices.whole(1_000) / 1_000) * longestShare : 'acknowledged',
})

/** Decides when to kill the server. */
export interface Nemesis {
  /** Call it when a request is sent. */
  onAsk(kind: Kind): void
  /** Call it when an operation is acknowledged. */
  onAcknowledge(kind: Kind): void
  /** Resolves when the server must be killed. */
  readonly moment: Promise<void>
}

/** @param of.usualMs returns the usual duration of a kind of operation. */
export function nemesis(plan: KillPlan, of: { acknowledged: () => number; usualMs: (kind: Kind) => number }): Nemesis {
  let kill = (): void => {}
  let armed = false
  const moment = new Promise<void>((resolve) => {
    kill = resolve
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
      setTimeout(kill, plan.share * of.usualMs(kind))
    },
    onAcknowledge(kind) {
      if (plan.share !== 'acknowledged' || !isDue(kind)) return
      armed = true
      kill()
    },
  }
}
