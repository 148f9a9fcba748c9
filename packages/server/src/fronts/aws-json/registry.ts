import type { AnyOperation, ServicesOf } from './operation.ts'
import { CreateUserPoolClient } from './operations/app-clients/create-user-pool-client.ts'
import { DeleteUserPoolClient } from './operations/app-clients/delete-user-pool-client.ts'
import { DescribeUserPoolClient } from './operations/app-clients/describe-user-pool-client.ts'
import { ListUserPoolClients } from './operations/app-clients/list-user-pool-clients.ts'
import { UpdateUserPoolClient } from './operations/app-clients/update-user-pool-client.ts'
import { CreateUserPoolDomain } from './operations/domains/create-user-pool-domain.ts'
import { DeleteUserPoolDomain } from './operations/domains/delete-user-pool-domain.ts'
import { DescribeUserPoolDomain } from './operations/domains/describe-user-pool-domain.ts'
import { UpdateUserPoolDomain } from './operations/domains/update-user-pool-domain.ts'
import { DeleteUser } from './operations/own-account/delete-user.ts'
import { GetUser } from './operations/own-account/get-user.ts'
import { GetUserAttributeVerificationCode } from './operations/own-account/get-user-attribute-verification-code.ts'
import { UpdateUserAttributes } from './operations/own-account/update-user-attributes.ts'
import { VerifyUserAttribute } from './operations/own-account/verify-user-attribute.ts'
import { AdminSetUserPassword } from './operations/passwords/admin-set-user-password.ts'
import { ChangePassword } from './operations/passwords/change-password.ts'
import { ConfirmForgotPassword } from './operations/passwords/confirm-forgot-password.ts'
import { ForgotPassword } from './operations/passwords/forgot-password.ts'
import { AdminInitiateAuth } from './operations/sign-in/admin-initiate-auth.ts'
import { AdminRespondToAuthChallenge } from './operations/sign-in/admin-respond-to-auth-challenge.ts'
import { InitiateAuth } from './operations/sign-in/initiate-auth.ts'
import { RespondToAuthChallenge } from './operations/sign-in/respond-to-auth-challenge.ts'
import { ConfirmSignUp } from './operations/sign-up/confirm-sign-up.ts'
import { ResendConfirmationCode } from './operations/sign-up/resend-confirmation-code.ts'
import { SignUp } from './operations/sign-up/sign-up.ts'
import { AdminUserGlobalSignOut } from './operations/tokens/admin-user-global-sign-out.ts'
import { GlobalSignOut } from './operations/tokens/global-sign-out.ts'
import { RevokeToken } from './operations/tokens/revoke-token.ts'
import { CreateUserPool } from './operations/user-pools/create-user-pool.ts'
import { DeleteUserPool } from './operations/user-pools/delete-user-pool.ts'
import { DescribeUserPool } from './operations/user-pools/describe-user-pool.ts'
import { ListUserPools } from './operations/user-pools/list-user-pools.ts'
import { UpdateUserPool } from './operations/user-pools/update-user-pool.ts'
import { AdminConfirmSignUp } from './operations/users/admin-confirm-sign-up.ts'
import { AdminCreateUser } from './operations/users/admin-create-user.ts'
import { AdminDeleteUser } from './operations/users/admin-delete-user.ts'
import { AdminDisableUser } from './operations/users/admin-disable-user.ts'
import { AdminEnableUser } from './operations/users/admin-enable-user.ts'
import { AdminGetUser } from './operations/users/admin-get-user.ts'
import { AdminUpdateUserAttributes } from './operations/users/admin-update-user-attributes.ts'
import { ListUsers } from './operations/users/list-users.ts'

/** The operations that are built, one line each, by subject as in `operations/`. */
export const operations = [
  CreateUserPoolClient,
  DeleteUserPoolClient,
  DescribeUserPoolClient,
  ListUserPoolClients,
  UpdateUserPoolClient,
  CreateUserPoolDomain,
  DeleteUserPoolDomain,
  DescribeUserPoolDomain,
  UpdateUserPoolDomain,
  AdminSetUserPassword,
  ChangePassword,
  ConfirmForgotPassword,
  ForgotPassword,
  AdminInitiateAuth,
  AdminRespondToAuthChallenge,
  InitiateAuth,
  RespondToAuthChallenge,
  ConfirmSignUp,
  ResendConfirmationCode,
  SignUp,
  AdminUserGlobalSignOut,
  GlobalSignOut,
  RevokeToken,
  CreateUserPool,
  DeleteUserPool,
  DescribeUserPool,
  ListUserPools,
  UpdateUserPool,
  AdminConfirmSignUp,
  AdminCreateUser,
  AdminDeleteUser,
  AdminDisableUser,
  AdminEnableUser,
  AdminGetUser,
  AdminUpdateUserAttributes,
  DeleteUser,
  GetUser,
  GetUserAttributeVerificationCode,
  ListUsers,
  UpdateUserAttributes,
  VerifyUserAttribute,
] as const satisfies readonly AnyOperation[]

/** What all of them need together; `app/services.ts` provides it. */
export type ApiServices = ServicesOf<(typeof operations)[number]>
