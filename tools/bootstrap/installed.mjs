/**
 * Whether the packages that npm recorded in node_modules (`.package-lock.json`) are those of the lock file. Optional packages
 * of other platforms may be missing.
 */
export function installedMatches(lock, recorded) {
  const wanted = Object.entries(lock?.packages ?? {}).filter(([path]) => path !== '')
  if (wanted.length === 0) return false
  return wanted.every(([path, entry]) => {
    const have = recorded?.packages?.[path]
    if (have === undefined) return entry.optional === true || entry.peer === true
    return have.version === entry.version && have.integrity === entry.integrity && have.resolved === entry.resolved
  })
}

/** Removes notices and warnings from npm's output, such as those about a Node older than 24. */
export function npmErrorText(output) {
  const lines = output.split('\n').filter((line) => !/^npm (warn|notice)\b/i.test(line) && line.trim() !== '')
  return lines.join('\n')
}
