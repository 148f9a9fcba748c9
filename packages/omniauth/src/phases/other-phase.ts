import { asOmniauthError } from '#core/failure'
import { paramsOf } from './form.ts'
import type { PhaseContext, PhaseRequest } from './phase-context.ts'
import { tooLarge } from './responses.ts'

/** Answers another path of a strategy. Calls `onProviderSignOut` before it answers the provider. */
export async function otherPhase(
  context: PhaseContext,
  { strategy, request, name }: PhaseRequest & { name: string },
): Promise<Response> {
  const { options, paths, services, log } = context
  const other = strategy.others?.[name]
  if (other === undefined) return new Response(null, { status: 404 })
  const callbackUrl = paths.callbackUrl(strategy, request)
  try {
    const params = await paramsOf(request, strategy.maxFormBytes)
    const { response, signedOut } = await other(services, { request, callbackUrl, params })
    if (signedOut !== undefined) await options.onProviderSignOut?.(signedOut)
    return response
  } catch (thrown) {
    const error = asOmniauthError(thrown)
    log.error('provider-message.failed', {
      provider: strategy.name,
      path: name,
      message: error.message,
      ...(error.cause !== undefined && { cause: String(error.cause) }),
    })
    if (error.type === 'form_too_large') return tooLarge(error.message)
    // The answer must be an error when the message was not handled, so that the provider may send it again.
    return new Response(null, {
      status: error.type === 'unexpected_error' ? 500 : 400,
      headers: { 'cache-control': 'no-store' },
    })
  }
}
