/** A link or path in a Markdown page. */
export interface Reference {
  readonly line: number
  /** The target as the page writes it. */
  readonly target: string
}

/** Returns the relative links and pictures of a page, without URLs and without code. */
export function linksOf(markdown: string): Reference[] {
  return withoutFences(markdown).flatMap(({ line, text }) =>
    [...text.replaceAll(/`[^`]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' ')).matchAll(/\]\(([^()\s]+)\)/g)]
      .map(([, target = '']) => ({ line, target }))
      .filter(({ target }) => !/^[a-z][a-z0-9+.-]*:/i.test(target)),
  )
}

/** Returns the text in backticks that looks like a path: `records/users/` or `app/main.ts`. */
export function pathsOf(markdown: string): Reference[] {
  return withoutFences(markdown).flatMap(({ line, text }) =>
    [...text.matchAll(/`([\w@.-]+(?:\/[\w@.<>-]+)*(?:\/|\.(?:ts|mjs|md|yaml|json)))`/g)].map(([, target = '']) => ({
      line,
      target,
    })),
  )
}

/** Returns the anchors of a page's headings, in GitHub's form. */
export function anchorsOf(markdown: string): Set<string> {
  const seen = new Map<string, number>()
  const anchors = withoutFences(markdown).flatMap(({ text }) => {
    const title = /^#{1,6} (.+)$/.exec(text)?.[1]
    if (title === undefined) return []
    const anchor = title
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replaceAll(/\s/g, '-')
    const times = seen.get(anchor) ?? 0
    seen.set(anchor, times + 1)
    return [times === 0 ? anchor : `${anchor}-${times}`]
  })
  return new Set(anchors)
}

function withoutFences(markdown: string): { line: number; text: string }[] {
  let inside = false
  return markdown.split('\n').flatMap((text, index) => {
    const fence = /^\s*```/.test(text)
    if (fence) inside = !inside
    return inside || fence ? [] : [{ line: index + 1, text }]
  })
}
