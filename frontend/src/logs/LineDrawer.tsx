import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LogLine } from '../api/contract';
import { ApiError } from '../api/error';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Drawer } from '../ui/Drawer';
import { Icon } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { Notice } from '../ui/Notice';
import { flatten } from './attributes';
import { levelViews } from './levels';
import styles from './LineDrawer.module.css';
import { formatTime, LogRow } from './LogRow';
import { contextQuery } from './queries';
import { term } from './search';

interface Props {
  id: string | undefined;
  onClose: () => void;
  onOpen: (line: LogLine) => void;
  onFilter: (term: string) => void;
}

/** Everything about a line: all of its text, its attributes, its trace, and what was written around it. */
export function LineDrawer({ id, onClose, onOpen, onFilter }: Props) {
  const query = useQuery({ ...contextQuery(id ?? ''), enabled: id !== undefined });
  const isGone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  return (
    <Drawer title="Log line" open={id !== undefined} onClose={onClose}>
      {isGone ? <Notice tone="warn" title="This line is not there">It may belong to another project, or its time to be kept is over.</Notice> : (
        <Loaded query={query} what="The line">
          {({ before, line, after }) => (
            <>
              <Line line={line} onFilter={onFilter} />
              <section aria-label="Around this line">
                <h3 className={styles.heading}>Around it in {line.service_name}</h3>
                <div className={styles.context}>
                  {[...after.toReversed(), line, ...before.toReversed()].map((other) => <LogRow key={other.id} line={other} isHere={other.id === line.id} onOpen={onOpen} />)}
                </div>
              </section>
            </>
          )}
        </Loaded>
      )}
    </Drawer>
  );
}

function Line({ line, onFilter }: { line: LogLine; onFilter: (term: string) => void }) {
  const { label, tone, icon } = levelViews[line.level];
  const attributes = flatten(line.attributes);
  return (
    <>
      <p className={styles.facts}>
        <Badge tone={tone} icon={icon}>{label}</Badge>
        <strong>{line.service_name}</strong>
        <time dateTime={line.timestamp}>{formatTime(line.timestamp)}</time>
      </p>
      <pre className={styles.message} tabIndex={0} aria-label="Message">{line.message}</pre>
      <div className={styles.links}>
        {line.trace_id != null && <Link to="/traces/$traceId" params={{ traceId: line.trace_id }} search={line.span_id == null ? {} : { span: line.span_id }}><Icon name="trace" size={16} />Open the trace</Link>}
        {line.trace_id != null && <Button variant="quiet" onClick={() => onFilter(term('trace', line.trace_id ?? ''))}>Lines of this trace</Button>}
        {line.pattern != null && <Button variant="quiet" onClick={() => onFilter(`pattern:${line.pattern}`)}>Lines like this</Button>}
      </div>
      <section aria-label="Attributes">
        <h3 className={styles.heading}>Attributes</h3>
        {attributes.length === 0 ? <p className={styles.none}>The sender gave none.</p> : (
          <dl className={styles.attributes}>
            {attributes.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
                <dd className={styles.filters}>
                  <button type="button" aria-label={`Only lines with ${name} ${value}`} onClick={() => onFilter(term(name, value))}><Icon name="plus" size={14} /></button>
                  <button type="button" aria-label={`No lines with ${name} ${value}`} onClick={() => onFilter(term(name, value, true))}><Icon name="minus" size={14} /></button>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </>
  );
}
