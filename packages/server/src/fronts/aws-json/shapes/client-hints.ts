/**
 * Members with facts about the caller. SDKs send them by default.
 * - ClientMetadata goes only to the pool's triggers.
 * - AnalyticsMetadata names an Amazon Pinpoint endpoint for statistics.
 * - UserContextData and ContextData are fingerprints for threat protection, which Poolhouse does not support yet.
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
