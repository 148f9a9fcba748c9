import type { DeliveryMediumType } from '@poolhouse/contract'
import type { UserPool } from '#records/user-pools/user-pool'
import type { EmailSending, QueuedEmail } from '../email/email-transport.ts'

/** For each channel: the type of its messages in the outbox, and the type of what it sends with. */
export interface ChannelTypes {
  readonly email: { readonly queued: QueuedEmail; readonly sending: EmailSending }
}

/** The name of a channel. It is the kind of the channel's rows in the outbox. */
export type ChannelName = keyof ChannelTypes

/** What each channel sends with: its transport and settings. The server creates them once. */
export type Sending = { readonly [Name in ChannelName]: ChannelTypes[Name]['sending'] }

/** A message before a channel composes it. */
export interface Message {
  /** A code to verify an address; a code to set a new password; the temporary password of a new user. */
  readonly occasion: 'verification' | 'password-reset' | 'invitation'
  /** The code, or the temporary password. */
  readonly code: string
  /** The name that the user signs in with. */
  readonly username: string
}

/** A way to reach a user. */
export interface Channel<Name extends ChannelName> {
  /** The user attribute that contains the destination. A code verifies it. */
  readonly attribute: 'email' | 'phone_number'
  readonly medium: DeliveryMediumType
  /** The destination in masked form, for callers who know only the user's name. */
  masked(destination: string): string
  /** Composes a message with its addresses. The result is plain JSON, which the outbox stores sealed. */
  compose(pool: UserPool, of: { to: string; message: Message }): ChannelTypes[Name]['queued']
  /**
   * Sends the result of `compose`. A node of an earlier release may have composed it. Resolves when the receiving server has
   * accepted the message, and always ends in bounded time. May be called again with the same message after a failure.
   */
  send(sending: ChannelTypes[Name]['sending'], queued: ChannelTypes[Name]['queued']): Promise<void>
}
