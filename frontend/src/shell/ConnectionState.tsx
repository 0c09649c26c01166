import { useConnection } from '../api/connection';
import { useLiveState } from '../live/useLive';
import { Icon, type IconName } from '../ui/Icon';
import styles from './ConnectionState.module.css';

const views = {
  live: { icon: 'check', label: 'Live' },
  connecting: { icon: 'refresh', label: 'Connecting…' },
  unavailable: { icon: 'alert', label: 'API unavailable' },
  unreachable: { icon: 'unplugged', label: 'No connection' },
} satisfies Record<string, { icon: IconName; label: string }>;

/** Whether the API answers, as the latest call found it, and whether what is shown changes by itself. */
export function ConnectionState() {
  const connection = useConnection();
  const live = useLiveState();
  const state = connection !== 'connected' ? connection : live === 'live' ? 'live' : 'connecting';
  const { icon, label } = views[state];
  return (
    <p className={styles.connection} data-connection={state} role="status">
      <Icon name={icon} size={15} />
      <span className={styles.label}>{label}</span>
    </p>
  );
}
