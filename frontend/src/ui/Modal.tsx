import { Dialog } from '@base-ui/react/dialog';
import { useRef, type ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Modal.module.css';

interface Props {
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}

/** A layer that wants an answer before the page goes on. */
export function Modal({ title, open, onOpenChange, children }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup ref={popup} className={styles.modal} initialFocus={() => popup.current?.querySelector<HTMLElement>('input, select, textarea') ?? true}>
          <div className={styles.head}>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className={styles.close} aria-label="Close"><Icon name="close" /></Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
