const roles = [['viewer', 'Viewer: sees everything'], ['engineer', 'Engineer: also works on it'], ['admin', 'Admin: also manages people and keys'], ['owner', 'Owner: also owns it']] as const;

/** What somebody with a role may give to others. */
export function roleOptions(own: string): readonly (readonly [string, string])[] {
  return own === 'owner' ? roles : roles.filter(([role]) => role !== 'owner');
}
