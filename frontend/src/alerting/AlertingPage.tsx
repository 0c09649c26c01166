import type { ReactNode } from 'react';
import { Page } from '../ui/Page';
import { Tabs } from '../ui/Tabs';

const tabs = [
  { to: '/alerts', label: 'Alerts', exact: true },
  { to: '/alerts/conditions', label: 'Conditions' },
  { to: '/alerts/policies', label: 'Policies' },
  { to: '/alerts/channels', label: 'Channels' },
  { to: '/alerts/muting', label: 'Muting' },
] as const;

/** The frame of everything about alerts: what fires, why it does, and who is told. */
export function AlertingPage({ title, intro, actions, children }: { title: string; intro: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <Page title={title} intro={intro} actions={actions} inOrder>
      <Tabs label="Alerting" tabs={tabs} />
      {children}
    </Page>
  );
}
