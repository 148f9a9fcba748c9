import type { Remark } from '../finding.ts'

export interface Validity {
  readonly validFrom: Date
  readonly validTo: Date
}

const dayMs = 24 * 60 * 60 * 1000
const soonDays = 14

export const day = (date: Date): string => date.toISOString().slice(0, 10)

/** What is wrong with the time of a certificate, now or soon; undefined when nothing is. @param now epoch milliseconds */
export function judgeValidity(
  { whose, renew }: { whose: string; renew: string },
  { validFrom, validTo }: Validity,
  now: number,
): Remark | undefined {
  if (validTo.getTime() <= now)
    return { level: 'problem', message: `${whose} has expired on ${day(validTo)}`, fix: renew }
  if (validFrom.getTime() > now) {
    const message = `${whose} is valid from ${day(validFrom)} only`
    return { level: 'problem', message, fix: "compare this machine's clock" }
  }
  const daysLeft = Math.floor((validTo.getTime() - now) / dayMs)
  if (daysLeft >= soonDays) return undefined
  const message = `${whose} is valid until ${day(validTo)}: ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'} more`
  return { level: 'warning', message, fix: renew }
}
