import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useFrozenNow, useTicking } from './clock';
import { absolute, isAbsolute, resolve, type RangeSearch, type TimeWindow } from './range';

const observe = getRouteApi('/app/observe');

/** What the pages under «Observe» look at. A page with a list that people read keeps still: it moves when asked to. */
export function useRange({ still = false } = {}) {
  const { range, from, to } = observe.useSearch();
  const router = useRouter();
  const now = useFrozenNow();
  useTicking(!still && from === undefined);
  return useMemo(() => {
    const search: RangeSearch = { range, from, to };
    const show = (next: RangeSearch) => void router.navigate({ to: '.', search: (current) => ({ ...current, ...next }) });
    return {
      search,
      window: resolve(search, now),
      isAbsolute: isAbsolute(search),
      show,
      zoom: (window: TimeWindow) => show(absolute(window)),
    };
  }, [range, from, to, now, router]);
}
