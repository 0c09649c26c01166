import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ErrorGroup } from '../api/contract';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { serviceNamesQuery } from '../traces/queries';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatNumber } from '../ui/number';
import { Page } from '../ui/Page';
import { SearchBox } from '../ui/SearchBox';
import { Select } from '../ui/Select';
import { VirtualList } from '../ui/VirtualList';
import styles from './ErrorsPage.module.css';
import { errorGroupsQuery } from './queries';
import { statuses, type ErrorSearch, type ErrorSort, type ErrorStatus } from './search';
import { statusView, statusViews } from './views';

const statusOptions = [['all', 'All states'], ...statuses.map((status) => [status, statusViews[status].label] as const)] as const;
const sortOptions = [['count', 'Most frequent'], ['last_seen', 'Latest'], ['first_seen', 'Newest']] as const;
const mostShown = 200;

/** Errors of all services, the same ones together. */
export function ErrorsPage({ search }: { search: ErrorSearch }) {
  const navigate = useNavigate();
  const { window } = useRange();
  const groups = useQuery(errorGroupsQuery(search, window));
  const { data: names } = useQuery(serviceNamesQuery);
  const change = (next: ErrorSearch) => void navigate({ to: '/errors', search: { ...search, ...next }, replace: true });
  useShortcuts({ r: refreshNow });
  const services = search.service === undefined || names?.includes(search.service) === true ? names ?? [] : [search.service, ...names ?? []];
  const isFiltered = search.q !== undefined || search.service !== undefined || search.status !== undefined;
  return (
    <Page title="Errors" intro="What fails in the services; errors that are the same stand together." actions={<RangePicker />}>
      <search className={styles.filters}>
        <SearchBox label="Search errors" placeholder="Class or message" value={search.q ?? ''} maxLength={200} onSearch={(q) => change({ q: q === '' ? undefined : q })} />
        <Select compact label="Service" value={search.service ?? ''} options={[['', 'All services'], ...services.map((name) => [name, name] as const)]} onChange={(service) => change({ service: service === '' ? undefined : service })} />
        <Select<ErrorStatus | 'all'> compact label="State" value={search.status ?? 'all'} options={statusOptions} onChange={(status) => change({ status: status === 'all' ? undefined : status })} />
        <Select<ErrorSort> compact label="Order" value={search.sort ?? 'count'} options={sortOptions} onChange={(sort) => change({ sort: sort === 'count' ? undefined : sort })} />
      </search>
      <Loaded query={groups} what="The errors">
        {(data) => data.length === 0 ? isFiltered ? (
          <Empty icon="filter" title="No error matches in this time">
            <Button onClick={() => change({ q: undefined, service: undefined, status: undefined })}>Show all errors</Button>
          </Empty>
        ) : (
          <Empty icon="check" title="No errors in this time">
            <p>Errors come from spans with an exception, and from <code>/api/v1/ingest/errors</code>.</p>
          </Empty>
        ) : (
          <>
            {data.length === mostShown && <p className={styles.note}>The first {mostShown} are shown. Filters or a shorter time show others.</p>}
            <VirtualList label="Errors" items={data} keyOf={({ fingerprint }) => fingerprint} rowHeight={76} row={(group, tabIndex) => <GroupRow group={group} tabIndex={tabIndex} />} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function GroupRow({ group, tabIndex }: { group: ErrorGroup; tabIndex: 0 | -1 }) {
  const { label, tone, icon } = statusView(group.status);
  return (
    <div className={styles.row}>
      <p className={styles.count}>{formatNumber(group.occurrence_count)}<span className="visually-hidden"> times</span></p>
      <div className={styles.what}>
        <Link to="/errors/$fingerprint" params={{ fingerprint: group.fingerprint }} tabIndex={tabIndex} className={styles.name}>{group.error_class === '' ? 'Error' : group.error_class}</Link>
        <p className={styles.message}>{group.message}</p>
        <p className={styles.facts}>
          <span>{group.service_name}</span>
          <span>last <Ago at={group.last_seen} /></span>
          <span>first <Ago at={group.first_seen} /></span>
          {group.assignee !== null && group.assignee !== '' && <span>{group.assignee}</span>}
        </p>
      </div>
      <div className={styles.badges}>
        <Badge tone={tone} icon={icon}>{label}</Badge>
        {group.regressed === true && <Badge tone="bad" icon="refresh">Came back</Badge>}
      </div>
    </div>
  );
}
