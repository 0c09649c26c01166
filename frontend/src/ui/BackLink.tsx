import { Link } from '@tanstack/react-router';
import styles from './BackLink.module.css';
import { Icon } from './Icon';

/** The way from one entry back to the list it is in. */
export function BackLink({ to, children }: { to: '/services' | '/traces' | '/errors' | '/hosts' | '/dashboards' | '/synthetics' | '/alerts/conditions'; children: string }) {
  return <Link to={to} className={styles.back}><Icon name="chevronLeft" size={16} />{children}</Link>;
}
