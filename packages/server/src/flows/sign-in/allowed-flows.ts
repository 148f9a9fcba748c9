import { flowNotEnabled } from '#foundation/exceptions/app-clients'
import type { AppClient } from '#records/app-clients/app-client'
import { allowsFlow, type SignInFlow } from '#records/app-clients/policy'

/** @throws InvalidParameterException when the client does not allow this flow. */
export function mustAllowFlow(client: AppClient, flow: SignInFlow): void {
  if (!allowsFlow(client, flow)) throw flowNotEnabled(flow)
}
