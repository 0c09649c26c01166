import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { MetricSearch } from '../metrics/search';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Modal } from '../ui/Modal';
import { Select } from '../ui/Select';
import { createDashboard, dashboardKeys, dashboardsQuery, saveDashboard } from './queries';
import { newWidget } from './widgets';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  query: MetricSearch;
}

const another = '';

export function AddToDashboard({ open, onOpenChange, title, query }: Props) {
  return <Modal title="Add to a dashboard" open={open} onOpenChange={onOpenChange}><AddForm title={title} query={query} /></Modal>;
}

function AddForm({ title, query }: { title: string; query: MetricSearch }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: dashboards } = useQuery(dashboardsQuery);
  const [chosen, setChosen] = useState(another);
  const [name, setName] = useState('');
  const [heading, setHeading] = useState(title);
  const adding = useMutation({
    mutationFn: () => {
      const widget = newWidget(heading.trim(), query);
      const dashboard = dashboards?.find(({ id }) => id === chosen);
      return dashboard === undefined ? createDashboard(name.trim(), [widget]) : saveDashboard(dashboard.id, dashboard.name, [...dashboard.widgets, widget]);
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: dashboardKeys.all });
      await navigate({ to: '/dashboards/$dashboardId', params: { dashboardId: id } });
    },
  });
  const isReady = chosen !== another || name.trim() !== '';
  return (
    <form className={form.form} onSubmit={(event) => {
      event.preventDefault();
      if (isReady && !adding.isPending) adding.mutate();
    }}>
      <Select label="Dashboard" value={chosen} options={[[another, 'A new one'], ...(dashboards ?? []).map((one) => [one.id, one.name] as const)]} onChange={setChosen} />
      {chosen === another && <Field label="Name of the new dashboard" name="name" value={name} maxLength={255} onChange={setName} />}
      <Field label="Title of the chart" name="title" value={heading} maxLength={255} onChange={setHeading} />
      <Failure title="The chart was not added" error={adding.error} />
      <div className={form.actions}><Button type="submit" variant="primary" busy={adding.isPending} disabled={!isReady}>Add the chart</Button></div>
    </form>
  );
}
