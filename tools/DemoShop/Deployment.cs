using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.DemoShop;

/// <summary>A deployment, as a pipeline reports it.</summary>
internal sealed record Deployment(string Service, string Version, DateTimeOffset Time, string Description = "")
{
    /// <summary>Two that are innocent.</summary>
    public static IEnumerable<Deployment> Usual(DateTimeOffset end) =>
    [
        new("catalog", "1.8.2", end.AddMinutes(-100)),
        new("payments", "3.0.1", end.AddMinutes(-190)),
    ];

    /// <summary>The one that is not. Every episode has a version of its own.</summary>
    public static Deployment Of(Episode episode) => new("checkout", $"2.{Number(episode)}.0", episode.Deployed, "Coupons");

    /// <summary>What repairs it.</summary>
    public static Deployment Back(Episode episode) => new("checkout", $"2.{Number(episode)}.1", episode.To, "Rolled back: no coupons");

    // As long as one of Git.
    private string Commit => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Service} {Version}")))[..40];

    public ShopRequest ToRequest() => new("/deployments", "/api/v1/deployments", "", OtlpText.Object(json =>
    {
        json.WriteString("service", Service);
        json.WriteString("version", Version);
        json.WriteString("commit_sha", Commit);
        json.WriteString("description", Description);
        json.WriteString("deployed_by", "pipeline");
        json.WriteString("timestamp", OtlpText.Iso(Time));
        json.WriteString("external_id", $"{Service}-{Version}");
    }));

    private static string Number(Episode episode) => episode.From.UtcDateTime.ToString("yyMMddHHmm", CultureInfo.InvariantCulture);
}
