import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { LogLine } from '../api/contract';
import { describe } from '../api/error';
import type { TimeWindow } from '../time/range';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Notice } from '../ui/Notice';
import { formatCount } from '../ui/number';
import { VirtualList } from '../ui/VirtualList';
import { LogRow } from './LogRow';
import styles from './LogsPage.module.css';
import { linesQuery } from './queries';
import type { LogSearch } from './search';

interface Props {
  search: LogSearch;
  window: TimeWindow;
  total: number | undefined;
  onOpen: (line: LogLine) => void;
  onClear: () => void;
}

export function LogLines({ search, window, total, onOpen, onClear }: Props) {
  const { data, error, isPlaceholderData, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(linesQuery(search, window));
  const lines = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const last = data?.pages.at(-1);
  return (
    <div className={styles.lines}>
      {error !== null && (
        <Notice tone={data === undefined ? 'bad' : 'warn'} role="status" title={data === undefined ? 'The lines could not be read' : 'No fresh answer: this may be old'}>
          <p>{describe(error)} <Button variant="quiet" onClick={() => void refetch()}>Try again</Button></p>
        </Notice>
      )}
      {data === undefined ? error === null && <p role="status">Searching…</p>
        : lines.length === 0 ? <NoLines search={search} onClear={onClear} />
        : (
          <>
            <p className={styles.end} role="status">
              {total === undefined ? `${formatCount(lines.length)} lines` : `${formatCount(total)} ${total === 1 ? 'line' : 'lines'}`}, the newest first
              {isFetchingNextPage && ' · loading older lines…'}
            </p>
            <div className={isPlaceholderData ? styles.old : undefined} aria-busy={isPlaceholderData}>
              <VirtualList label="Log lines" items={lines} keyOf={keyOf} rowHeight={28} onEnd={more} row={(line, tabIndex) => <LogRow line={line} tabIndex={tabIndex} onOpen={onOpen} />} />
            </div>
            {last !== undefined && !last.is_complete && last.searched_back_to != null && (
              <p className={styles.end}>The search took long and looked back to {new Date(last.searched_back_to).toLocaleString()} only. A shorter time or more words make it faster.</p>
            )}
          </>
        )}
    </div>
  );
}

const keyOf = (line: LogLine) => line.id;

function NoLines({ search, onClear }: { search: LogSearch; onClear: () => void }) {
  if (search.q !== undefined || search.service !== undefined || search.level !== undefined) {
    return (
      <Empty icon="filter" title="No line matches in this time">
        <p>Try a longer time, or fewer words.</p>
        <Button onClick={onClear}>Show all lines</Button>
      </Empty>
    );
  }
  return (
    <Empty icon="lines" title="No lines in this time">
      <p>Send logs with OpenTelemetry to <code>/v1/logs</code>, or as JSON to <code>/api/v1/ingest/logs</code>, with an <Link to="/settings/api-keys">API key</Link>.</p>
    </Empty>
  );
}
