namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>The formats that scans come in.</summary>
internal static class ScanFormat
{
    public const string Native = "native";
    public const string Sarif = "sarif";
    public const string Trivy = "trivy";
    public const string CycloneDx = "cyclonedx";

    public static IReadOnlyList<string> All { get; } = [Native, Sarif, Trivy, CycloneDx];

    /// <summary>The format that a document says or shows that it has; null for none.</summary>
    public static string? Detect(JsonSlice document) =>
        document.Field("bomFormat").Text() == "CycloneDX" ? CycloneDx
        : document.Field("runs").IsArray ? Sarif
        : document.Has("SchemaVersion") && (document.Has("ArtifactName") || document.Has("Results")) ? Trivy
        : document.Has("vulnerabilities") || document.Has("source") ? Native
        : null;

    public static ScanReading Read(string format, JsonSlice document, int mostFindings) => format switch
    {
        Sarif => SarifFormat.Read(document, mostFindings),
        Trivy => TrivyFormat.Read(document, mostFindings),
        CycloneDx => CycloneDxFormat.Read(document, mostFindings),
        _ => NativeFormat.Read(document, mostFindings),
    };

    /// <summary>The name of a tool as a source: <c>Trivy</c> and <c>GitHub CodeQL</c> become <c>trivy</c> and <c>github-codeql</c>.</summary>
    public static string SourceOf(string? tool, string fallback)
    {
        var name = string.Concat(JsonText.Line(tool, 50).ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' ? character : '-')).Trim('-');
        return name.Length == 0 ? fallback : name;
    }

    public static string TooMany(int most) => $"There are more than {most} findings. Send them in parts, with another target each.";
}
