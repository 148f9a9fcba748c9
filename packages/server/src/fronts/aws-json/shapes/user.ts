import type { AttributeType, UserType } from '@poolhouse/contract'
import { attributeList } from '#records/users/attributes'
import type { User } from '#records/users/user'

/** The members that AdminGetUser and ListUsers return for a user, without the attributes. */
export function userSummary(user: User) {
  return {
    Username: user.username,
    UserCreateDate: user.createdAt,
    UserLastModifiedDate: user.updatedAt,
    Enabled: user.enabled,
    UserStatus: user.status,
  }
}

/** A user in the API's form for lists. @param attributes the names of the attributes; undefined or empty for all */
export function userShape(user: User, attributes?: readonly string[]): UserType {
  const listed: AttributeType[] = attributeList(user)
  return {
    ...userSummary(user),
    Attributes: attributes?.length ? listed.filter(({ Name }) => attributes.includes(Name)) : listed,
  }
}
