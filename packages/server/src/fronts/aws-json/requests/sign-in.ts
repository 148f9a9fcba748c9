export const hintsActedOn = { ClientMetadata: true, AnalyticsMetadata: { AnalyticsEndpointId: true } } as const

export const userContextActedOn = { IpAddress: true, EncodedData: true } as const

export const contextDataActedOn = {
  IpAddress: true,
  ServerName: true,
  ServerPath: true,
  HttpHeaders: { headerName: true, headerValue: true },
  EncodedData: true,
} as const
