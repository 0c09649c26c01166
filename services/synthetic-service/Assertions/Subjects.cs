namespace SreCopilot.SyntheticService.Assertions;

/// <summary>What assertions may be about.</summary>
internal static class Subjects
{
    public const string StatusCode = "status_code";
    public const string ResponseTime = "response_time_ms";
    public const string CertificateDays = "certificate_days_left";
    public const string Body = "body";

    private const string Header = "header.";

    /// <summary>The name under which an answer knows it; null for none.</summary>
    public static string? Normalize(string subject)
    {
        if (subject.StartsWith('$'))
        {
            return JsonPath.Parse(subject) is null ? null : subject;
        }

        // header[Content-Type] and json.a.b say the same as header.content-type and $.a.b.
        var lower = subject.ToLowerInvariant();
        if (lower.StartsWith("header[", StringComparison.Ordinal) && lower.EndsWith(']'))
        {
            lower = Header + lower[7..^1].Trim('"', '\'');
        }

        return lower switch
        {
            StatusCode or "status" => StatusCode,
            ResponseTime or "response_time" => ResponseTime,
            CertificateDays or "cert_days_left" => CertificateDays,
            Body => Body,
            _ when lower.StartsWith(Header, StringComparison.Ordinal) && lower.Length > Header.Length => lower,
            _ when lower.StartsWith("json.", StringComparison.Ordinal) => Normalize($"${subject[4..]}"),
            _ => null,
        };
    }

    public static bool IsHeader(string subject, out string name)
    {
        name = subject.StartsWith(Header, StringComparison.Ordinal) ? subject[Header.Length..] : "";
        return name.Length > 0;
    }
}
