namespace Aspire.Hosting.ApplicationModel;

/// <summary>The formats that may follow a value in an expression, as in <c>{password:uri}</c>.</summary>
internal static class ValueFormat
{
    public static string? Apply(string? value, string? format) => format?.ToLowerInvariant() switch
    {
        null or "" => value,
        "uri" => value is null ? null : Uri.EscapeDataString(value),
        _ => throw new FormatException($"The format '{format}' is not supported in a reference expression. Use 'uri' or none."),
    };
}
