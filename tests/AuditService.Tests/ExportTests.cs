using System.Text.Json;

namespace SreCopilot.AuditService.Tests;

/// <summary>Taking entries away as a file, which is an entry itself.</summary>
public sealed class ExportTests(AuditServer server) : IClassFixture<AuditServer>
{
    [Fact]
    public async Task More_than_fits_into_one_chunk_comes_complete_and_in_order()
    {
        var tenant = server.NewTenant();
        await tenant.AddManyAsync(500);
        await tenant.AddManyAsync(500);
        await tenant.AddManyAsync(3);

        var (status, body) = await tenant.Admin.SendRawAsync(HttpMethod.Get, "/audit-logs/export?action=incident.create", null);

        Assert.Equal(200, status);
        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(Enumerable.Range(1, 1003).Select(number => (long)number), lines.Select(line => line.GetProperty("sequence").GetInt64()));
        await Wait.UntilAsync(async () => (await tenant.ListAsync("?action=audit.export")).Count == 1);
        var entry = (await tenant.ListAsync("?action=audit.export")).Single();
        Assert.Equal("incident.create", entry.GetProperty("metadata").GetProperty("filter_action").GetString());
        Assert.Equal("203.0.113.9", entry.GetProperty("ip_address").GetString());
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("a\"b,c", "\"a\"\"b,c\"")]
    public async Task A_spreadsheet_runs_nothing(string resource, string cell)
    {
        var tenant = server.NewTenant();
        await tenant.AddAsync(tenant.Entry(fields: ("resource_id", resource)));

        var (_, body) = await tenant.Admin.SendRawAsync(HttpMethod.Get, "/audit-logs/export?format=csv&action=incident.create", null);

        var lines = body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("\"sequence\",\"id\",\"timestamp\",", lines[0], StringComparison.Ordinal);
        Assert.Contains($",{cell},", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_hold_and_nonsense_is_422()
    {
        var tenant = server.NewTenant();
        await tenant.AddAsync(tenant.Entry("a.one"), tenant.Entry("a.two"));

        Assert.Contains("a.two", (await tenant.Admin.SendRawAsync(HttpMethod.Get, "/audit-logs/export?search=a.two", null)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("a.one", (await tenant.Admin.SendRawAsync(HttpMethod.Get, "/audit-logs/export?search=a.two", null)).Body, StringComparison.Ordinal);
        Assert.Equal(422, (await tenant.Admin.GetAsync("/audit-logs/export?format=xml")).Code);
        Assert.Equal(422, (await tenant.Admin.GetAsync("/audit-logs/export?end_date=x")).Code);
    }
}
