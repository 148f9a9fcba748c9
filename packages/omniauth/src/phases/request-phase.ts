import { hex } from '#core/encoding'
import { asOmniauthError, authenticityError } from '#core/failure'
import { originOf } from '#core/origin'
import type { Desk, Turn } from './desk.ts'
import { failurePhase } from './failure-phase.ts'
import { formOf } from './form.ts'
import type { OmniauthOptions } from './omniauth-options.ts'
import { redirect, withCookies } from './responses.ts'

/** Begins a sign-in: the application's own check, then the way to the provider. undefined: the application shows a form of its own. */
export async function requestPhase(desk: Desk, turn: Turn): Promise<Response | undefined> {
  const { options, paths } = desk
  const { strategy, request } = turn
  const { name: provider, mounting } = strategy
  const query = new URL(request.url).searchParams
  let origin: string | undefined
  try {
    const sources = { query, form: await formOf(request), referer: request.headers.get('referer') }
    await validate(options, request)
    origin = originOf(sources, {
      ...desk.origins,
      requestPath: paths.requestPath(strategy),
      originParam: mounting?.originParam ?? options.originParam ?? 'origin',
    })
  } catch (thrown) {
    return failurePhase(desk, { ...turn, origin, error: asOmniauthError(thrown) })
  }
  await options.hooks?.beforeRequest?.({ request: request.clone(), provider })
  if (mounting?.form === true) return undefined
  if (mounting?.form !== undefined) return mounting.form(request)
  let response: Response
  try {
    response = await sendAway(desk, { ...turn, origin })
  } catch (thrown) {
    return failurePhase(desk, { ...turn, origin, error: asOmniauthError(thrown) })
  }
  await options.hooks?.afterRequest?.({ request, provider, response })
  return response
}

async function sendAway(
  { options, paths, cookies, services }: Desk,
  { strategy, request, origin }: Turn & { origin: string | undefined },
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

/** The CSRF check; one that throws has refused. */
async function validate(options: OmniauthOptions, request: Request): Promise<void> {
  let valid: boolean
  try {
    valid = (await options.validateRequest(request.clone())) === true
  } catch (thrown) {
    throw authenticityError(thrown)
  }
  if (!valid) throw authenticityError()
}
