import type { Remark } from '../finding.ts'
import { blockKeys, type Patient } from '../patient.ts'

const { site, issuer, ssoServiceUrl, ssoTargetUrl } = blockKeys
const about = [ssoServiceUrl, ssoTargetUrl, site, issuer]

/** ID tokens are taken with 60 seconds of difference; the header is exact to a second. */
const toleratedSeconds = 60
const noticedSeconds = 5

/** Compares this machine's clock with the provider's, by the Date header of an answer. */
export async function checkClock({ probe, facts, services }: Patient): Promise<Remark> {
  const url = facts.tokenUrl ?? facts.authorizeUrl ?? facts.issuer
  const date = url === undefined ? null : (await probe.send(new URL('/', url).href)).headers.get('date')
  const there = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(there)) return { level: 'unseen', message: "the provider doesn't tell its time", about }
  return judgeClock(Math.round((services.clock() - there) / 1000))
}

/** @param seconds how far this machine is ahead */
export function judgeClock(seconds: number): Remark {
  const far = Math.abs(seconds)
  if (far <= noticedSeconds) return { level: 'ok', message: "this machine's clock and the provider's agree", about }
  const message = `this machine's clock is ${far} seconds ${seconds > 0 ? 'ahead of' : 'behind'} the provider's`
  const fix = 'let both machines take their time from NTP'
  return far > toleratedSeconds
    ? { level: 'problem', message: `${message}: tokens are refused as expired or not valid yet`, fix, about }
    : { level: 'warning', message, fix, about }
}
