import { blockKeys, type ExaminedProvider } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'

const about = [blockKeys.redirectUrl, blockKeys.redirectUri, blockKeys.assertionConsumerServiceUrl]

/** Checks that the application serves the callback address in the provider's block. */
export function checkCallbackAddress({ facts: { redirectUrl }, servedUrl }: ExaminedProvider): Remark | undefined {
  if (redirectUrl === undefined) return undefined
  if (redirectUrl === servedUrl)
    return {
      level: 'ok',
      message: `the provider redirects the browser to ${servedUrl}, which the application serves`,
      about,
    }
  const message = `the provider redirects the browser to ${redirectUrl}, but the application serves ${servedUrl}`
  return { level: 'warning', message, fix: 'correct the address, --url or --path-prefix', about }
}
