using System.ComponentModel.DataAnnotations;

namespace SreCopilot.Revocations;

/// <summary>Configuration section <c>Revocations</c>.</summary>
internal sealed class RevocationOptions
{
    public const string SectionName = "Revocations";

    /// <summary>Seconds between two questions to auth-service: how long a revoked token may live on. Default 1.</summary>
    [Range(0.05, 60)]
    public double PollSeconds { get; set; } = 1;

    /// <summary>Hours for which an entry is kept: at least as long as an access token or a cached API key can live. Default 24.</summary>
    [Range(1, 168)]
    public double KeepHours { get; set; } = 24;
}
