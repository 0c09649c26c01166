import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../api/error';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { BackLink } from '../ui/BackLink';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Grid } from './Grid';
import { dashboardKeys, dashboardQuery, deleteDashboard, saveDashboard, type Dashboard } from './queries';
import type { Widget } from './widgets';

/** A dashboard to look at, or to arrange. */
export function DashboardPage({ id }: { id: string }) {
  const query = useQuery(dashboardQuery(id));
  const isGone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  if (query.data !== undefined) return <View dashboard={query.data} />;
  return (
    <Page title="Dashboard" intro={<BackLink to="/dashboards">Dashboards</BackLink>}>
      {isGone ? <Empty icon="chart" title="There is no such dashboard in this project"><p>Somebody may have deleted it.</p></Empty> : <Loaded query={query} what="The dashboard">{() => null}</Loaded>}
    </Page>
  );
}

function View({ dashboard }: { dashboard: Dashboard }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  const { window, zoom } = useRange();
  // What is being arranged; null while the dashboard is looked at.
  const [draft, setDraft] = useState<{ name: string; widgets: Widget[] } | null>(null);
  useShortcuts({ r: refreshNow });
  const saving = useMutation({
    mutationFn: ({ name, widgets }: { name: string; widgets: Widget[] }) => saveDashboard(dashboard.id, name.trim(), widgets),
    onSuccess: (saved) => {
      client.setQueryData(dashboardKeys.one(dashboard.id), saved);
      setDraft(null);
      return client.invalidateQueries({ queryKey: dashboardKeys.all, exact: true });
    },
  });
  const deleting = useMutation({
    mutationFn: () => deleteDashboard(dashboard.id),
    onSuccess: async () => {
      await navigate({ to: '/dashboards' });
      client.removeQueries({ queryKey: dashboardKeys.one(dashboard.id) });
      await client.invalidateQueries({ queryKey: dashboardKeys.all, exact: true });
    },
  });
  const widgets = draft?.widgets ?? dashboard.widgets;
  return (
    <Page title={dashboard.name} intro={<BackLink to="/dashboards">Dashboards</BackLink>} actions={draft === null ? (
      <>
        {mayWrite && <Button onClick={() => setDraft({ name: dashboard.name, widgets: dashboard.widgets })}>Arrange</Button>}
        {mayWrite && <Confirm action="Delete" subject={dashboard.name} question="Delete this dashboard?" onConfirm={() => deleting.mutate()}><p>Its {dashboard.widgets.length} charts are gone for everybody. The metrics stay.</p></Confirm>}
        <RangePicker />
      </>
    ) : (
      <>
        <Button onClick={() => { setDraft(null); saving.reset(); }}>Cancel</Button>
        <Button variant="primary" busy={saving.isPending} disabled={draft.name.trim() === ''} onClick={() => saving.mutate(draft)}>Save</Button>
      </>
    )}>
      {draft !== null && <Field label="Name" name="name" value={draft.name} maxLength={255} onChange={(name) => setDraft({ ...draft, name })} />}
      <Failure title="The dashboard was not saved" error={saving.error} />
      <Failure title="The dashboard was not deleted" error={deleting.error} />
      {widgets.length === 0 ? (
        <Empty icon="chart" title="No charts yet"><p>Find one under <Link to="/metrics">Metrics</Link> and add it here.</p></Empty>
      ) : <Grid widgets={widgets} window={window} onZoom={zoom} onChange={draft === null ? undefined : (next) => setDraft({ ...draft, widgets: next })} />}
    </Page>
  );
}
