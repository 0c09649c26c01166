import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMayWrite } from '../session/useMayWrite';
import { Ago } from '../ui/Ago';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Icon } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { Page } from '../ui/Page';
import { createDashboard, dashboardKeys, dashboardsQuery } from './queries';

export function DashboardsPage() {
  const dashboards = useQuery(dashboardsQuery);
  const mayWrite = useMayWrite();
  const [isCreating, setIsCreating] = useState(false);
  return (
    <Page title="Dashboards" intro="Charts that belong together, chosen by your team." actions={mayWrite && <Button variant="primary" onClick={() => setIsCreating(true)}><Icon name="plus" size={16} />New dashboard</Button>}>
      <Loaded query={dashboards} what="The dashboards">
        {(data) => data.length === 0 ? (
          <Empty icon="chart" title="No dashboards yet"><p>Find a chart under <Link to="/metrics">Metrics</Link> and add it to a dashboard.</p></Empty>
        ) : (
          <ul className={list.list} aria-label="Dashboards">
            {data.map(({ id, name, widgets, updatedAt }) => (
              <li key={id} className={list.row}>
                <div className={list.what}>
                  <Link to="/dashboards/$dashboardId" params={{ dashboardId: id }} className={list.name}>{name}</Link>
                  <p className={list.facts}>{widgets.length} {widgets.length === 1 ? 'chart' : 'charts'} · changed <Ago at={updatedAt} /></p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Modal title="New dashboard" open={isCreating} onOpenChange={setIsCreating}><NewForm /></Modal>
    </Page>
  );
}

function NewForm() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const creating = useMutation({
    mutationFn: () => createDashboard(name.trim(), []),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: dashboardKeys.all });
      await navigate({ to: '/dashboards/$dashboardId', params: { dashboardId: id } });
    },
  });
  return (
    <form className={form.form} onSubmit={(event) => {
      event.preventDefault();
      if (name.trim() !== '' && !creating.isPending) creating.mutate();
    }}>
      <Field label="Name" name="name" value={name} maxLength={255} onChange={setName} />
      <Failure title="The dashboard was not made" error={creating.error} />
      <div className={form.actions}><Button type="submit" variant="primary" busy={creating.isPending} disabled={name.trim() === ''}>Make the dashboard</Button></div>
    </form>
  );
}
