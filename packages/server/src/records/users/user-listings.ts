import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Database, Schema } from '#storage/database'
import { jsonText, lowered } from '#storage/dialect'
import type { User } from './user.ts'
import type { UserFilter } from './user-filter.ts'
import { fromRow } from './users.ts'

/** A position in the list of a pool's users, in the order of their creation. */
export interface UserPosition {
  readonly createdAt: number
  readonly sub: string
}

/** A pool's users after the position `after`, in the order of their creation. */
export async function listUsers(
  db: Database,
  page: {
    userPoolId: string
    filter?: UserFilter | undefined
    /** Whether `A` equals `a` in this pool. Letters outside ASCII are always case-sensitive. */
    ignoreCase: boolean
    after?: UserPosition | undefined
    limit: number
  },
): Promise<User[]> {
  const { after, filter, ignoreCase, limit, userPoolId } = page
  const rows = await db
    .selectFrom('users')
    .selectAll()
    .where('user_pool_id', '=', userPoolId)
    .$if(after !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where('created_at', '>', after?.createdAt ?? 0),
          where.and([where('created_at', '=', after?.createdAt ?? 0), where('sub', '>', after?.sub ?? '')]),
        ]),
      ),
    )
    .$if(filter !== undefined, (query) =>
      query.where((where) => (filter ? matches(db, where, { ...filter, ignoreCase }) : where.val(true))),
    )
    .orderBy('created_at')
    .orderBy('sub')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

type UserColumns = ExpressionBuilder<Schema, 'users'>

function matches(
  db: Database,
  where: UserColumns,
  { attribute, operator, value, ignoreCase }: UserFilter & { ignoreCase: boolean },
): Expression<SqlBool> {
  if (attribute === 'status') {
    const wanted = value.toLowerCase()
    const enabled = ['enabled', 'disabled'].filter((word) =>
      operator === '=' ? word === wanted : word.startsWith(wanted),
    )
    return where(
      'enabled',
      'in',
      // An empty list is invalid SQL. A value that no row has also matches nothing.
      enabled.length === 0 ? [-1] : enabled.map((word) => (word === 'enabled' ? 1 : 0)),
    )
  }
  const isName = attribute !== 'sub' && attribute !== 'cognito:user_status'
  const column = columnOf(db, where, attribute)
  const compared = isName && ignoreCase ? lowered(db, column) : column
  const wanted = isName && ignoreCase ? value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : value
  if (operator === '=') return sql<SqlBool>`${compared} = ${wanted}`
  // Not LIKE: its wildcards need escaping, and in SQLite it ignores case.
  return sql<SqlBool>`substr(${compared}, 1, ${[...wanted].length}) = ${wanted}`
}

function columnOf(db: Database, where: UserColumns, attribute: UserFilter['attribute']): Expression<string | null> {
  if (attribute === 'username') return where.ref('username')
  if (attribute === 'sub') return where.ref('sub')
  if (attribute === 'cognito:user_status') return where.ref('status')
  return jsonText(db, where.ref('attributes'), attribute)
}
