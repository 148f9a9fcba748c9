/** An e-mail address as it may be shown to somebody who only knows a user's name: `j***@e***`. */
export function maskedEmail(address: string): string {
  const [local = '', domain = ''] = address.split(/@(?=[^@]*$)/)
  return `${firstCharacter(local)}***@${firstCharacter(domain)}***`
}

const firstCharacter = (text: string): string => [...text][0] ?? ''
