import { useQuery } from '@tanstack/react-query';
import page from '../ui/Page.module.css';
import { formatDuration } from '../ui/time';
import styles from './IncidentSummary.module.css';
import { statisticsQuery } from './queries';
import { unresolved } from './search';

/** The project's situation in a sentence. */
export function IncidentSummary() {
  const { data } = useQuery(statisticsQuery);
  if (data === undefined) return <p className={`${page.intro ?? ''} ${styles.summary ?? ''}`}>&nbsp;</p>;
  const open = unresolved.reduce((sum, state) => sum + (data.by_state[state] ?? 0), 0);
  const facts = [open === 0 ? 'Nothing is open' : `${open} open`, `${data.detected_today} detected and ${data.resolved_today} resolved today`];
  const means = [
    ...(data.mean_time_to_acknowledge_seconds === null ? [] : [`acknowledged after ${formatDuration(data.mean_time_to_acknowledge_seconds * 1000)} on average`]),
    ...(data.mean_time_to_resolve_seconds === null ? [] : [`resolved after ${formatDuration(data.mean_time_to_resolve_seconds * 1000)}`]),
  ];
  return <p className={`${page.intro ?? ''} ${styles.summary ?? ''}`}>{facts.join(' · ')}<span className={styles.means}>{means.map((mean) => ` · ${mean}`)}</span></p>;
}
