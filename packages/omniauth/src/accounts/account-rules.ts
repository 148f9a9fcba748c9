const usernameForm = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/
/**
 * A shape, not RFC 5322: one @ with something around it. Nothing that could break a header or a line, and nothing that can't be seen: two addresses
 * that look alike to the letter must not be two people's.
 */
const emailForm =
  /^[^\s@\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]+@[^\s@\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]+$/u
const unwritable = /[\p{Cc}\p{Cs}]/u

export const longestEmail = 254

/** What keeps an account from being stored, as GitLab words it: sentences without a full stop. Whether a name is taken, the store says. */
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

/** The same for name, location and their like. */
export function profileTextProblems(what: string, text: string): string[] {
  if (text.length > 255) return [`${what} is too long (maximum is 255 characters)`]
  return unwritable.test(text) ? [`${what} is invalid`] : []
}

/**
 * What keeps a uid from naming somebody. One of nothing but blanks and invisible characters would be everybody's; one with half a surrogate pair would become
 * another's in the database.
 */
export function uidProblems(uid: string): string[] {
  if (!hasVisible(uid)) return ["Extern uid can't be blank"]
  if (unwritable.test(uid)) return ['Extern uid is invalid']
  return uid.length > 512 ? ['Extern uid is too long (maximum is 512 characters)'] : []
}

function hasVisible(text: string): boolean {
  return /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text)
}
