import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import type { Me } from '../api/contract';
import { ProjectSwitcher } from '../projects/ProjectSwitcher';
import { Icon } from '../ui/Icon';
import { Logo } from '../ui/Logo';
import { Navigation } from './Navigation';
import styles from './NavigationDrawer.module.css';

/** The navigation on narrow screens, where the side bar is hidden. */
export function NavigationDrawer({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={styles.trigger} aria-label="Open navigation"><Icon name="menu" size={20} /></Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.drawer}>
          <div className={styles.head}>
            <Dialog.Title className="visually-hidden">Navigation</Dialog.Title>
            <Logo />
            <Dialog.Close className={styles.close} aria-label="Close navigation"><Icon name="close" size={20} /></Dialog.Close>
          </div>
          <ProjectSwitcher me={me} onSwitched={() => setOpen(false)} />
          <Navigation onNavigate={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
