import type { ForgeDatabase } from '#storage/database'

/** Names of the providers that an administrator has switched off for signing in, whether or not they are configured. */
export function disabledProviders(db: ForgeDatabase): readonly string[] {
  return db
    .prepare<[], { name: string }>('SELECT name FROM disabled_providers ORDER BY name')
    .all()
    .map(({ name }) => name)
}

/** Switches a provider on or off for signing in; says whether that was a change. */
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
