/** A place in a Markdown page that names something else in the repository. */
export interface Reference {
  readonly line: number
  /** As it is written. */
  readonly target: string
}

/** The relative links and pictures of a page; addresses with a scheme, and whatever stands in code, are none. */
export function linksOf(markdown: string): Reference[] {
  return withoutFences(markdown).flatMap(({ line, text }) =>
    [...text.replaceAll(/`[^`]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' ')).matchAll(/\]\(([^()\s]+)\)/g)]
      .map(([, target = '']) => ({ line, target }))
      .filter(({ target }) => !/^[a-z][a-z0-9+.-]*:/i.test(target)),
  )
}

/** What stands in backticks and reads as a path of files: `records/users/` or `app/main.ts`. */
export function pathsOf(markdown: string): Reference[] {
  return withoutFences(markdown).flatMap(({ line, text }) =>
    [...text.matchAll(/`([\w@.-]+(?:\/[\w@.<>-]+)*(?:\/|\.(?:ts|mjs|md|yaml|json)))`/g)].map(([, target = '']) => ({
      line,
      target,
    })),
  )
}

/** The anchors that a page's headings make, as GitHub makes them. */
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
