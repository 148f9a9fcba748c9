import type { Remark } from '../finding.ts'
import { blockKeys, type Patient } from '../patient.ts'

const about = [blockKeys.redirectUrl, blockKeys.redirectUri, blockKeys.assertionConsumerServiceUrl]

/** Whether the address that a block gives for the way back is one that the application answers. */
export function checkWayBack({ facts: { redirectUrl }, servedUrl }: Patient): Remark | undefined {
  if (redirectUrl === undefined) return undefined
  if (redirectUrl === servedUrl)
    return { level: 'ok', message: `the provider sends people back to ${servedUrl}, where they are awaited`, about }
  const message = `the provider sends people back to ${redirectUrl}, and the application awaits them at ${servedUrl}`
  return { level: 'warning', message, fix: 'correct the address, --url or --path-prefix', about }
}
