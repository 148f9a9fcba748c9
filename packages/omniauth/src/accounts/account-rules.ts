const usernameForm = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/
/**
 * A simple form, not RFC 5322: text, one @, text. It excludes characters that could break a header or a line. It also
 * excludes invisible characters: two addresses that look the same must not belong to two users.
 */
const emailForm =
  /^[^\s@\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]+@[^\s@\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]+$/u
const unwritable = /[\p{Cc}\p{Cs}]/u

export const longestEmail = 254

/**
 * The reasons why an account can not be stored, in GitLab's words: sentences without a full stop. The store checks
 * whether a name is taken.
 */
export function accountProblems({
  username,
  email,
  name,
}: {
  username?: string | undefined
  email?: string | undefined
  name?: string | undefined
}): string[] {
  return [
    ...(username !== undefined && !usernameForm.test(username) ? ['Username is invalid'] : []),
    ...(email !== undefined && email.length > longestEmail
      ? [`Email is too long (maximum is ${longestEmail} characters)`]
      : []),
    ...(email !== undefined && !emailForm.test(email) ? ['Email is invalid'] : []),
    ...(name !== undefined ? profileTextProblems('Name', name) : []),
    ...(name !== undefined && !hasVisible(name) ? ["Name can't be blank"] : []),
  ]
}

/** The same for name, location and other profile texts. */
export function profileTextProblems(what: string, text: string): string[] {
  if (text.length > 255) return [`${what} is too long (maximum is 255 characters)`]
  return unwritable.test(text) ? [`${what} is invalid`] : []
}

/**
 * The reasons why a uid can not identify a user. A uid that only has blanks and invisible characters could match every
 * user. The database would change a uid with half a surrogate pair into another uid.
 */
export function uidProblems(uid: string): string[] {
  if (!hasVisible(uid)) return ["Extern uid can't be blank"]
  if (unwritable.test(uid)) return ['Extern uid is invalid']
  return uid.length > 512 ? ['Extern uid is too long (maximum is 512 characters)'] : []
}

function hasVisible(text: string): boolean {
  return /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text)
}
