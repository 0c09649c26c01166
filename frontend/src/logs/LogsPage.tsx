import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { LogLevel } from '../api/contract';
import { ApiError } from '../api/error';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Page } from '../ui/Page';
import { SearchBox } from '../ui/SearchBox';
import { Segments } from '../ui/Segments';
import { Select } from '../ui/Select';
import { LineDrawer } from './LineDrawer';
import { levelViews } from './levels';
import { LogHistogram } from './LogHistogram';
import { LogLines } from './LogLines';
import styles from './LogsPage.module.css';
import { Patterns } from './Patterns';
import { histogramQuery, logServicesQuery } from './queries';
import { QueryHelp } from './QueryHelp';
import { levels, withTerm, type LogSearch } from './search';
import { Tail } from './tail/Tail';

const levelOptions = [['all', 'All levels'], ...levels.map((level) => [level, levelViews[level].label] as const)] as const;

/** What the services wrote: searched, counted over time, grouped by pattern, or as it comes. */
export function LogsPage({ search }: { search: LogSearch }) {
  const navigate = useNavigate();
  const box = useRef<HTMLInputElement>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const { window, zoom } = useRange({ still: true });
  const services = useQuery(logServicesQuery(window));
  const histogram = useQuery({ ...histogramQuery(search, window), enabled: search.live !== true });
  const change = (next: LogSearch, replace = true) => void navigate({ to: '/logs', search: { ...search, ...next }, replace });
  const filter = (term: string) => change({ q: withTerm(search.q, term), line: undefined, view: undefined }, false);
  useShortcuts({ '/': () => box.current?.focus(), 'r': refreshNow, 'l': () => change({ live: search.live === true ? undefined : true, view: undefined }) });

  const mistake = histogram.error instanceof ApiError && histogram.error.status === 400 ? histogram.error.problem.fields.query ?? histogram.error.problem.message : null;
  const known = services.data ?? [];
  const serviceNames = search.service === undefined || known.includes(search.service) ? known : [search.service, ...known];
  return (
    <Page title="Logs" actions={(
      <>
        <Button variant={search.live === true ? 'primary' : 'secondary'} aria-pressed={search.live === true} onClick={() => change({ live: search.live === true ? undefined : true, view: undefined })}>
          <Icon name="play" size={16} />Live tail
        </Button>
        {search.live !== true && <RangePicker />}
      </>
    )}>
      <search className={styles.filters}>
        <SearchBox label="Search logs" placeholder={'timeout level:error status:>=500 -health "exact words"'} mono value={search.q ?? ''} box={box} maxLength={2000}
          invalid={mistake !== null} describedBy={mistake === null ? undefined : 'log-query-problem'} onSearch={(q) => change({ q: q === '' ? undefined : q }, false)}
          action={<button type="button" className={styles.help} aria-label="The search language" onClick={() => setHelpOpen(true)}>?</button>} />
        <Select compact label="Service" value={search.service ?? ''} options={[['', 'All services'], ...serviceNames.map((name) => [name, name] as const)]} onChange={(service) => change({ service: service === '' ? undefined : service })} />
        <Select<LogLevel | 'all'> compact label="Level" value={search.level ?? 'all'} options={levelOptions} onChange={(level) => change({ level: level === 'all' ? undefined : level })} />
      </search>
      {mistake !== null && <p id="log-query-problem" className={styles.mistake} role="status"><Icon name="alert" size={15} />{mistake}</p>}
      {search.live === true ? <Tail search={search} onOpen={({ id }) => change({ line: id })} /> : (
        <>
          {mistake === null && <LogHistogram query={histogram} window={window} onZoom={zoom} />}
          <Segments label="Show" value={search.view ?? 'lines'} options={[['lines', 'Lines'], ['patterns', 'Patterns']]} onChange={(view) => change({ view: view === 'patterns' ? 'patterns' : undefined }, false)} />
          {search.view === 'patterns' ? <Patterns search={search} window={window} onChoose={(pattern) => filter(`pattern:${pattern}`)} />
            : mistake === null && <LogLines search={search} window={window} total={histogram.data?.total} onOpen={({ id }) => change({ line: id })} onClear={() => change({ q: undefined, service: undefined, level: undefined })} />}
        </>
      )}
      <LineDrawer id={search.line} onClose={() => change({ line: undefined })} onOpen={({ id }) => change({ line: id })} onFilter={filter} />
      <QueryHelp open={helpOpen} onOpenChange={setHelpOpen} onTry={(q) => { setHelpOpen(false); change({ q }, false); }} />
    </Page>
  );
}
