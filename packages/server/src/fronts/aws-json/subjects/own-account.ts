import type { AnyOperation } from '../operation.ts'
import { DeleteUser } from '../operations/own-account/delete-user.ts'
import { GetUser } from '../operations/own-account/get-user.ts'
import { GetUserAttributeVerificationCode } from '../operations/own-account/get-user-attribute-verification-code.ts'
import { UpdateUserAttributes } from '../operations/own-account/update-user-attributes.ts'
import { VerifyUserAttribute } from '../operations/own-account/verify-user-attribute.ts'

export const ownAccount = [
  DeleteUser,
  GetUserAttributeVerificationCode,
  GetUser,
  UpdateUserAttributes,
  VerifyUserAttribute,
] as const satisfies readonly AnyOperation[]
