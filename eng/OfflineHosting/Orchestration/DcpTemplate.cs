using System.Text.RegularExpressions;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// DCP evaluates environment values and arguments as Go templates. The host uses one function of them, for the port a
/// process must listen on; everything else that looks like a template (a password with braces) must stay as it is.
/// </summary>
internal static partial class DcpTemplate
{
    public static string PortForServing(string serviceName) => $$$"""{{- portForServing "{{{serviceName}}}" -}}""";

    /// <summary>Protects all braces but those of <see cref="PortForServing"/>.</summary>
    public static string Escape(string value) =>
        value.Contains("{{", StringComparison.Ordinal) ? OpeningBraces().Replace(value, """{{"{{"}}""") : value;

    [GeneratedRegex("""\{\{(?!- portForServing "[a-z0-9-]+" -\}\})""")]
    private static partial Regex OpeningBraces();
}
