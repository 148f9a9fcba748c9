import { createHmac } from 'node:crypto'

/**
 * The `SECRET_HASH` that proves that a client knows the app client's secret. It is valid for one username only.
 * Compare it with `constantTimeEqual`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export const secretHash = (of: { username: string; clientId: string; clientSecret: string }): string =>
  createHmac('sha256', of.clientSecret).update(`${of.username}${of.clientId}`).digest('base64')
