import form from './Form.module.css';

interface Props {
  legend: string;
  options: readonly (readonly [value: string, label: string])[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** In place of the options when there are none. */
  none?: string;
}

/** Any of several things. */
export function Checks({ legend, options, chosen, onChange, none }: Props) {
  return (
    <fieldset className={form.choices}>
      <legend>{legend}</legend>
      {options.length === 0 && none !== undefined && <p className={form.hint}>{none}</p>}
      {options.map(([value, label]) => (
        <Check key={value} label={label} checked={chosen.includes(value)} onChange={(isChosen) => onChange(isChosen ? [...chosen, value] : chosen.filter((other) => other !== value))} />
      ))}
    </fieldset>
  );
}

export function Check({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return <label className={form.choice}><input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />{label}</label>;
}
