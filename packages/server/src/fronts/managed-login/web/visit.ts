import type { FormPage, Frame } from '@poolhouse/pages'
import type { AuthorizationRequest } from '#flows/authorization/authorization-request'
import type { Parameters } from '#flows/authorization/parameters'
import type { StartedBrowserSession } from '#flows/browser-sessions/browser-session'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { Refusal } from '../texts/refusals.ts'
import type { RecentStep } from './recent-step.ts'

/** The path of a page. Challenges have their own paths (`PageCodec.path`). */
export type PagePath = `/${string}`

/** One checked request of a browser: the authorization request, the form, and the browser's cookies. */
export interface Visit {
  readonly request: AuthorizationRequest
  /** For the page of the answer. */
  readonly frame: Frame
  /** The posted form, or the query. A field that is empty or occurs twice is undefined. */
  readonly fields: Parameters
  /** The names of all fields, also of empty ones. */
  readonly fieldNames: ReadonlySet<string>
  /** For the forms of the answer. */
  readonly csrf: string
  /** The browser session's cookie, unchecked. */
  readonly session: string | undefined
  readonly context: TriggerContext
  /** The last step of this browser at this app client. */
  readonly step: RecentStep | undefined
  /** The address of a page, with the authorization request in its query. */
  address(path: PagePath): string
}

/** The result of a page handler. The plugin turns it into HTTP. */
export type PageResult =
  | {
      readonly kind: 'page'
      readonly html: string
      /** Default 200. A refused form gets 400, so that password managers do not store what the user typed. */
      readonly status?: number
      /** The browser keeps it for the next step. */
      readonly step?: RecentStep
    }
  | {
      readonly kind: 'redirect'
      readonly to: string
      readonly step?: RecentStep
      /** The browser is signed in from now on. */
      readonly session?: StartedBrowserSession
    }

/** The part of the view model that all forms share, for a form that posts to a path. */
export const formOf = (visit: Visit, path: PagePath): FormPage => ({
  ...visit.frame,
  clientName: visit.request.client.name,
  action: visit.address(path),
  csrf: visit.csrf,
})

/** The page of a form, with status 400 if it shows an error. */
export function formPage(html: string, refusal: Refusal, more: { step?: RecentStep } = {}): PageResult {
  const isError = refusal.error !== undefined || refusal.fieldErrors !== undefined
  return { kind: 'page', html, ...(isError ? { status: 400 } : {}), ...more }
}
