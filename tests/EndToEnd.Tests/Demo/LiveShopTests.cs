using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests.Demo;

/// <summary>What <c>./run --demo</c> adds to the platform.</summary>
// One after the other: each sends hours of telemetry.
[Collection("demo shop")]
public sealed class LiveShopTests(PlatformFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_shop_has_history_an_incident_with_its_cause_and_visitors_and_goes_on_after_a_restart()
    {
        var email = $"demo.{Guid.NewGuid():N}@example.com";
        DateTimeOffset last;
        await using (var program = new DemoProgram(fixture.Platform, email, NewAccount.Password))
        {
            await program.WaitUntilOpenAsync();
            var owner = await Account.LogInAsync(fixture.Platform, email, Cancel);
            fixture.Platform.Organisations.Add(email);

            await AssertIncidentAsync(owner);
            Assert.True((await CountVisitsAsync(owner, hours: 3)).Count(count => count > 0) >= 145);

            var opened = await FindLastVisitAsync(owner);
            await Wait.UntilAsync(async () => await FindLastVisitAsync(owner) > opened);
            Assert.Equal(0, await program.StopAsync());
            last = await FindLastVisitAsync(owner);
        }

        await using (var program = new DemoProgram(fixture.Platform, email, NewAccount.Password))
        {
            await program.WaitUntilOpenAsync();
            var owner = await Account.LogInAsync(fixture.Platform, email, Cancel);

            await Wait.UntilAsync(async () => await FindLastVisitAsync(owner) > last);
            Assert.Equal(3, (await owner.SendAsync(HttpMethod.Get, "/api/v1/alerts/conditions", null, Cancel)).GetArrayLength());
            var keys = await owner.SendAsync(HttpMethod.Get, $"/api/v1/projects/{owner.ProjectId}/api-keys", null, Cancel);
            Assert.Single(keys.EnumerateArray());
            // Nothing was sent twice: twelve people come in a minute.
            Assert.Equal(12, (await CountVisitsAsync(owner, hours: 1)).Max());
        }
    }

    [Fact]
    public async Task An_account_with_another_password_is_left_alone()
    {
        var owner = await Account.RegisterAsync(fixture.Platform, Cancel);

        await using var program = new DemoProgram(fixture.Platform, owner.Email, "Another-Password-1!");

        Assert.Equal(1, await program.WaitForExitAsync());
        Assert.Contains("with another password", program.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Another-Password-1!", program.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Demo=true", true)]
    [InlineData("Demo=false", false)]
    [InlineData("Demo=", false)]
    public async Task The_shop_is_a_resource_that_waits_for_the_entry_point_only_when_it_is_wanted(string setting, bool isThere)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SreCopilot_AppHost>([setting], Cancel);

        var shop = builder.Resources.OfType<ProjectResource>().SingleOrDefault(resource => resource.Name == "demo-shop");
        Assert.Equal(isThere, shop is not null);
        Assert.Equal(isThere ? ["frontend"] : [], shop?.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name) ?? []);
    }

    private static async Task AssertIncidentAsync(Account owner)
    {
        JsonElement hypotheses = default;
        await Wait.UntilAsync(async () =>
        {
            var incidents = (await owner.SendAsync(HttpMethod.Get, "/api/v1/incidents", null, Cancel)).GetProperty("items").EnumerateArray();
            if (incidents.FirstOrDefault(one => one.GetProperty("title").GetString() == "Orders fail") is not { ValueKind: JsonValueKind.Object } incident)
            {
                return false;
            }

            hypotheses = await owner.SendAsync(HttpMethod.Get, $"/api/v1/incidents/{incident.GetProperty("id").GetGuid()}/hypotheses", null, Cancel);
            return hypotheses.GetArrayLength() > 0;
        });
        Assert.Equal("A deployment of checkout broke it.", hypotheses[0].GetProperty("claim").GetString());
    }

    // Per minute.
    private static async Task<List<int>> CountVisitsAsync(Account owner, int hours)
    {
        var series = await owner.SendAsync(
            HttpMethod.Get, $"/api/v1/metrics/services/storefront/series?points=500&time_from={DateTime.UtcNow.AddHours(-hours):s}Z", null, Cancel);
        return [.. series.EnumerateArray().Select(minute => minute.GetProperty("count").GetInt32())];
    }

    private static async Task<DateTimeOffset> FindLastVisitAsync(Account owner) =>
        (await owner.SendAsync(HttpMethod.Get, "/api/v1/traces?service=storefront&limit=1", null, Cancel))[0].GetProperty("timestamp").GetDateTimeOffset();
}
