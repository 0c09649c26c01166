namespace SreCopilot.DemoShop;

/// <summary>Something that the shop sends.</summary>
/// <param name="Path">The path at the service that takes it.</param>
/// <param name="PublicPath">The path at the entry point.</param>
/// <param name="Scope">What its API key must be allowed to do; empty for what an engineer or a pipeline sends.</param>
/// <param name="Body">JSON.</param>
public sealed record ShopRequest(string Path, string PublicPath, string Scope, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether log-service takes it; else metrics-collector-service does.</summary>
    public bool IsForLogs => Path == "/otlp/v1/logs";

    internal static ShopRequest Otlp(string signal, ReadOnlyMemory<byte> body) => new($"/otlp/v1/{signal}", $"/api/v1/otlp/v1/{signal}", $"ingest:{signal}", body);
}
