/**
 * Members that say something about the caller. SDKs send them unasked.
 * - ClientMetadata goes to the pool's triggers, and to nothing else.
 * - AnalyticsMetadata names an Amazon Pinpoint endpoint for statistics.
 * - UserContextData and ContextData are fingerprints for threat protection, which no pool can turn on yet.
 */
export const hintsActedOn = { ClientMetadata: true, AnalyticsMetadata: { AnalyticsEndpointId: true } } as const

export const userContextActedOn = { IpAddress: true, EncodedData: true } as const

export const contextDataActedOn = {
  IpAddress: true,
  ServerName: true,
  ServerPath: true,
  HttpHeaders: { headerName: true, headerValue: true },
  EncodedData: true,
} as const
