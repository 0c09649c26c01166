import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { CloudResource } from '../api/contract';
import { useShortcuts } from '../shell/useShortcuts';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatPercent } from '../ui/number';
import { Page } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { Panel } from '../ui/Panel';
import { SearchBox } from '../ui/SearchBox';
import { Select } from '../ui/Select';
import { Table } from '../ui/Table';
import { Changes } from './Changes';
import styles from './CloudPage.module.css';
import { pageSize, resourcesQuery } from './queries';
import { healths, kinds, readCloudSearch, type CloudSearch, type ResourceHealth, type ResourceKind } from './search';
import { healthView, healthViews, kindNames, plain } from './words';

const head = [['Resource'], ['Health'], ['State'], ['Type'], ['Region'], ['Processor', 'end'], ['Seen']] as const;
const kindOptions: readonly (readonly [ResourceKind | 'all', string])[] = [['all', 'All kinds'], ...kinds.map((kind) => [kind, kindNames[kind]] as const)];
const healthOptions: readonly (readonly [ResourceHealth | 'all', string])[] = [['all', 'Any health'], ...healths.map((health) => [health, healthViews[health].label] as const)];

/** What runs in the project's clouds, and what changed there. */
export function CloudPage({ search }: { search: CloudSearch }) {
  const navigate = useNavigate();
  const resources = useQuery(resourcesQuery(search));
  useShortcuts({ r: () => void resources.refetch() });
  const show = (part: CloudSearch) => void navigate({ to: '/cloud', search: readCloudSearch({ ...search, page: undefined, ...part }), replace: true });
  const isFiltered = search.kind !== undefined || search.health !== undefined || search.q !== undefined;
  return (
    <Page title="Cloud" inOrder intro="What runs in the clouds that this project is connected to, as the last sync found it.">
      <search className={styles.filters}>
        <SearchBox label="Search resources" placeholder="Part of a name" value={search.q ?? ''} maxLength={200} onSearch={(q) => show({ q: q === '' ? undefined : q })} />
        <Select<ResourceKind | 'all'> compact label="Kind" value={search.kind ?? 'all'} options={kindOptions} onChange={(kind) => show({ kind: kind === 'all' ? undefined : kind })} />
        <Select<ResourceHealth | 'all'> compact label="Health" value={search.health ?? 'all'} options={healthOptions} onChange={(health) => show({ health: health === 'all' ? undefined : health })} />
      </search>
      <Loaded query={resources} what="The resources">
        {({ resources: found, total }) => found.length > 0 ? (
          <Panel title={`${total} ${total === 1 ? 'resource' : 'resources'}`}>
            <Table label="Resources" head={head}>{found.map((resource) => <Row key={`${resource.connection_id} ${resource.resource_id}`} resource={resource} />)}</Table>
            <Pager page={search.page ?? 1} pages={Math.ceil(total / pageSize)} previous="Before" next="After" onPage={(page) => show({ page })} />
          </Panel>
        ) : isFiltered || search.page !== undefined ? (
          <Empty icon="filter" title="No resource matches"><Button onClick={() => show({ kind: undefined, health: undefined, q: undefined })}>Show all</Button></Empty>
        ) : (
          <Empty icon="cloud" title="Nothing was found in a cloud yet">
            <p><Link to="/settings/connectors">Connect AWS, Azure or Google Cloud</Link>: what runs there appears here with the first sync.</p>
          </Empty>
        )}
      </Loaded>
      <Changes />
    </Page>
  );
}

function Row({ resource }: { resource: CloudResource }) {
  const { label, tone, icon } = healthView(resource.health);
  const tags = Object.entries(resource.tags);
  return (
    <tr>
      <th scope="row">{resource.name}{tags.length > 0 && <span className={styles.tags}>{tags.slice(0, 5).map(([name, value]) => `${name}=${value}`).join(' ')}{tags.length > 5 && ` and ${tags.length - 5} more`}</span>}</th>
      <td><Badge tone={tone} icon={icon}>{label}</Badge></td>
      <td>{resource.state}</td>
      <td>{plain(resource.type)}{resource.size !== '' && ` · ${resource.size}`}</td>
      <td>{resource.region}</td>
      <td data-align="end">{resource.cpu_percent === null ? '–' : formatPercent(resource.cpu_percent)}</td>
      <td><Ago at={resource.last_seen_at} /></td>
    </tr>
  );
}
