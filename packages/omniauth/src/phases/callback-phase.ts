import { uidProblems } from '#accounts/account-rules'
import type { Transaction } from '#cookies/transaction-cookie'
import type { AuthHash } from '#core/auth-hash'
import { asOmniauthError, blankUid } from '#core/failure'
import type { Mounting } from '#core/strategy'
import { failurePhase } from './failure-phase.ts'
import { paramsOf } from './form.ts'
import type { PhaseContext, PhaseRequest } from './phase-context.ts'
import { withCookies } from './responses.ts'

/** Ends a sign-in: checks the state, asks the strategy, and then calls the application. */
export async function callbackPhase(context: PhaseContext, phaseRequest: PhaseRequest): Promise<Response> {
  const { options, paths, cookies, services } = context
  const { strategy, request } = phaseRequest
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
    const failed = { ...phaseRequest, origin: transaction?.origin, kept: transaction?.keptForApplication, error }
    return withCookies(await failurePhase(context, failed), ended)
  }
  const { origin, params, keptForApplication: kept } = transaction ?? unsolicited
  const passed = isSkipped(strategy.mounting, auth.uid) ? { ...auth, info: {} } : auth
  return withCookies(await options.onSuccess({ auth: passed, origin, params, kept, request }), ended)
}

/** A uid is a key. A uid that some databases can not store or compare in the same way does not identify a user. */
function checkUid(uid: string, provider: string): void {
  const blank = uid.trim() === ''
  if (blank || uidProblems(uid).length > 0)
    throw blankUid(`The answer of ${provider} has ${blank ? 'no uid' : 'an invalid uid'}`)
}

/** The data of a sign-in that the provider started. */
const unsolicited = { origin: undefined, params: {}, keptForApplication: {} }

/** Whether a text has the form of the request phase's states. */
function isState(text: string): boolean {
  return /^[\da-f]{48}$/.test(text)
}

function isSkipped(mounting: Mounting | undefined, uid: string): boolean {
  const skip = mounting?.skipInfo ?? false
  return typeof skip === 'function' ? skip(uid) : skip
}
