import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { AuditEntry } from '../api/contract';
import { ApiError, describe } from '../api/error';
import { flatten } from '../logs/attributes';
import { formatTime } from '../logs/LogRow';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Drawer } from '../ui/Drawer';
import { Empty } from '../ui/Empty';
import { Notice } from '../ui/Notice';
import { formatCount } from '../ui/number';
import { Page } from '../ui/Page';
import { Pending } from '../ui/Pending';
import { SearchBox } from '../ui/SearchBox';
import { Segments } from '../ui/Segments';
import { VirtualList } from '../ui/VirtualList';
import styles from './AuditPage.module.css';
import { auditQuery } from './queries';
import type { AuditSearch } from './search';

/** Who did what in the organisation. */
export function AuditPage({ search }: { search: AuditSearch }) {
  const navigate = useNavigate();
  const { window } = useRange({ still: true });
  const [chosen, setChosen] = useState<AuditEntry | null>(null);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(auditQuery(search, window));
  const entries = useMemo(() => data?.pages.flatMap(({ logs }) => logs) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const change = (next: AuditSearch) => void navigate({ to: '/audit', search: { ...search, ...next }, replace: true });
  useShortcuts({ r: refreshNow });
  const mayNot = error instanceof ApiError && error.status === 403;
  return (
    <Page title="Audit log" intro="Who did what in the whole organisation." actions={<RangePicker />}>
      <search className={styles.filters}>
        <SearchBox label="Search the audit log" placeholder="Person, action, thing, address" value={search.q ?? ''} maxLength={200} onSearch={(q) => change({ q: q === '' ? undefined : q })} />
        <Segments label="Show" value={search.failed === true ? 'failed' : 'all'} options={[['all', 'Everything'], ['failed', 'Refused or failed']]} onChange={(value) => change({ failed: value === 'failed' ? true : undefined })} />
      </search>
      {mayNot && <Empty icon="shield" title="The audit log is for administrators"><p>Ask an owner or administrator of your organisation.</p></Empty>}
      {error !== null && !mayNot && <Notice tone="bad" role="status" title="The audit log could not be read"><p>{describe(error)} <Button variant="quiet" onClick={() => void refetch()}>Try again</Button></p></Notice>}
      {data === undefined ? error === null && <Pending />
        : entries.length === 0 ? <Empty icon="book" title="Nothing in this time"><p>Try a longer time, or fewer words.</p></Empty>
        : (
          <>
            <p className={styles.note} role="status">{formatCount(data.pages[0]?.total ?? entries.length)} entries, the newest first</p>
            <VirtualList label="Audit entries" items={entries} keyOf={({ id }) => id} rowHeight={52} onEnd={more} row={(entry, tabIndex) => <EntryRow entry={entry} tabIndex={tabIndex} onOpen={() => setChosen(entry)} />} />
          </>
        )}
      <Drawer title={chosen?.action ?? 'Entry'} open={chosen !== null} onClose={() => setChosen(null)}>
        {chosen !== null && <dl className={styles.facts}>{flatten(chosen).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>}
      </Drawer>
    </Page>
  );
}

function EntryRow({ entry, tabIndex, onOpen }: { entry: AuditEntry; tabIndex: 0 | -1; onOpen: () => void }) {
  return (
    <button type="button" className={styles.row} tabIndex={tabIndex} onClick={onOpen}>
      <time className={styles.note} dateTime={entry.timestamp}>{formatTime(entry.timestamp)}</time>
      <span className={styles.what}>
        <strong>{entry.action}</strong>
        <span className={styles.note}>{entry.user_email === '' ? entry.actor_type : entry.user_email} · {entry.resource_type}{entry.ip_address !== '' && ` · ${entry.ip_address}`}</span>
      </span>
      {!entry.success && <Badge tone="bad" icon="x">Failed</Badge>}
    </button>
  );
}
