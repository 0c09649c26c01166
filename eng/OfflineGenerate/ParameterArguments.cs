namespace SreCopilot.OfflineGenerate;

/// <summary>Reads the <c>name=value</c> pairs of <c>--parameter</c>. Error texts name the parameter, never its value.</summary>
internal static class ParameterArguments
{
    public static Dictionary<string, string> Parse(IEnumerable<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var argument in arguments)
        {
            var separator = argument.IndexOf('=', StringComparison.Ordinal);
            if (separator <= 0)
            {
                throw new GenerateException("--parameter takes name=value.");
            }

            var name = argument[..separator];
            if (!values.TryAdd(name, argument[(separator + 1)..]))
            {
                throw new GenerateException($"The parameter '{name}' is given twice.");
            }
        }

        return values;
    }
}
