/** An e-mail address in masked form, for callers who know only the user's name: `j***@e***`. */
export function maskedEmail(address: string): string {
  const [local = '', domain = ''] = address.split(/@(?=[^@]*$)/)
  return `${firstCharacter(local)}***@${firstCharacter(domain)}***`
}

const firstCharacter = (text: string): string => [...text][0] ?? ''
