import { useEffect, useState, type RefObject } from 'react';
import type { Severity, State } from '../api/contract';
import { Icon } from '../ui/Icon';
import { Select } from '../ui/Select';
import styles from './IncidentFilters.module.css';
import { severities, severityViews, states, stateViews } from './labels';
import { readSearch, unresolved, type IncidentSearch } from './search';

interface Props {
  search: IncidentSearch;
  onChange: (search: IncidentSearch) => void;
  searchBox: RefObject<HTMLInputElement | null>;
}

const pauseMs = 250;

export function IncidentFilters({ search, onChange, searchBox }: Props) {
  const [text, setText] = useState(search.q ?? '');
  const wanted = text.trim();

  // One question when the typing pauses, not one per key.
  useEffect(() => {
    if (wanted === (search.q ?? '')) return;
    const timer = window.setTimeout(() => onChange(readSearch({ ...search, q: wanted, page: 1 })), pauseMs);
    return () => window.clearTimeout(timer);
  }, [wanted, search, onChange]);

  const change = (part: { state?: State[] | undefined; severity?: Severity[] | undefined }) => onChange(readSearch({ ...search, ...part, page: 1 }));

  return (
    <search className={styles.filters}>
      <div className={styles.box}>
        <Icon name="search" size={16} />
        <input ref={searchBox} type="search" aria-label="Search title, service and description" placeholder="Search title, service, description"
          value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
      </div>
      <Select compact label="State" value={stateValue(search.state)} options={stateOptions}
        onChange={(value) => change({ state: value === 'all' ? undefined : value === 'open' ? unresolved : [value] })} />
      <Select compact label="Severity" value={search.severity?.[0] ?? 'all'} options={severityOptions}
        onChange={(value) => change({ severity: value === 'all' ? undefined : [value] })} />
    </search>
  );
}

const stateOptions: readonly (readonly [State | 'all' | 'open', string])[] = [
  ['all', 'All states'], ['open', 'Unresolved'], ...states.map((state) => [state, stateViews[state].label] as const),
];

const severityOptions: readonly (readonly [Severity | 'all', string])[] = [
  ['all', 'All severities'], ...severities.map((severity) => [severity, severityViews[severity].label] as const),
];

function stateValue(chosen: State[] | undefined): State | 'all' | 'open' {
  if (chosen === undefined) return 'all';
  return chosen.length === 1 ? chosen[0] ?? 'all' : 'open';
}
