import { blockKeys, type ExaminedProvider } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'

const { site, issuer, ssoServiceUrl, ssoTargetUrl } = blockKeys
const about = [ssoServiceUrl, ssoTargetUrl, site, issuer]

/** ID tokens are accepted with a difference of 60 seconds. The header is exact to one second. */
const toleratedSeconds = 60
const noticedSeconds = 5

/** Compares this machine's clock with the provider's, by the Date header of an answer. */
export async function checkClock({ probe, facts, services }: ExaminedProvider): Promise<Remark> {
  const url = facts.tokenUrl ?? facts.authorizeUrl ?? facts.issuer
  const date = url === undefined ? null : (await probe.send(new URL('/', url).href)).headers.get('date')
  const there = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(there)) return { level: 'unseen', message: "the provider's answers have no Date header", about }
  return judgeClock(Math.round((services.clock() - there) / 1000))
}

/** @param seconds how far this machine is ahead */
export function judgeClock(seconds: number): Remark {
  const far = Math.abs(seconds)
  if (far <= noticedSeconds) return { level: 'ok', message: "this machine's clock and the provider's agree", about }
  const message = `this machine's clock is ${far} seconds ${seconds > 0 ? 'ahead of' : 'behind'} the provider's`
  const fix = 'synchronize both clocks with NTP'
  return far > toleratedSeconds
    ? { level: 'problem', message: `${message}: tokens are refused as expired or not yet valid`, fix, about }
    : { level: 'warning', message, fix, about }
}
