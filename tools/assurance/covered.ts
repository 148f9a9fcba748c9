/**
 * Returns the cases of a reference that a test file names in titles and tables: `case 7`, `cases 9, 10`, `cases 4-6 and 8`.
 * Comments do not count.
 */
export function casesOf(source: string): number[] {
  return [...withoutComments(source).matchAll(/\bcases? (\d+(?:(?:, ?| and |-)\d+)*)/g)].flatMap(([, list = '']) =>
    list.split(/, ?| and /).flatMap((part) => {
      const [from = 0, to = from] = part.split('-').map(Number)
      return Array.from({ length: to - from + 1 }, (_, index) => from + index)
    }),
  )
}

const withoutComments = (source: string): string => source.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')
