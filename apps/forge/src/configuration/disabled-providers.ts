import type { ForgeDatabase } from '#storage/database'

/** Names of the providers that an administrator switched off for sign-in. Some may no longer be configured. */
export function disabledProviders(db: ForgeDatabase): readonly string[] {
  return db
    .prepare<[], { name: string }>('SELECT name FROM disabled_providers ORDER BY name')
    .all()
    .map(({ name }) => name)
}

/** Switches a provider on or off for sign-in. Returns whether this changed anything. */
export function setProviderEnabled(
  db: ForgeDatabase,
  { name, enabled, now }: { name: string; enabled: boolean; now: number },
): boolean {
  const { changes } = enabled
    ? db.prepare('DELETE FROM disabled_providers WHERE name = ?').run(name)
    : db
        .prepare('INSERT INTO disabled_providers (name, disabled_at) VALUES (?, ?) ON CONFLICT DO NOTHING')
        .run(name, now)
  return changes === 1
}
