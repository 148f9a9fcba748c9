import type { AttributeType, UserType } from '@poolhouse/contract'
import { attributeList } from '#records/users/attributes'
import type { User } from '#records/users/user'

/** What AdminGetUser and ListUsers tell of a user beside the attributes. */
export function userSummary(user: User) {
  return {
    Username: user.username,
    UserCreateDate: user.createdAt,
    UserLastModifiedDate: user.updatedAt,
    Enabled: user.enabled,
    UserStatus: user.status,
  }
}

/** A user as lists show one. @param attributes their names; all of them where none are given */
export function userShape(user: User, attributes?: readonly string[]): UserType {
  const listed: AttributeType[] = attributeList(user)
  return {
    ...userSummary(user),
    Attributes: attributes?.length ? listed.filter(({ Name }) => attributes.includes(Name)) : listed,
  }
}
