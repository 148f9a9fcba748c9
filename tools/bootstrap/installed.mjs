/**
 * Whether what npm recorded in node_modules (`.package-lock.json`) is what the lock file asks for. Optional packages of
 * other platforms may be missing; a package of another version, or a missing one, says no.
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

/** npm's error output without its notices and without the warnings that a Node older than 24 earns itself. */
export function npmErrorText(output) {
  const lines = output.split('\n').filter((line) => !/^npm (warn|notice)\b/i.test(line) && line.trim() !== '')
  return lines.join('\n')
}
