
namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>
/// CycloneDX JSON 1.4 to 1.6: a bill of materials, vulnerabilities (VDR), statements about them (VEX), or several of these:
/// <code>{"bomFormat":"CycloneDX","specVersion":"1.5","metadata":{"component":{"bom-ref":"app","name":"web"}},
/// "components":[{"bom-ref":"p","group":"@babel","name":"core","version":"7.1.0","purl":"pkg:npm/%40babel/core@7.1.0"}],
/// "dependencies":[{"ref":"app","dependsOn":["p"]}],"vulnerabilities":[{"id":"CVE-2024-1","ratings":[{"severity":"high"}],
/// "affects":[{"ref":"p"}],"analysis":{"state":"not_affected","justification":"code_not_reachable"}}]}</code>
/// Only what has components and a list of vulnerabilities says what is gone.
/// </summary>
internal static class CycloneDxFormat
{
    public const int MostComponents = 20_000;

    public static ScanReading Read(JsonSlice document, int mostFindings)
    {
        var root = document.Field("metadata").Field("component").Parse();
        var bill = new BillOfMaterials(document, root);
        if (bill.Components.Count > MostComponents)
        {
            return $"There are more than {MostComponents} components.";
        }

        var tools = document.Field("metadata").Field("tools");
        var tool = tools.Items(1).Concat(tools.Field("components").Items(1)).FirstOrDefault().Parse().Text("name");
        var target = ImageName.WithoutTag(JsonText.Line(root.Text("name"), 500));
        var part = new ScanPart(ScanFormat.SourceOf(tool, ScanFormat.CycloneDx), target)
        {
            IsComplete = document.Field("components").IsArray && document.Field("vulnerabilities").IsArray,
            Components = document.Field("components").IsArray ? bill.Components : null,
        };

        var items = document.Field("vulnerabilities").Items(mostFindings);
        var left = mostFindings;
        foreach (var (index, item) in items.Index())
        {
            var vulnerability = new CycloneDxVulnerability(item.Parse(), bill);
            left -= vulnerability.Affected.Count;
            if (left < 0)
            {
                return ScanFormat.TooMany(mostFindings);
            }

            if (vulnerability.Mistake is { } mistake)
            {
                part.Reject($"vulnerabilities[{index}]", mistake);
            }
            else if (!vulnerability.IsOver)
            {
                vulnerability.Affected.ForEach(affected => part.Add(vulnerability.Find(affected)));
            }
        }

        return items.Count > mostFindings ? ScanFormat.TooMany(mostFindings)
            : new ScanContent(ScanFormat.CycloneDx, JsonText.Line(root.Text("name"), 255) is { Length: > 0 } name ? name : null, [part]);
    }
}
