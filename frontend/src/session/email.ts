/** Only what is certainly no address is stopped here; the server has the last word. */
export function checkEmail(email: string): { email?: string } {
  const address = email.trim();
  if (address === '') return { email: 'Enter your email address.' };
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) return { email: 'Enter a full email address, such as ana@example.com.' };
  return {};
}
