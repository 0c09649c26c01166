namespace SreCopilot.AuthService.Tests;

public sealed class OpenApiTests(AuthServer server) : IClassFixture<AuthServer>
{
    [Fact]
    public async Task The_document_describes_every_endpoint_its_fields_and_its_errors()
    {
        var document = (await server.OpenBrowser().GetAsync("/openapi/v1.json")).Body;

        var paths = document.GetProperty("paths");
        Assert.Equal(["/login", "/logout", "/me", "/refresh", "/register"], paths.EnumerateObject().Select(path => path.Name).Order());
        var register = paths.GetProperty("/register").GetProperty("post");
        Assert.Equal(["200", "400", "422", "429", "503"], register.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order());
        Assert.NotEmpty(register.GetProperty("summary").GetString()!);
        var tenantName = document.GetProperty("components").GetProperty("schemas").GetProperty("RegisterRequest").GetProperty("properties").GetProperty("tenant_name");
        Assert.Contains("organisation", tenantName.GetProperty("description").GetString(), StringComparison.Ordinal);
    }
}
