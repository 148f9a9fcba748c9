import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'

/** Creates a user as an administrator does, without a mail. The password is permanent or temporary. */
export async function addUser(
  client: CognitoIdentityProviderClient,
  user: { userPoolId: string; email: string; password: string; permanent?: boolean },
): Promise<string> {
  const { userPoolId: UserPoolId, email, password, permanent = true } = user
  const { User } = await client.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  )
  await client.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: permanent }),
  )
  return User?.Username ?? ''
}
