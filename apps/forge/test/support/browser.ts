/** A page in a browser: the answer after all redirects, and its URL. */
export interface Page {
  url: URL
  status: number
  text: string
  headers: Headers
}

/** Changes to one request, to play the page of another site. */
export interface Tampering {
  headers?: Record<string, string>
  fields?: Record<string, string | undefined>
}

/**
 * The parts of a browser that a sign-in needs: cookies by host (without the port, as in a real browser), redirects, the
 * forms of a page, and the Origin and Sec-Fetch-Site headers of a form's POST.
 */
export class Browser {
  readonly cookies = new Map<string, Map<string, { value: string; line: string }>>()

  async get(url: string | URL, follow = true): Promise<Page> {
    return this.#request(new URL(url), { method: 'GET' }, follow)
  }

  /** Sends the form of a page that posts to `path`. */
  async press(page: Page, path: string, tampering: Tampering = {}, follow = true): Promise<Page> {
    const form = formTo(page.text, path)
    const fields = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...form, ...tampering.fields }))
      if (value !== undefined) fields.set(name, value)
    const url = new URL(path, page.url)
    const headers = { origin: page.url.origin, 'sec-fetch-site': 'same-origin', ...tampering.headers }
    return this.#request(url, { method: 'POST', body: fields, headers }, follow)
  }

  /** Sends a form that no page has. */
  async post(
    url: string | URL,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
    follow = true,
  ): Promise<Page> {
    return this.#request(new URL(url), { method: 'POST', body: new URLSearchParams(fields), headers }, follow)
  }

  cookie(host: string, name: string): string | undefined {
    return this.cookies.get(host)?.get(name)?.value
  }

  /** The whole line that last set a cookie. */
  cookieLine(host: string, name: string): string | undefined {
    return this.cookies.get(host)?.get(name)?.line
  }

  plant(host: string, name: string, value: string): void {
    this.#jar(host).set(name, { value, line: '' })
  }

  async #request(url: URL, init: RequestInit, follow: boolean): Promise<Page> {
    const cookie = [...this.#jar(url.hostname)].map(([name, { value }]) => `${name}=${value}`).join('; ')
    const headers = { ...init.headers, ...(cookie && { cookie }) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.#keep(url.hostname, line)
    const text = await response.text()
    const location = response.headers.get('location')
    if (follow && location !== null) return this.#request(new URL(location, url), { method: 'GET' }, follow)
    return { url, status: response.status, text, headers: response.headers }
  }

  #keep(host: string, line: string): void {
    const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? []
    if (/; max-age=0\b/i.test(line)) this.#jar(host).delete(name)
    else this.#jar(host).set(name, { value, line })
  }

  #jar(host: string) {
    const jar = this.cookies.get(host) ?? new Map<string, { value: string; line: string }>()
    this.cookies.set(host, jar)
    return jar
  }
}

/** The hidden fields of the form that posts to `path`, by its action or by a button. */
function formTo(text: string, path: string): Record<string, string> {
  const form = text.match(/<form[\s\S]*?<\/form>/g)?.find((markup) => markup.includes(`action="${path}"`))
  if (form === undefined) throw new Error(`The page has no form that posts to ${path}:\n${text}`)
  const hidden = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)
  return Object.fromEntries([...hidden].map(([, name, value]) => [name, value]))
}

/** The text of the alert on a page. */
export function alertOf(page: Page): string | undefined {
  const escaped = page.text.match(/role="alert">[\s\S]*?<p>([\s\S]*?)<\/p>/)?.[1]
  return escaped === undefined ? undefined : decoded(escaped)
}

/** The text of the element with a test id. */
export function textOf(page: Page, testId: string): string | undefined {
  const escaped = page.text.match(new RegExp(`data-testid="${testId}">([^<]*)<`))?.[1]
  return escaped === undefined ? undefined : decoded(escaped)
}

/** Decodes the entities of markup. */
const decoded = (markup: string): string =>
  markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&')
