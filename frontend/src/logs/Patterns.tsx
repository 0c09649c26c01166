import { useQuery } from '@tanstack/react-query';
import type { LogLevel, LogPattern } from '../api/contract';
import { Sparkline } from '../charts/Sparkline';
import type { TimeWindow } from '../time/range';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatCount, formatNumber } from '../ui/number';
import { VirtualList } from '../ui/VirtualList';
import { levelViews } from './levels';
import styles from './Patterns.module.css';
import { patternsQuery } from './queries';
import { levels, type LogSearch } from './search';

interface Props {
  search: LogSearch;
  window: TimeWindow;
  onChoose: (pattern: string) => void;
}

/** Messages that differ only in their changing parts, the most frequent first. A click shows their lines. */
export function Patterns({ search, window, onChoose }: Props) {
  const query = useQuery(patternsQuery(search, window));
  return (
    <Loaded query={query} what="The patterns">
      {(patterns) => patterns.length === 0 ? (
        <Empty icon="lines" title="No patterns in this time"><p>Patterns are counted by the hour: try a longer time.</p></Empty>
      ) : (
        <>
          <p className={styles.note}>
            {formatCount(patterns.length)} patterns, counted by the hour{(search.q ?? search.service) !== undefined && ', of all services: the search text does not apply here'}
          </p>
          <VirtualList label="Patterns" items={patterns} keyOf={({ id }) => id} rowHeight={64} row={(pattern, tabIndex) => <PatternRow pattern={pattern} tabIndex={tabIndex} onChoose={onChoose} />} />
        </>
      )}
    </Loaded>
  );
}

function PatternRow({ pattern, tabIndex, onChoose }: { pattern: LogPattern; tabIndex: 0 | -1; onChoose: (pattern: string) => void }) {
  const { label, tone, icon } = levelViews[levels.find((level) => level === (pattern.level as LogLevel)) ?? 'INFO'];
  return (
    <button type="button" className={styles.row} tabIndex={tabIndex} title={pattern.sample} onClick={() => onChoose(pattern.id)}>
      <span className={styles.count}>{formatNumber(pattern.count)}</span>
      <Sparkline values={pattern.trend} />
      <span className={styles.what}>
        <span className={styles.pattern}>{pattern.pattern}</span>
        <span className={styles.facts}>
          <Badge tone={tone} icon={icon}>{label}</Badge>
          {pattern.is_new && <Badge tone="info" icon="plus">New</Badge>}
          <span>last <Ago at={pattern.last_seen} /></span>
        </span>
      </span>
    </button>
  );
}
