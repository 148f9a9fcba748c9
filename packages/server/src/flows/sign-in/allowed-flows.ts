import { flowNotEnabled } from '#foundation/exceptions/app-clients'
import type { AppClient } from '#records/app-clients/app-client'

/** The ways in that an app client can open and close. */
export type SignInFlow = 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'ADMIN_USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH'

const byDefault = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']

/** Values from before the `ALLOW_` names: they add to what every client could do then, but for the last, which takes SRP away. */
const legacy: Readonly<Record<string, readonly string[]>> = {
  ADMIN_NO_SRP_AUTH: [...byDefault, 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  USER_PASSWORD_AUTH: [...byDefault, 'ALLOW_USER_PASSWORD_AUTH'],
  CUSTOM_AUTH_FLOW_ONLY: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH'],
}

/** Whether an app client lets its users in this way. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
export function allowsFlow({ settings }: AppClient, flow: SignInFlow): boolean {
  const configured: readonly string[] = settings.ExplicitAuthFlows ?? []
  const flows = configured.length > 0 ? configured.flatMap((name) => legacy[name] ?? [name]) : byDefault
  if (flow === 'USER_SRP_AUTH' && configured.includes('CUSTOM_AUTH_FLOW_ONLY')) return false
  return flows.includes(`ALLOW_${flow}`)
}

/** @throws InvalidParameterException when it does not. */
export function mustAllowFlow(client: AppClient, flow: SignInFlow): void {
  if (!allowsFlow(client, flow)) throw flowNotEnabled(flow)
}
