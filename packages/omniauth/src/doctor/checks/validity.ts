import type { Remark } from '../finding.ts'

export interface Validity {
  readonly validFrom: Date
  readonly validTo: Date
}

/** Words for a certificate: its name, such as "the certificate of example.com", and how to get a new one. */
interface Words {
  readonly whose: string
  readonly renew: string
}

const dayMs = 24 * 60 * 60 * 1000
const soonDays = 14

export const day = (date: Date): string => date.toISOString().slice(0, 10)

export function expired({ whose, renew }: Words, { validTo }: Validity): Remark {
  return { level: 'problem', message: `${whose} expired on ${day(validTo)}`, fix: renew }
}

/**
 * A remark for a certificate that has expired or is not yet valid. undefined when it is valid.
 * @param now epoch milliseconds
 */
export function notInForce(words: Words, validity: Validity, now: number): Remark | undefined {
  const { validFrom, validTo } = validity
  if (validTo.getTime() <= now) return expired(words, validity)
  if (validFrom.getTime() <= now) return undefined
  const message = `${words.whose} is not valid before ${day(validFrom)}`
  return { level: 'problem', message, fix: "check this machine's clock" }
}

/** A remark for a certificate that expires soon. undefined when it does not. @param now epoch milliseconds */
export function endsSoon({ whose, renew }: Words, { validTo }: Validity, now: number): Remark | undefined {
  const daysLeft = Math.floor((validTo.getTime() - now) / dayMs)
  if (daysLeft >= soonDays) return undefined
  const message = `${whose} is valid until ${day(validTo)}: ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'} left`
  return { level: 'warning', message, fix: renew }
}
