import type { AnyOperation } from '../operation.ts'
import { CreateUserPoolClient } from '../operations/app-clients/create-user-pool-client.ts'
import { DeleteUserPoolClient } from '../operations/app-clients/delete-user-pool-client.ts'
import { DescribeUserPoolClient } from '../operations/app-clients/describe-user-pool-client.ts'
import { ListUserPoolClients } from '../operations/app-clients/list-user-pool-clients.ts'
import { UpdateUserPoolClient } from '../operations/app-clients/update-user-pool-client.ts'

export const appClients = [
  CreateUserPoolClient,
  DeleteUserPoolClient,
  DescribeUserPoolClient,
  ListUserPoolClients,
  UpdateUserPoolClient,
] as const satisfies readonly AnyOperation[]
