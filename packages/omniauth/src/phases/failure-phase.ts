import type { OmniauthError } from '#core/failure'
import type { Kept } from '#core/strategy'
import type { PhaseContext, PhaseRequest } from './phase-context.ts'
import { redirect, tooLarge } from './responses.ts'

/**
 * Handles a failed sign-in: logs it and calls `onFailure`. By default it redirects to the application's failure page.
 */
export async function failurePhase(
  { options, paths, log }: PhaseContext,
  of: PhaseRequest & { origin: string | undefined; kept?: Kept | undefined; error: OmniauthError },
): Promise<Response> {
  const { strategy, request, origin, kept = {}, error } = of
  log.error('sign-in.failed', {
    provider: strategy.name,
    type: error.type,
    message: error.message,
    ...(error.cause !== undefined && { cause: String(error.cause) }),
  })
  if (options.raiseFailures === true) throw error
  const failure = { type: error.type, strategy: strategy.name, error, request, origin, kept }
  if (options.onFailure !== undefined) return options.onFailure(failure)
  if (error.type === 'form_too_large') return tooLarge(error.message)
  const query = new URLSearchParams({
    message: error.type,
    ...(origin !== undefined && { origin }),
    strategy: strategy.name,
  })
  return redirect(`${paths.failurePath(strategy)}?${query}`, [])
}
