using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace SreCopilot.ApiGateway.Cors;

/// <summary>Configuration section <c>Cors</c>.</summary>
internal sealed class CorsSettings
{
    /// <summary>Web sites whose pages may call the API with the user's cookies, as origins separated by commas, for example
    /// <c>https://ops.example.com</c>. Setting <c>Cors:AllowedOrigins</c> (environment variable <c>Cors__AllowedOrigins</c>);
    /// <c>FRONTEND_URL</c> adds one. Default none: the platform's own pages come from the same origin and need no entry.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];
}

internal sealed class CorsSettingsSetup(IConfiguration configuration) : IConfigureOptions<CorsSettings>, IValidateOptions<CorsSettings>
{
    public void Configure(CorsSettings options) => options.AllowedOrigins =
    [
        .. new[] { configuration["Cors:AllowedOrigins"], configuration["FRONTEND_URL"] }
            .SelectMany(list => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(origin => origin.TrimEnd('/').ToLowerInvariant())
            .Distinct(),
    ];

    public ValidateOptionsResult Validate(string? name, CorsSettings options)
    {
        var mistakes = options.AllowedOrigins.Where(origin => !IsOrigin(origin)).ToList();
        return mistakes.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Cors__AllowedOrigins and FRONTEND_URL must be origins such as https://ops.example.com, without a path or wildcard; this is not: {string.Join(", ", mistakes)}");
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && !text.Contains('*', StringComparison.Ordinal)
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0;
}

/// <summary>The same as a set.</summary>
internal sealed class TrustedOrigins(IOptions<CorsSettings> settings)
{
    private readonly FrozenSet<string> _origins = settings.Value.AllowedOrigins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool Contains(string origin) => _origins.Contains(origin);
}
