import { useConnection, type Connection } from '../api/connection';
import { Icon, type IconName } from '../ui/Icon';
import styles from './ConnectionState.module.css';

const views: Record<Connection, { icon: IconName; label: string }> = {
  connected: { icon: 'check', label: 'Connected' },
  unavailable: { icon: 'alert', label: 'API unavailable' },
  unreachable: { icon: 'unplugged', label: 'No connection' },
};

/** Whether the API answers, as the latest call found it. */
export function ConnectionState() {
  const connection = useConnection();
  const { icon, label } = views[connection];
  return (
    <p className={styles.connection} data-connection={connection} role="status">
      <Icon name={icon} size={15} />
      <span className={styles.label}>{label}</span>
    </p>
  );
}
