import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { severityView, severityViews } from '../alerting/condition';
import type { Vulnerability } from '../api/contract';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Icon } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { Page } from '../ui/Page';
import { Pending } from '../ui/Pending';
import { SearchBox } from '../ui/SearchBox';
import { Select } from '../ui/Select';
import { Stats } from '../ui/Stats';
import { VirtualList } from '../ui/VirtualList';
import { ImportForm } from './ImportForm';
import { mostShown, overviewQuery, vulnerabilitiesQuery } from './queries';
import { Scans } from './Scans';
import { severities, statuses, type VulnerabilitySearch, type VulnerabilitySeverity, type VulnerabilityStatus } from './search';
import styles from './VulnerabilitiesPage.module.css';
import { statusView, statusViews } from './views';
import { VulnerabilityDrawer } from './VulnerabilityDrawer';

// With its chart, after the list.
const Trend = lazy(async () => ({ default: (await import('./Trend')).Trend }));

const severityOptions = [['all', 'All severities'], ...severities.map((name) => [name, severityViews[name]?.label ?? name] as const)] as const;
const statusOptions = [['unresolved', 'Open and in progress'], ['all', 'All states'], ...statuses.map((name) => [name, statusViews[name]?.label ?? name] as const)] as const;

/** Known holes of what the services are made of, and who closes them. */
export function VulnerabilitiesPage({ search }: { search: VulnerabilitySearch }) {
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  const [isImporting, setIsImporting] = useState(false);
  const list = useQuery(vulnerabilitiesQuery(search));
  const overview = useQuery(overviewQuery);
  const show = (part: VulnerabilitySearch) => void navigate({ to: '/vulnerabilities', search: { ...search, ...part }, replace: true });
  useShortcuts({ r: () => void Promise.all([list.refetch(), overview.refetch()]), ...(mayWrite && { n: () => setIsImporting(true) }) });
  const services = Object.keys(overview.data?.by_service ?? {}).sort();
  const wasScanned = (overview.data?.total ?? 0) > 0;
  return (
    <Page title="Vulnerabilities" inOrder intro="Known holes of what the services are made of, from the scanners that you run." actions={mayWrite && <Button variant="primary" onClick={() => setIsImporting(true)}><Icon name="plus" size={16} />Import a scan</Button>}>
      <Stats label="Not yet closed" stats={severities.map((name) => {
        const count = overview.data?.open_by_severity[name];
        return { name: severityViews[name]?.label ?? name, value: count === undefined ? '–' : String(count), note: 'open', ...((count ?? 0) > 0 && (name === 'critical' || name === 'high') && { tone: name === 'critical' ? 'bad' as const : 'warn' as const }) };
      })} />
      <search className={styles.filters}>
        <SearchBox label="Search vulnerabilities" placeholder="Id, title or package" value={search.q ?? ''} maxLength={200} onSearch={(q) => show({ q: q === '' ? undefined : q })} />
        <Select<VulnerabilitySeverity | 'all'> compact label="Severity" value={search.severity ?? 'all'} options={severityOptions} onChange={(severity) => show({ severity: severity === 'all' ? undefined : severity })} />
        <Select<VulnerabilityStatus | 'all' | 'unresolved'> compact label="State" value={search.status ?? 'unresolved'} options={statusOptions} onChange={(status) => show({ status: status === 'unresolved' ? undefined : status })} />
        <Select compact label="Service" value={search.service ?? ''} options={[['', 'All services'], ...[...new Set([...services, ...(search.service === undefined ? [] : [search.service])])].map((name) => [name, name] as const)]} onChange={(service) => show({ service: service === '' ? undefined : service })} />
      </search>
      <Loaded query={list} what="The vulnerabilities">
        {(data) => data.length > 0 ? (
          <>
            {data.length === mostShown && <p>The first {mostShown} are shown. Filters show others.</p>}
            <VirtualList label="Vulnerabilities" items={data} keyOf={({ vuln_id }) => vuln_id} rowHeight={72} row={(vulnerability, tabIndex) => <Row vulnerability={vulnerability} tabIndex={tabIndex} onOpen={() => show({ id: vulnerability.vuln_id })} />} />
          </>
        ) : wasScanned ? (
          <Empty icon="filter" title="No vulnerability matches"><Button onClick={() => show({ severity: undefined, status: 'all', service: undefined, q: undefined })}>Show all</Button></Empty>
        ) : (
          <Empty icon="shield" title="Nothing was scanned yet">
            <p>Import what Trivy, a SARIF tool or a CycloneDX generator wrote, or let your pipeline send it to <code>/api/v1/ingest/vulnerabilities</code>.</p>
          </Empty>
        )}
      </Loaded>
      {wasScanned && (
        <>
          <div className={styles.trend}><Suspense fallback={<Pending />}><Trend /></Suspense></div>
          <Scans />
        </>
      )}
      <Modal title="Import a scan" open={isImporting} onOpenChange={setIsImporting}>{isImporting && <ImportForm onDone={() => setIsImporting(false)} />}</Modal>
      <VulnerabilityDrawer id={search.id} onClose={() => show({ id: undefined })} mayWrite={mayWrite} />
    </Page>
  );
}

function Row({ vulnerability, tabIndex, onOpen }: { vulnerability: Vulnerability; tabIndex: 0 | -1; onOpen: () => void }) {
  const severity = severityView(vulnerability.severity);
  const status = statusView(vulnerability.status);
  return (
    <button type="button" className={styles.row} tabIndex={tabIndex} onClick={onOpen}>
      <span className={styles.severity}><Badge tone={severity.tone} icon={severity.icon}>{severity.label}</Badge></span>
      <span className={styles.what}>
        <span className={styles.title}>{vulnerability.cve_id}: {vulnerability.title}</span>
        <span className={styles.facts}>
          {vulnerability.package_name} {vulnerability.installed_version}{vulnerability.fixed_version != null && vulnerability.fixed_version !== '' && ` → ${vulnerability.fixed_version}`} · {vulnerability.service_name} · seen <Ago at={vulnerability.last_seen} />
          {vulnerability.assignee != null && vulnerability.assignee !== '' && ` · ${vulnerability.assignee}`}
        </span>
      </span>
      <Badge tone={status.tone} icon={status.icon}>{status.label}</Badge>
    </button>
  );
}
