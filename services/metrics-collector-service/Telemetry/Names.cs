namespace SreCopilot.MetricsCollectorService.Telemetry;

/// <summary>How long things may be.</summary>
internal static class Names
{
    public const int ServiceLength = 255;
    public const int OperationLength = 500;
    public const int IdLength = 128;
    public const int AttributesLength = 64 * 1024;

    public static string? OrNull(string text) => text.Length == 0 ? null : text;

    public static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
