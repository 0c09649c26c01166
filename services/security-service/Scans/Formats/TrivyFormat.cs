using System.Text.Json;
using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>
/// <c>trivy image --format json</c> (and <c>fs</c>, <c>repo</c>, <c>config</c>), report version 2:
/// <code>{"SchemaVersion":2,"ArtifactName":"shop/web:1.4","ArtifactType":"container_image","Results":[{"Target":"package-lock.json",
/// "Class":"lang-pkgs","Packages":[{"ID":"lodash@4.17.15","Name":"lodash","Version":"4.17.15","Relationship":"direct","DependsOn":[]}],
/// "Vulnerabilities":[{"VulnerabilityID":"CVE-2020-8203","PkgName":"lodash","InstalledVersion":"4.17.15","FixedVersion":"4.17.19",
/// "Severity":"HIGH","Title":"t","Description":"d","PrimaryURL":"https://..."}],"Misconfigurations":[],"Secrets":[]}]}</code>
/// A report without <c>Results</c> found nothing.
/// </summary>
internal static class TrivyFormat
{
    private const int MostResults = 10_000;

    public static ScanReading Read(JsonSlice document, int mostFindings)
    {
        if (document.Field("SchemaVersion").Parse() is not { ValueKind: JsonValueKind.Number } version || !version.TryGetInt32(out var number) || number != 2)
        {
            return "Only Trivy reports with SchemaVersion 2 can be read.";
        }

        var part = new ScanPart("trivy", ImageName.WithoutTag(JsonText.Line(document.Field("ArtifactName").Text(), 500)));
        var components = new Dictionary<string, Component>();
        var left = mostFindings;
        foreach (var (index, result) in document.Field("Results").Items(MostResults).Index())
        {
            var target = JsonText.Line(result.Field("Target").Text(), Finding.PackageLength);
            foreach (var (list, read) in new (string, Func<JsonElement, string, Finding?>)[]
            {
                ("Vulnerabilities", ReadVulnerability), ("Misconfigurations", ReadMisconfiguration), ("Secrets", ReadSecret),
            })
            {
                var items = result.Field(list).Items(left);
                if (items.Count > left)
                {
                    return ScanFormat.TooMany(mostFindings);
                }

                left -= items.Count;
                foreach (var (place, item) in items.Index())
                {
                    var element = item.Parse();
                    if (list == "Misconfigurations" && element.Text("Status") is not (null or "FAIL"))
                    {
                        continue;
                    }

                    if (read(element, target) is { } finding)
                    {
                        part.Add(finding);
                    }
                    else
                    {
                        part.Reject($"Results[{index}].{list}[{place}]", "has no usable identifier or package");
                    }
                }
            }

            ReadPackages(result, components);
        }

        part.Components = components.Count > 0 ? [.. components.Values] : null;
        return new ScanContent(ScanFormat.Trivy, null, [part]);
    }

    private static Finding? ReadVulnerability(JsonElement item, string target)
    {
        var (id, package) = (JsonText.Line(item.Text("VulnerabilityID"), Finding.IdLength), JsonText.Line(item.Text("PkgName"), Finding.PackageLength));
        if (id.Length == 0 || package.Length == 0)
        {
            return null;
        }

        return new Finding
        {
            Id = id,
            Title = JsonText.Line(JsonText.First(item.Text("Title"), $"{id} in {package}"), Finding.TitleLength),
            Description = JsonText.Prose(item.Text("Description"), Finding.DescriptionLength),
            Severity = Severity.OfWord(item.Text("Severity")) ?? Severity.OfScore(WorstScore(item.Field("CVSS"))) ?? Severity.Medium,
            Package = package,
            InstalledVersion = JsonText.Line(item.Text("InstalledVersion"), Finding.VersionLength),
            FixedVersion = JsonText.Line(item.Text("FixedVersion"), Finding.VersionLength) is { Length: > 0 } version ? version : null,
            Location = JsonText.Line(JsonText.First(item.Text("PkgPath"), target), Finding.LineLength),
            ReferenceUrl = WebAddress.Of(item.Text("PrimaryURL")),
            Fingerprint = Fingerprint.OfPackage(id, package),
        };
    }

    private static Finding? ReadMisconfiguration(JsonElement item, string target)
    {
        var id = JsonText.Line(JsonText.First(item.Text("AVDID"), item.Text("ID")), Finding.IdLength);
        return id.Length == 0 ? null : new Finding
        {
            Id = id,
            Title = JsonText.Line(JsonText.First(item.Text("Title"), id), Finding.TitleLength),
            Description = JsonText.Prose($"{item.Text("Message")}\n{item.Text("Description")}\n{item.Text("Resolution")}", Finding.DescriptionLength),
            Severity = Severity.OfWord(item.Text("Severity")) ?? Severity.Medium,
            Package = target,
            Location = Place(target, item.Field("CauseMetadata").Index("StartLine")),
            ReferenceUrl = WebAddress.Of(item.Text("PrimaryURL")),
            Fingerprint = Fingerprint.OfCode(id, target, item.Field("CauseMetadata").Text("Resource") ?? item.Text("Message") ?? "", 1),
        };
    }

    // "Match" holds the secret or pieces of it: it is not read.
    private static Finding? ReadSecret(JsonElement item, string target)
    {
        var id = JsonText.Line(item.Text("RuleID"), Finding.IdLength);
        return id.Length == 0 ? null : new Finding
        {
            Id = id,
            Title = JsonText.Line(JsonText.First(item.Text("Title"), id), Finding.TitleLength),
            Description = JsonText.Line($"A secret is in the file: {JsonText.First(item.Text("Category"), id)}.", Finding.DescriptionLength),
            Severity = Severity.OfWord(item.Text("Severity")) ?? Severity.High,
            Package = target,
            Location = Place(target, item.Index("StartLine")),
            Fingerprint = Fingerprint.OfCode(id, target, "secret", 1),
        };
    }

    private static void ReadPackages(JsonSlice result, Dictionary<string, Component> components)
    {
        foreach (var item in result.Field("Packages").Items(CycloneDxFormat.MostComponents - components.Count))
        {
            var package = item.Parse();
            var (name, version) = (JsonText.Line(package.Text("Name"), Finding.PackageLength), JsonText.Line(package.Text("Version"), Finding.VersionLength));
            var id = JsonText.Line(JsonText.First(package.Text("ID"), $"{name}@{version}"), Finding.LineLength);
            if (name.Length > 0)
            {
                components.TryAdd(id, new Component(
                    id, name, version, JsonText.Line(package.Field("Identifier").Text("PURL"), Finding.LineLength) is { Length: > 0 } purl ? purl : null,
                    package.Text("Relationship") switch { "direct" or "root" or "workspace" => true, "indirect" => false, _ => null },
                    [.. package.Field("DependsOn").Items().Select(on => JsonText.Line(JsonText.Of(on), Finding.LineLength)).Where(on => on.Length > 0).Distinct()]));
            }
        }
    }

    private static string Place(string target, int? line) => line > 0 ? $"{target}:{line}" : target;

    // {"nvd":{"V2Score":7.5,"V3Score":9.8},"redhat":{"V3Score":7.4}}
    private static double? WorstScore(JsonElement scores) => scores.ValueKind == JsonValueKind.Object
        ? scores.EnumerateObject().Max(vendor => vendor.Value.Number("V40Score") ?? vendor.Value.Number("V3Score") ?? vendor.Value.Number("V2Score"))
        : null;
}
