import { hex } from '#core/encoding'
import { asOmniauthError, authenticityError } from '#core/failure'
import { originOf } from '#core/origin'
import { failurePhase } from './failure-phase.ts'
import { formOf } from './form.ts'
import type { OmniauthOptions } from './omniauth-options.ts'
import type { PhaseContext, PhaseRequest } from './phase-context.ts'
import { redirect, withCookies } from './responses.ts'

/**
 * Starts a sign-in: runs the application's check, then redirects to the provider. undefined: the application shows its
 * own form.
 */
export async function requestPhase(context: PhaseContext, phaseRequest: PhaseRequest): Promise<Response | undefined> {
  const { options, paths } = context
  const { strategy, request } = phaseRequest
  const { name: provider, mounting } = strategy
  const query = new URL(request.url).searchParams
  let origin: string | undefined
  try {
    const sources = { query, form: await formOf(request), referer: request.headers.get('referer') }
    await validate(options, request)
    origin = originOf(sources, {
      ...context.origins,
      requestPath: paths.requestPath(strategy),
      originParam: mounting?.originParam ?? options.originParam ?? 'origin',
    })
  } catch (thrown) {
    return failurePhase(context, { ...phaseRequest, origin, error: asOmniauthError(thrown) })
  }
  await options.hooks?.beforeRequest?.({ request: request.clone(), provider })
  if (mounting?.form === true) return undefined
  if (mounting?.form !== undefined) return mounting.form(request)
  let response: Response
  try {
    response = await startSignIn(context, { ...phaseRequest, origin })
  } catch (thrown) {
    return failurePhase(context, { ...phaseRequest, origin, error: asOmniauthError(thrown) })
  }
  await options.hooks?.afterRequest?.({ request, provider, response })
  return response
}

async function startSignIn(
  { options, paths, cookies, services }: PhaseContext,
  { strategy, request, origin }: PhaseRequest & { origin: string | undefined },
): Promise<Response> {
  const state = hex(services.randomBytes(24))
  const callbackUrl = paths.callbackUrl(strategy, request)
  const answer = await strategy.requestPhase(services, { request, callbackUrl, state })
  const started = await cookies.start(
    request,
    {
      state,
      provider: strategy.name,
      origin,
      params: Object.fromEntries(new URL(request.url).searchParams),
      kept: answer.keep,
      keptForApplication: (await options.keep?.(request.clone())) ?? {},
      startedAt: services.clock(),
    },
    { crossSite: strategy.responseMode === 'form_post' },
  )
  return 'page' in answer ? withCookies(answer.page, started) : redirect(answer.location, started)
}

/** Runs the CSRF check. If it throws, the request is refused. */
async function validate(options: OmniauthOptions, request: Request): Promise<void> {
  let valid: boolean
  try {
    valid = (await options.validateRequest(request.clone())) === true
  } catch (thrown) {
    throw authenticityError(thrown)
  }
  if (!valid) throw authenticityError()
}
