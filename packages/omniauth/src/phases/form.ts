import { boundedText } from '#core/bounded-text'
import { formTooLarge } from '#core/failure'
import { mediaType } from '#core/provider-http'

/** The maximum size of a form, in bytes. The strategy may set another one. */
export function formLimit(maxFormBytes: number = 64 * 1024): number {
  return maxFormBytes
}

/** The parameters of a form body. Empty for other bodies. The request stays unread for the application. */
export async function formOf(request: Request, maxFormBytes: number = formLimit()): Promise<URLSearchParams> {
  if (request.body === null) return new URLSearchParams()
  // The limit also applies to other bodies, because the application's functions may read them next.
  const text = await boundedText(request.clone().body, maxFormBytes)
  if (text === undefined) throw formTooLarge(maxFormBytes)
  return new URLSearchParams(mediaType(request.headers) === 'application/x-www-form-urlencoded' ? text : '')
}

/**
 * The query parameters, and for a POST also the form parameters (providers that answer with `response_mode=form_post`).
 */
export async function paramsOf(request: Request, maxFormBytes: number = formLimit()): Promise<URLSearchParams> {
  return new URLSearchParams([...new URL(request.url).searchParams, ...(await formOf(request, maxFormBytes))])
}
