import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { describe } from '../api/error';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Notice } from '../ui/Notice';
import page from '../ui/Page.module.css';
import { Pager } from '../ui/Pager';
import { useTitle } from '../ui/useTitle';
import { IncidentFilters } from './IncidentFilters';
import { IncidentListSkeleton, IncidentTable } from './IncidentTable';
import { IncidentSummary } from './IncidentSummary';
import { NewIncidentDialog } from './NewIncidentDialog';
import { NoIncidents } from './NoIncidents';
import { incidentListQuery } from './queries';
import type { IncidentSearch } from './search';

export function IncidentsPage({ search }: { search: IncidentSearch }) {
  useTitle('Incidents');
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  const [isCreating, setIsCreating] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  const { data, error, isPlaceholderData, refetch } = useQuery(incidentListQuery(search));
  const show = (next: IncidentSearch) => void navigate({ to: '/incidents', search: next, replace: true });

  useShortcuts({
    'r': () => void refetch(),
    '/': () => searchBox.current?.focus(),
    ...(mayWrite && { n: () => setIsCreating(true) }),
  });

  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>Incidents</h1>
          <IncidentSummary />
        </div>
        {mayWrite && <Button variant="primary" onClick={() => setIsCreating(true)}><Icon name="plus" size={16} />New incident</Button>}
      </header>
      <IncidentFilters search={search} onChange={show} searchBox={searchBox} />
      {error !== null && (
        <Notice tone={data === undefined ? 'bad' : 'warn'} role="status" title={data === undefined ? 'The incidents could not be read' : 'No fresh answer: this may be old'}>
          <p>{describe(error)} <Button variant="quiet" onClick={() => void refetch()}>Try again</Button></p>
        </Notice>
      )}
      {data === undefined ? error === null && <IncidentListSkeleton />
        : data.items.length === 0 ? <NoIncidents search={search} onShowAll={() => show({})} onCreate={mayWrite ? () => setIsCreating(true) : undefined} />
        : <IncidentTable incidents={data.items} isOld={isPlaceholderData} />}
      {data !== undefined && <Pager page={search.page ?? 1} pages={data.pages} onPage={(next) => void navigate({ to: '/incidents', search: { ...search, page: next } })} />}
      <NewIncidentDialog open={isCreating} onOpenChange={setIsCreating} />
    </div>
  );
}
