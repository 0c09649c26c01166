const coarse = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 2 });
const fine = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumSignificantDigits: 2 });

/** Requests cost parts of a cent: those keep two digits that say something. */
export function formatMoney(dollars: number): string {
  return dollars !== 0 && Math.abs(dollars) < 0.1 ? fine.format(dollars) : coarse.format(dollars);
}
