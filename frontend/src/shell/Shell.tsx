import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { describe, isUnauthorized } from '../api/error';
import { useLiveConnection } from '../live/useLive';
import { ProjectSwitcher } from '../projects/ProjectSwitcher';
import { leave } from '../session/leave';
import { logOut, meQuery } from '../session/session';
import { Icon } from '../ui/Icon';
import { Logo } from '../ui/Logo';
import { Notice } from '../ui/Notice';
import { ConnectionState } from './ConnectionState';
import { Navigation } from './Navigation';
import { NavigationDrawer } from './NavigationDrawer';
import { pages } from './pages';
import styles from './Shell.module.css';
import { ShortcutSheet } from './ShortcutSheet';
import { useCommandKey } from './useCommandKey';
import { useShortcuts } from './useShortcuts';
import { UserMenu } from './UserMenu';

// Loaded when it is asked for.
const CommandPalette = lazy(async () => ({ default: (await import('../palette/CommandPalette')).CommandPalette }));

/** The frame of every page behind the login. */
export function Shell() {
  const router = useRouter();
  const client = useQueryClient();
  const { data: me, error } = useQuery(meQuery);
  const [helpOpen, setHelpOpen] = useState(false);
  const ending = useMutation({ mutationFn: logOut, onSuccess: () => leave(router, client) });
  const main = useFocusOnNavigation();
  const [paletteOpen, setPaletteOpen] = useCommandKey();
  useShortcuts({
    '?': () => setHelpOpen(true),
    ...Object.fromEntries(pages.flatMap(({ keys, to }) => (keys === null ? [] : [[keys, () => void router.navigate({ to })]]))),
  });

  useEffect(() => {
    if (isUnauthorized(error)) void leave(router, client, router.latestLocation.href);
  }, [error, router, client]);

  useLiveConnection(me?.current_project_id ?? null);

  if (me === undefined) return null;
  const menu = <UserMenu me={me} onHelp={() => setHelpOpen(true)} onProfile={() => void router.navigate({ to: '/settings/profile' })} onLogOut={() => ending.mutate()} />;
  return (
    <div className={styles.shell}>
      <a className="skip-link" href="#content">Skip to the content</a>
      <header className={styles.side}>
        <div className={styles.brand}><NavigationDrawer me={me} /><Logo /></div>
        <div className={styles.project}><ProjectSwitcher me={me} /></div>
        <button type="button" className={styles.search} onClick={() => setPaletteOpen(true)}><Icon name="search" size={16} /><span className={styles.searchLabel}>Go to…</span><kbd>Ctrl K</kbd></button>
        <div className={styles.navigation}><Navigation /></div>
        <div className={styles.foot}><ConnectionState />{menu}</div>
      </header>
      <main id="content" ref={main} tabIndex={-1} className={styles.main}>
        {ending.isError && (
          <div className={styles.notice}><Notice tone="bad" title="You are still logged in">{describe(ending.error)}</Notice></div>
        )}
        <Outlet />
      </main>
      <ShortcutSheet open={helpOpen} onOpenChange={setHelpOpen} />
      {paletteOpen && <Suspense><CommandPalette onClose={() => setPaletteOpen(false)} /></Suspense>}
    </div>
  );
}

/** Puts the keyboard and the screen reader at the start of a page that was navigated to. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (shown.current !== undefined && path !== undefined && shown.current !== path) main.current?.focus({ preventScroll: true });
    shown.current = path ?? shown.current;
  }, [path]);
  return main;
}
