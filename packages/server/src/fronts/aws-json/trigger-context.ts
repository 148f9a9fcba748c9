import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { Call } from './operation.ts'

/** What triggers learn of a call. Calls of administrators have no client. */
export const contextOf = (
  { sourceIp, userAgent }: Call,
  of: { clientId?: string; clientMetadata?: Readonly<Record<string, string>> | undefined } = {},
): TriggerContext => ({ clientId: of.clientId, clientMetadata: of.clientMetadata, sourceIp, userAgent })
