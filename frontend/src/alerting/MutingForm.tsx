import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/error';
import { Button } from '../ui/Button';
import { Check, Checks } from '../ui/Checks';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Select } from '../ui/Select';
import { TextArea } from '../ui/TextArea';
import { severityNames, severityViews } from './condition';
import { criterion, toLocalInput } from './muting';
import { alertingKeys, conditionsQuery, createMuting, updateMuting, type MutingInput, type MutingRule } from './queries';

const repeats = [['none', 'Once'], ['daily', 'Every day'], ['weekly', 'Every week']] as const;
const hour = 3_600_000;

export function MutingForm({ rule, onDone }: { rule: MutingRule | null; onDone: () => void }) {
  const client = useQueryClient();
  const { data: conditions } = useQuery(conditionsQuery);
  const [opened] = useState(() => Date.now());
  const [values, setValues] = useState(() => ({
    name: rule?.name ?? '', description: rule?.description ?? '', start: toLocalInput(rule === null ? opened : Date.parse(rule.start_time)), end: toLocalInput(rule === null ? opened + hour : Date.parse(rule.end_time)),
    repeat: rule?.repeat ?? 'none', conditionIds: rule?.condition_ids ?? [], service: criterion(rule?.match_criteria ?? {}, 'service_name'), severity: criterion(rule?.match_criteria ?? {}, 'severity'), enabled: rule?.enabled ?? true,
  }));
  const set = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  const [from, to] = [Date.parse(values.start), Date.parse(values.end)];
  const isReady = values.name.trim() !== '' && from < to;
  const saving = useMutation({
    mutationFn: () => {
      // What the form does not show, such as labels, stays.
      const others = Object.fromEntries(Object.entries(rule?.match_criteria ?? {}).filter(([name]) => name !== 'service_name' && name !== 'severity'));
      const body: MutingInput = {
        name: values.name.trim(), description: values.description.trim(), condition_ids: values.conditionIds, repeat: values.repeat, enabled: values.enabled,
        match_criteria: { ...others, ...(values.service.trim() !== '' && { service_name: values.service.trim() }), ...(values.severity !== '' && { severity: values.severity }) },
        start_time: new Date(from).toISOString(), end_time: new Date(to).toISOString(),
      };
      return rule === null ? createMuting(body) : updateMuting(rule.rule_id, body);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: alertingKeys.muting });
      onDone();
    },
  });
  const fields = saving.error instanceof ApiError ? saving.error.problem.fields : {};
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      if (isReady && !saving.isPending) saving.mutate();
    }}>
      <Field label="Name" name="name" value={values.name} maxLength={200} error={fields.name} onChange={(name) => set({ name })} />
      <TextArea label="Why (optional)" rows={2} value={values.description} maxLength={2000} error={fields.description} onChange={(description) => set({ description })} />
      <div className={form.pair}>
        <Field label="From" name="start_time" type="datetime-local" value={values.start} error={fields.start_time} onChange={(start) => set({ start })} />
        <Field label="To" name="end_time" type="datetime-local" value={values.end} error={fields.end_time ?? (to <= from ? 'It must end after its begin.' : undefined)} onChange={(end) => set({ end })} />
      </div>
      <Select label="Repeat" value={values.repeat} options={repeats} onChange={(repeat) => set({ repeat })} />
      <Checks legend="Only these conditions (none: all)" none="There are no conditions yet." options={(conditions ?? []).map(({ condition_id, name }) => [condition_id, name] as const)} chosen={values.conditionIds} onChange={(conditionIds) => set({ conditionIds })} />
      <div className={form.pair}>
        <Field label="Only this service (optional)" name="service" value={values.service} maxLength={200} onChange={(service) => set({ service })} />
        <Select label="Only this severity" value={values.severity} options={[['', 'Any'], ...severityNames.map((name) => [name, severityViews[name]?.label ?? name] as const)]} onChange={(severity) => set({ severity })} />
      </div>
      <Check label="Switched on" checked={values.enabled} onChange={(enabled) => set({ enabled })} />
      {Object.keys(fields).length === 0 && <Failure title="The rule was not saved" error={saving.error} />}
      <div className={form.actions}><Button type="submit" variant="primary" busy={saving.isPending} disabled={!isReady}>Save the rule</Button></div>
    </form>
  );
}
