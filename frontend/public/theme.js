// Runs before the first paint, as a file of its own because the content security policy allows no
// inline script. The app (src/ui/theme.ts) writes the same key and attribute.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('srecopilot.theme');
  } catch {
    // Storage may be blocked: the system's theme is used then.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
