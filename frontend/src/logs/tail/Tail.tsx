import { useRef, useState } from 'react';
import type { LogLine } from '../../api/contract';
import { Badge, type Tone } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Icon, type IconName } from '../../ui/Icon';
import { Notice } from '../../ui/Notice';
import { formatCount } from '../../ui/number';
import { VirtualList } from '../../ui/VirtualList';
import { LogRow } from '../LogRow';
import styles from '../LogsPage.module.css';
import type { LogSearch } from '../search';
import type { TailState } from './TailConnection';
import { mostKept } from './TailBuffer';
import { useTail } from './useTail';

const views: Record<TailState, { label: string; tone: Tone; icon: IconName }> = {
  live: { label: 'Live', tone: 'good', icon: 'check' },
  connecting: { label: 'Connecting…', tone: 'neutral', icon: 'refresh' },
  refused: { label: 'Not connected', tone: 'bad', icon: 'unplugged' },
  ended: { label: 'Ended', tone: 'warn', icon: 'x' },
};

/** Below this the reader is at the top and wants the newest line; further down nothing may move. */
const topPixels = 8;

/** New lines as they come. Pausing, or scrolling down, keeps what is in sight where it is. */
export function Tail({ search, onOpen }: { search: LogSearch; onOpen: (line: LogLine) => void }) {
  const { lines, waiting, skipped, state, hold, clear, retry } = useTail(search);
  const [isPaused, setIsPaused] = useState(false);
  const [isDown, setIsDown] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const { label, tone, icon } = views[state];

  const pause = (next: boolean) => {
    setIsPaused(next);
    hold(next || isDown);
  };
  const scrolled = (top: number) => {
    const next = top > topPixels;
    if (next === isDown) return;
    setIsDown(next);
    hold(next || isPaused);
  };
  const toTop = () => {
    setIsPaused(false);
    setIsDown(false);
    hold(false);
    scroller.current?.scrollTo({ top: 0 });
  };
  return (
    <div className={styles.lines}>
      <div className={styles.bar}>
        <span role="status"><Badge tone={tone} icon={icon}>{label}</Badge></span>
        <span data-tail-count={lines.length}>{formatCount(lines.length)} lines{lines.length === mostKept && ', the newest'}</span>
        {skipped > 0 && <span>{formatCount(skipped)} left out: too many to show</span>}
        <span className={styles.grow} />
        {waiting > 0 && <Button variant="quiet" onClick={toTop}>{formatCount(waiting)} new {waiting === 1 ? 'line' : 'lines'}</Button>}
        <Button onClick={clear}>Clear</Button>
        <Button aria-pressed={isPaused} onClick={() => pause(!isPaused)}><Icon name={isPaused ? 'play' : 'pause'} size={16} />{isPaused ? 'Resume' : 'Pause'}</Button>
      </div>
      {(state === 'refused' || state === 'ended') && (
        <Notice tone="warn" role="status" title={state === 'ended' ? 'Your session ended' : 'The live tail could not be opened'}>
          <p>Search works meanwhile. <Button variant="quiet" onClick={retry}>Try again</Button></p>
        </Notice>
      )}
      {lines.length === 0 ? (
        <Empty icon="lines" title="Waiting for new lines"><p>Lines that match appear here the moment they are stored.</p></Empty>
      ) : (
        <VirtualList label="New log lines" items={lines} keyOf={keyOf} rowHeight={28} scroller={scroller} onScroll={scrolled} row={(line, tabIndex) => <LogRow line={line} tabIndex={tabIndex} onOpen={onOpen} />} />
      )}
    </div>
  );
}

const keyOf = (line: LogLine) => line.id;
