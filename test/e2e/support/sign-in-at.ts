/** The fields of a page's first form with their initial values. */
function fieldsOf(page: string): { action: string; fields: Record<string, string> } {
  const form = /<form[\s\S]*?<\/form>/.exec(page)?.[0] ?? ''
  const fields: Record<string, string> = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1]
    if (name) fields[name] = plain(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  return { action: plain(/\baction="([^"]*)"/.exec(form)?.[1] ?? ''), fields }
}

const plain = (escaped: string): string =>
  escaped
    .replace(/&#(\d+);/g, (_entity, code) => String.fromCharCode(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

/**
 * Signs in at managed login like a browser, from an authorization URL to the redirect to the application. It does not follow
 * that redirect.
 */
export async function signInAt(
  authorizationUrl: URL,
  { username, password }: { username: string; password: string },
): Promise<URL> {
  const cookies = new Map<string, string>()
  const visit = async (url: URL, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? []
      cookies.set(name, value)
    }
    return response
  }
  let at = authorizationUrl
  let response = await visit(at)
  for (;;) {
    const location = response.headers.get('location')
    if (location === null) {
      const page = await response.text()
      if (response.status !== 200) throw new Error(`Managed login answered ${response.status}:\n${page}`)
      const { action, fields } = fieldsOf(page)
      response = await visit(new URL(action, at), {
        method: 'POST',
        body: new URLSearchParams({ ...fields, username, password }),
        headers: { origin: at.origin, 'sec-fetch-site': 'same-origin' },
      })
      continue
    }
    at = new URL(location, at)
    if (at.origin !== authorizationUrl.origin) return at
    response = await visit(at)
  }
}
