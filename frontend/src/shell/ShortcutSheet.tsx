import { Dialog } from '@base-ui/react/dialog';
import { Icon } from '../ui/Icon';
import styles from './ShortcutSheet.module.css';

const shortcuts: [string[], string][] = [
  [['?'], 'This sheet'],
  [['g', 's'], 'Go to service status'],
  [['r'], 'Refresh the page’s data'],
  [['Esc'], 'Close what is open'],
];

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ShortcutSheet({ open, onOpenChange }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.sheet}>
          <div className={styles.head}>
            <Dialog.Title>Keyboard shortcuts</Dialog.Title>
            <Dialog.Close className={styles.close} aria-label="Close"><Icon name="close" /></Dialog.Close>
          </div>
          <dl className={styles.list}>
            {shortcuts.map(([keys, meaning]) => (
              <div key={meaning}>
                <dt>{keys.map((key, index) => <span key={key}>{index > 0 && ' then '}<kbd>{key}</kbd></span>)}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
