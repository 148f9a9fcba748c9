import type { Finding, Level } from '../doctor/finding.ts'

const marks: Readonly<Record<Level, { text: string; colour: number }>> = {
  ok: { text: 'ok', colour: 32 },
  warning: { text: 'warning', colour: 33 },
  problem: { text: 'problem', colour: 31 },
  unseen: { text: 'unseen', colour: 36 },
}

/** The findings, one on each line: level, provider and check, place, message, and fix. */
export function reportText(findings: readonly Finding[], { colours }: { colours: boolean }): string {
  const lines = findings.map((finding) => lineOf(finding, colours))
  return [...lines, '', summaryOf(findings)].map((line) => `${line}\n`).join('')
}

function lineOf({ level, check, provider, message, fix, file, line }: Finding, colours: boolean): string {
  const { text, colour } = marks[level]
  const mark = colours ? `\u001b[${colour}m${text.padEnd(7)}\u001b[0m` : text.padEnd(7)
  const place = [file, line].filter((part) => part !== undefined).join(':')
  const subject = [provider, check].filter((part) => part !== undefined).join(' ')
  const isFine = level === 'ok' || level === 'unseen'
  const where = place === '' || isFine ? '' : `${place}: `
  return `${mark} ${subject}: ${where}${message}${fix === undefined ? '' : `. Fix: ${fix}`}`
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length
  const plural = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
  return `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}, ${count('ok')} ok, ${count('unseen')} unseen (the doctor can not check this from outside).`
}

export function reportJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ findings }, undefined, 2)}\n`
}
