import { uidProblems } from '#accounts/account-rules'
import type { Transaction } from '#cookies/transaction-cookie'
import type { AuthHash } from '#core/auth-hash'
import { asOmniauthError, blankUid } from '#core/failure'
import type { Mounting } from '#core/strategy'
import type { Desk, Turn } from './desk.ts'
import { failurePhase } from './failure-phase.ts'
import { paramsOf } from './form.ts'
import { withCookies } from './responses.ts'

/** Ends a sign-in: the state checked first, then the strategy asked, then the application told. */
export async function callbackPhase(desk: Desk, turn: Turn): Promise<Response> {
  const { options, paths, cookies, services } = desk
  const { strategy, request } = turn
  const provider = strategy.name
  await options.hooks?.beforeCallback?.({ request: request.clone(), provider })
  const ended: string[] = []
  let transaction: Transaction | undefined
  let auth: AuthHash
  try {
    const params = await paramsOf(request, strategy.maxFormBytes)
    const states = params.getAll(strategy.stateParameter ?? 'state')
    const state = states.length === 1 ? (states[0] ?? '') : ''
    const callbackUrl = paths.callbackUrl(strategy, request)
    if (strategy.unsolicited !== undefined && !isState(state)) {
      auth = await strategy.unsolicited(services, { request, callbackUrl, params })
    } else {
      ended.push(...(await cookies.end(state)))
      transaction = await cookies.find(request, { state, provider })
      auth = await strategy.callbackPhase(services, { request, callbackUrl, params, kept: transaction.kept })
    }
    checkUid(auth.uid, provider)
  } catch (thrown) {
    const error = asOmniauthError(thrown)
    const failed = { ...turn, origin: transaction?.origin, kept: transaction?.keptForApplication, error }
    return withCookies(await failurePhase(desk, failed), ended)
  }
  const { origin, params, keptForApplication: kept } = transaction ?? unasked
  const told = isSkipped(strategy.mounting, auth.uid) ? { ...auth, info: {} } : auth
  return withCookies(await options.onSuccess({ auth: told, origin, params, kept, request }), ended)
}

/** A uid is a key: what can't be stored or compared everywhere in the same way names nobody. */
function checkUid(uid: string, provider: string): void {
  const blank = uid.trim() === ''
  if (blank || uidProblems(uid).length > 0)
    throw blankUid(`The answer of ${provider} names ${blank ? 'nobody' : 'somebody by an unusable uid'}`)
}

/** What is known of a sign-in that the provider began. */
const unasked = { origin: undefined, params: {}, keptForApplication: {} }

/** As the request phase makes them. */
function isState(text: string): boolean {
  return /^[\da-f]{48}$/.test(text)
}

function isSkipped(mounting: Mounting | undefined, uid: string): boolean {
  const skip = mounting?.skipInfo ?? false
  return typeof skip === 'function' ? skip(uid) : skip
}
