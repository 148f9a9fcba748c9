import { boundedText } from '#core/bounded-text'
import { formTooLarge } from '#core/failure'
import { mediaType } from '#core/provider-http'

/** What a form of a person or a provider holds at most, in bytes, unless the strategy says otherwise. */
export function formLimit(maxFormBytes: number = 64 * 1024): number {
  return maxFormBytes
}

/** The parameters of a form body; empty for anything else. The request itself stays unread for the application. */
export async function formOf(request: Request, maxFormBytes: number = formLimit()): Promise<URLSearchParams> {
  if (request.body === null) return new URLSearchParams()
  // Other bodies are bounded as well: the application's own functions are asked next, and may read them.
  const text = await boundedText(request.clone().body, maxFormBytes)
  if (text === undefined) throw formTooLarge(maxFormBytes)
  return new URLSearchParams(mediaType(request.headers) === 'application/x-www-form-urlencoded' ? text : '')
}

/** Query parameters, and for a POST those of its form (providers that answer with `response_mode=form_post`). */
export async function paramsOf(request: Request, maxFormBytes: number = formLimit()): Promise<URLSearchParams> {
  return new URLSearchParams([...new URL(request.url).searchParams, ...(await formOf(request, maxFormBytes))])
}
