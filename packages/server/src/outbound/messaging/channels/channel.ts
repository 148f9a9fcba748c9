import type { DeliveryMediumType } from '@poolhouse/contract'
import type { UserPool } from '#records/user-pools/user-pool'
import type { EmailSending, QueuedEmail } from '../email/email-transport.ts'

/** For each channel: what waits in the outbox for it, and what it sends with. */
export interface ChannelTypes {
  readonly email: { readonly queued: QueuedEmail; readonly sending: EmailSending }
}

/** The name of a channel is the kind of its rows in the outbox. */
export type ChannelName = keyof ChannelTypes

/** What each channel sends with: its transport and settings, wired once for the server. */
export type Sending = { readonly [Name in ChannelName]: ChannelTypes[Name]['sending'] }

/** A message before a channel gives it its form. */
export interface Message {
  /** Proves an address; lets a user set a new password; gives a new user the temporary password. */
  readonly occasion: 'verification' | 'password-reset' | 'invitation'
  /** The code, or the temporary password. */
  readonly code: string
  /** What the user signs in with. */
  readonly username: string
}

/** One way to reach a user. */
export interface Channel<Name extends ChannelName> {
  /** The user's attribute that holds the destination, and that a code proves. */
  readonly attribute: 'email' | 'phone_number'
  readonly medium: DeliveryMediumType
  /** A destination as it may be shown to a caller who only knows a user's name. */
  masked(destination: string): string
  /** Gives a message its form and its addresses. The result is plain JSON, which the outbox keeps sealed. */
  compose(pool: UserPool, of: { to: string; message: Message }): ChannelTypes[Name]['queued']
  /**
   * Sends what `compose` made, perhaps by a node of an earlier release. Resolves once the other side has taken responsibility;
   * ends by itself in bounded time. May be called again with the same message after a failure.
   */
  send(sending: ChannelTypes[Name]['sending'], queued: ChannelTypes[Name]['queued']): Promise<void>
}
