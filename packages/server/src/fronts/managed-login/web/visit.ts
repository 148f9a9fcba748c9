import type { Frame } from '@poolhouse/pages'
import type { AuthorizationRequest } from '#flows/authorization/authorization-request'
import type { Parameters } from '#flows/authorization/parameters'
import type { StartedBrowserSession } from '#flows/browser-sessions/browser-session'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { Refusal } from '../texts/refusals.ts'
import type { RecentStep } from './recent-step.ts'

/** The path of a page. Any path: a challenge brings its own (`PageCodec.path`). */
export type PagePath = `/${string}`

/** One request of a browser, checked: what it asks for, what was typed, and what the browser brought along. */
export interface Visit {
  readonly request: AuthorizationRequest
  /** What the answer's page is made with. */
  readonly frame: Frame
  /** The form that was posted, or the query. A field that is empty or came twice is undefined. */
  readonly fields: Parameters
  /** The names of all fields, the empty ones too. */
  readonly fieldNames: ReadonlySet<string>
  /** For the forms of the answer. */
  readonly csrf: string
  /** The browser session's cookie, unchecked. */
  readonly session: string | undefined
  readonly context: TriggerContext
  /** What this browser did a moment ago at this app client. */
  readonly step: RecentStep | undefined
  /** Where a page is, with the authorization request in its query. */
  address(path: PagePath): string
}

/** What a page handler gives back; the plugin turns it into HTTP. */
export type PageResult =
  | {
      readonly kind: 'page'
      readonly html: string
      /** Default 200. A form that was turned down gets 400, by which password managers know not to store what was typed. */
      readonly status?: number
      /** To be remembered in this browser for the next step. */
      readonly step?: RecentStep
    }
  | {
      readonly kind: 'redirect'
      readonly to: string
      readonly step?: RecentStep
      /** The browser is signed in from now on. */
      readonly session?: StartedBrowserSession
    }

/** A form's page: turned down where it says what is wrong. */
export function formPage(html: string, refusal: Refusal, more: { step?: RecentStep } = {}): PageResult {
  const isError = refusal.error !== undefined || refusal.fieldErrors !== undefined
  return { kind: 'page', html, ...(isError ? { status: 400 } : {}), ...more }
}
