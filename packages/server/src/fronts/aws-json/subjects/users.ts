import type { AnyOperation } from '../operation.ts'
import { AdminConfirmSignUp } from '../operations/users/admin-confirm-sign-up.ts'
import { AdminCreateUser } from '../operations/users/admin-create-user.ts'
import { AdminDeleteUser } from '../operations/users/admin-delete-user.ts'
import { AdminDisableUser } from '../operations/users/admin-disable-user.ts'
import { AdminEnableUser } from '../operations/users/admin-enable-user.ts'
import { AdminGetUser } from '../operations/users/admin-get-user.ts'
import { AdminUpdateUserAttributes } from '../operations/users/admin-update-user-attributes.ts'
import { ListUsers } from '../operations/users/list-users.ts'

export const users = [
  AdminConfirmSignUp,
  AdminCreateUser,
  AdminDeleteUser,
  AdminDisableUser,
  AdminEnableUser,
  AdminGetUser,
  AdminUpdateUserAttributes,
  ListUsers,
] as const satisfies readonly AnyOperation[]
