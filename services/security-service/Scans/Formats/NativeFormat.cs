using System.Text.Json;
using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>
/// The platform's own format:
/// <code>{"source":"trivy","service_name":"web","vulnerabilities":[{"cve_id":"CVE-2024-1","title":"t","description":"d",
/// "severity":"high","package_name":"libx","installed_version":"1.0","fixed_version":null}]}</code>
/// </summary>
internal static class NativeFormat
{
    private static readonly string[] Sources = ["pip-audit", "npm-audit", "bandit", "dependabot", "trivy"];

    public static ScanReading Read(JsonSlice document, int mostFindings)
    {
        var (source, service, list) = (document.Field("source").Text(), document.Field("service_name"), document.Field("vulnerabilities"));
        if (source is null || !Sources.Contains(source))
        {
            return $"source: must be one of {string.Join(", ", Sources)}";
        }

        if (service.Length > 0 && string.IsNullOrWhiteSpace(service.Text()))
        {
            return "service_name: must be text";
        }

        if (list.Length > 0 && !list.IsArray)
        {
            return "vulnerabilities: must be a list";
        }

        var items = list.Items(mostFindings);
        if (items.Count > mostFindings)
        {
            return ScanFormat.TooMany(mostFindings);
        }

        var part = new ScanPart(source, "");
        foreach (var (index, item) in items.Index())
        {
            if (ReadItem(item.Parse(), out var finding) is { } mistakes)
            {
                part.Reject($"vulnerabilities[{index}]", mistakes);
            }
            else
            {
                part.Add(finding!);
            }
        }

        return new ScanContent(ScanFormat.Native, service.Text(), [part]);
    }

    private static string? ReadItem(JsonElement item, out Finding? finding)
    {
        finding = null;
        if (item.ValueKind != JsonValueKind.Object)
        {
            return "must be an object of at most 256 KiB";
        }

        var fields = new FieldReader(item);
        var id = fields.Required("cve_id", Finding.IdLength);
        var title = fields.Required("title", Finding.TitleLength);
        var description = fields.Prose("description");
        var package = fields.Required("package_name", Finding.PackageLength);
        var installed = fields.Required("installed_version", Finding.VersionLength);
        var fixedVersion = fields.Optional("fixed_version", Finding.VersionLength);
        var severity = fields.Word("severity", Severity.All);
        if (fields.Mistakes is { } mistakes)
        {
            return mistakes;
        }

        finding = new Finding
        {
            Id = id, Title = title, Description = description, Severity = severity, Package = package, InstalledVersion = installed,
            FixedVersion = fixedVersion, Fingerprint = Fingerprint.OfPackage(id, package),
        };
        return null;
    }
}
