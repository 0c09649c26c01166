import { useState, type ReactNode } from 'react';
import { Button } from './Button';
import form from './Form.module.css';
import { Modal } from './Modal';

interface Props {
  /** On the button that asks, and on the one that confirms. */
  action: string;
  /** Which one, for those who hear the button without the row around it. */
  subject: string;
  question: string;
  children: ReactNode;
  onConfirm: () => void;
}

/** A button for what cannot be undone: it says what will happen before it does. */
export function Confirm({ action, subject, question, children, onConfirm }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{action}<span className="visually-hidden"> {subject}</span></Button>
      <Modal title={question} open={open} onOpenChange={setOpen}>
        <div className={form.form}>
          {children}
          <div className={form.actions}>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="danger" onClick={() => {
              setOpen(false);
              onConfirm();
            }}>{action}</Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
