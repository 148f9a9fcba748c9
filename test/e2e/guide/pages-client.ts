/** Uses the pages of managed login like a browser without JavaScript: cookies, forms, redirects. */
export function pagesClient() {
  const cookies = new Map<string, string>()

  async function fetchPage(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return response
  }

  return {
    /** Opens a page, fills its form and sends it. @returns the first address on another site to which the answer redirects. */
    async submit(url: string, fields: Readonly<Record<string, string>>): Promise<URL> {
      const page = await follow(fetchPage, url)
      const html = await page.response.text()
      const form = /<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/.exec(html)?.[0]
      if (form === undefined)
        throw new Error(`There is no form to send at ${page.url} (${page.response.status}):\n${html}`)
      const action = unescaped(/action="([^"]*)"/.exec(form)?.[1] ?? '')
      const body = new URLSearchParams(hiddenFields(form))
      for (const [name, value] of Object.entries(fields)) {
        if (!form.includes(`name="${name}"`)) throw new Error(`The form at ${page.url} has no field ${name}.`)
        body.set(name, value)
      }
      const target = new URL(action, page.url).href
      const headers = { origin: new URL(page.url).origin, 'sec-fetch-site': 'same-origin' }
      const end = await follow(fetchPage, target, { method: 'POST', body, headers })
      if (end.away === undefined) throw new Error(`The form was answered by a page:\n${await end.response.text()}`)
      return end.away
    },
  }
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>

async function follow(fetchPage: Fetch, url: string, init?: RequestInit) {
  let response = await fetchPage(url, init)
  let here = url
  for (let hops = 0; hops < 5; hops++) {
    const location = response.headers.get('location')
    if (location === null) break
    const next = new URL(location, here)
    if (next.origin !== new URL(url).origin) return { response, url: here, away: next }
    here = next.href
    response = await fetchPage(here)
  }
  return { response, url: here, away: undefined }
}

const hiddenFields = (form: string): [string, string][] =>
  [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
    unescaped(/name="([^"]*)"/.exec(input)?.[1] ?? ''),
    unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
  ])

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
