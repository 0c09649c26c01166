import styles from './Badge.module.css';
import { Icon, type IconName } from './Icon';

export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'neutral';

/** A state in a word and an icon; the colour only repeats it. */
export function Badge({ tone, icon, children }: { tone: Tone; icon: IconName; children: string }) {
  return <span className={styles.badge} data-tone={tone}><Icon name={icon} size={14} />{children}</span>;
}
