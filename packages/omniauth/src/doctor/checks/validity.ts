import type { Remark } from '../finding.ts'

export interface Validity {
  readonly validFrom: Date
  readonly validTo: Date
}

/** A certificate in words: "the certificate of example.com", and how to come by a new one. */
interface Words {
  readonly whose: string
  readonly renew: string
}

const dayMs = 24 * 60 * 60 * 1000
const soonDays = 14

export const day = (date: Date): string => date.toISOString().slice(0, 10)

export function expired({ whose, renew }: Words, { validTo }: Validity): Remark {
  return { level: 'problem', message: `${whose} has expired on ${day(validTo)}`, fix: renew }
}

/** It has ended, or has not begun; undefined when it is valid. @param now epoch milliseconds */
export function untimely(words: Words, validity: Validity, now: number): Remark | undefined {
  const { validFrom, validTo } = validity
  if (validTo.getTime() <= now) return expired(words, validity)
  if (validFrom.getTime() <= now) return undefined
  const message = `${words.whose} is valid from ${day(validFrom)} only`
  return { level: 'problem', message, fix: "compare this machine's clock" }
}

/** It is still valid, and not for long; undefined when it is valid for weeks. @param now epoch milliseconds */
export function endsSoon({ whose, renew }: Words, { validTo }: Validity, now: number): Remark | undefined {
  const daysLeft = Math.floor((validTo.getTime() - now) / dayMs)
  if (daysLeft >= soonDays) return undefined
  const message = `${whose} is valid until ${day(validTo)}: ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'} more`
  return { level: 'warning', message, fix: renew }
}
