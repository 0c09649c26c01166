namespace SreCopilot.AuthService.Tests;

/// <summary>
/// docs/api/auth-service.json is what the service says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests(AuthServer server) : IClassFixture<AuthServer>
{
    [Fact]
    public async Task The_committed_document_is_that_of_the_service() =>
        await Documents.AssertCommittedAsync("auth-service", (await server.OpenBrowser().GetAsync("/openapi/v1.json")).Body);

    [Fact]
    public async Task The_document_describes_every_endpoint_its_fields_and_its_errors()
    {
        var document = (await server.OpenBrowser().GetAsync("/openapi/v1.json")).Body;

        var paths = document.GetProperty("paths");
        var register = paths.GetProperty("/register").GetProperty("post");
        Assert.Equal(["200", "400", "422", "429", "503"], register.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order());
        Assert.NotEmpty(register.GetProperty("summary").GetString()!);
        var tenantName = document.GetProperty("components").GetProperty("schemas").GetProperty("RegisterRequest").GetProperty("properties").GetProperty("tenant_name");
        Assert.Contains("organisation", tenantName.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Public_metrics_count_but_do_not_tell_where_the_database_is()
    {
        await server.OpenBrowser().RegisterAsync(Browser.NewEmail());

        var metrics = await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("db_client_connection_pool_name=\"auth\"", metrics, StringComparison.Ordinal);
        Assert.Contains("http_requests_total{", metrics, StringComparison.Ordinal);
        // The fixture's own connections are measured by the same process, but not to this database.
        Assert.DoesNotContain("Database=test_", metrics, StringComparison.Ordinal);
    }
}
