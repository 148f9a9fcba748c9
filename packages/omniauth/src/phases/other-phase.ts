import { asOmniauthError } from '#core/failure'
import type { Desk, Turn } from './desk.ts'
import { paramsOf } from './form.ts'
import { tooLarge } from './responses.ts'

/** A path of the strategy's own. Who a provider has signed out is told to the application before the provider has its answer. */
export async function otherPhase(desk: Desk, { strategy, request, name }: Turn & { name: string }): Promise<Response> {
  const { options, paths, services, log } = desk
  const answering = strategy.others?.[name]
  if (answering === undefined) return new Response(null, { status: 404 })
  const callbackUrl = paths.callbackUrl(strategy, request)
  try {
    const params = await paramsOf(request, strategy.maxFormBytes)
    const { response, signedOut } = await answering(services, { request, callbackUrl, params })
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
    // A message that was not dealt with must not look as if it was: the provider may send it again.
    return new Response(null, {
      status: error.type === 'unexpected_error' ? 500 : 400,
      headers: { 'cache-control': 'no-store' },
    })
  }
}
