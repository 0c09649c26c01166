namespace OfflineHosting.Tests;

public class ReferenceTests
{
    [Fact]
    public async Task Endpoint_reference_sets_service_discovery_and_address()
    {
        var builder = Model.Run();
        var api = Project(builder, "my-api").Allocate("http", 8080);
        var client = builder.AddExecutable("client", "client", ".").WithReference(api);

        Assert.Equal(
            new Dictionary<string, string> { ["MY_API_HTTP"] = "http://localhost:8080", ["services__my-api__http__0"] = "http://localhost:8080" },
            await client.EnvironmentAsync());
    }

    [Fact]
    public async Task Reference_to_one_endpoint_leaves_the_others_out()
    {
        var builder = Model.Run();
        var api = Project(builder, "api").Allocate("http", 8080).WithHttpEndpoint(name: "admin").Allocate("admin", 9090);
        var client = builder.AddExecutable("client", "client", ".").WithReference(api.GetEndpoint("admin"));

        Assert.Equal(["API_ADMIN", "services__api__admin__0"], (await client.EnvironmentAsync()).Keys);
    }

    [Fact]
    public async Task Reference_may_have_another_name()
    {
        var builder = Model.Run();
        var client = builder.AddExecutable("client", "client", ".").WithReference(Project(builder, "api").Allocate("http", 8080), "orders");

        Assert.Equal(["ORDERS_HTTP", "services__orders__http__0"], (await client.EnvironmentAsync()).Keys);
    }

    [Fact]
    public async Task Connection_reference_sets_connection_string_and_properties()
    {
        var builder = Model.Run("--Parameters:cache-password=p w");
        var cache = builder.AddRedis("cache").Allocate("tcp", 6380);
        var client = builder.AddExecutable("client", "client", ".").WithReference(cache);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["ConnectionStrings__cache"] = "localhost:6380,password=p w",
                ["CACHE_HOST"] = "localhost",
                ["CACHE_PORT"] = "6380",
                ["CACHE_PASSWORD"] = "p w",
                ["CACHE_URI"] = "redis://:p%20w@localhost:6380",
            },
            await client.EnvironmentAsync());
    }

    [Theory]
    [InlineData(ReferenceEnvironmentInjectionFlags.None, "")]
    [InlineData(ReferenceEnvironmentInjectionFlags.ConnectionString, "ConnectionStrings__cache")]
    [InlineData(ReferenceEnvironmentInjectionFlags.ConnectionProperties, "CACHE_HOST,CACHE_PORT,CACHE_URI")]
    [InlineData(ReferenceEnvironmentInjectionFlags.ServiceDiscovery, "services__api__http__0")]
    [InlineData(ReferenceEnvironmentInjectionFlags.Endpoints, "API_HTTP")]
    public async Task Flags_limit_what_references_set(ReferenceEnvironmentInjectionFlags flags, string expected)
    {
        var builder = Model.Run();
        var cache = builder.AddRedis("cache").WithPassword(null).Allocate("tcp", 6380);
        var client = builder.AddExecutable("client", "client", ".")
            .WithReference(cache).WithReference(Project(builder, "api").Allocate("http", 8080))
            .WithReferenceEnvironment(flags);

        Assert.Equal(expected, string.Join(',', (await client.EnvironmentAsync()).Keys));
    }

    [Fact]
    public async Task Encrypted_Redis_is_said_in_the_connection_string()
    {
        var builder = Model.Run();
        var cache = builder.AddRedis("cache").WithPassword(null).Allocate("tcp", 6380).WithEndpoint("tcp", endpoint => endpoint.TlsEnabled = true);

        Assert.Equal("localhost:6380,ssl=true", await cache.Resource.GetConnectionStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Database_reference_overrides_properties_of_its_server()
    {
        var builder = Model.Run("--Parameters:pg-password=secret");
        var server = builder.AddPostgres("pg").Allocate("tcp", 5433);
        var client = builder.AddExecutable("client", "client", ".").WithReference(server.AddDatabase("orders", "orders_db"));

        var environment = await client.EnvironmentAsync();

        Assert.Equal("Host=localhost;Port=5433;Username=postgres;Password=secret;Database=orders_db", environment["ConnectionStrings__orders"]);
        Assert.Equal("postgresql://postgres:secret@localhost:5433/orders_db", environment["ORDERS_URI"]);
        Assert.Equal("orders_db", environment["ORDERS_DATABASENAME"]);
    }

    [Fact]
    public async Task Missing_optional_connection_string_is_left_out()
    {
        var builder = Model.Run("--ConnectionStrings:there=x");
        var client = builder.AddExecutable("client", "client", ".")
            .WithReference(builder.AddConnectionString("there"), optional: true)
            .WithReference(builder.AddConnectionString("own", ReferenceExpression.Empty), optional: true);

        Assert.Equal(["ConnectionStrings__there"], (await client.EnvironmentAsync()).Keys);
    }

    [Fact]
    public async Task Missing_connection_string_is_an_error_that_names_it()
    {
        var builder = Model.Run();
        var client = builder.AddExecutable("client", "client", ".").WithReference(builder.AddConnectionString("legacy"));

        var configuration = await client.ConfigurationAsync();

        Assert.IsType<MissingParameterValueException>(configuration.Exception);
        Assert.Contains("ConnectionStrings:legacy", configuration.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_outside_is_found_by_name()
    {
        var client = Model.Run().AddExecutable("client", "client", ".").WithReference("billing", new Uri("https://billing.example/"));

        Assert.Equal(
            new Dictionary<string, string> { ["BILLING"] = "https://billing.example/", ["services__billing__default__0"] = "https://billing.example/" },
            await client.EnvironmentAsync());
    }

    [Fact]
    public void References_and_waits_are_relationships()
    {
        var builder = Model.Run();
        var cache = builder.AddRedis("cache");
        var secret = builder.AddParameter("secret", secret: true);
        var client = builder.AddExecutable("client", "client", ".")
            .WithReference(cache).WaitFor(cache)
            .WithEnvironment("URL", $"http://{cache.Resource.Host}?key={secret}");

        Assert.Equal(
            ["Reference cache", "WaitFor cache", "Reference cache", "Reference secret"],
            client.Resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(relationship => $"{relationship.Type} {relationship.Resource.Name}"));
    }

    [Fact]
    public async Task Values_with_secrets_are_known_as_such()
    {
        var builder = Model.Run("--Parameters:cache-password=p");
        var cache = builder.AddRedis("cache").Allocate("tcp", 6380);
        var secret = builder.AddParameter("key", "k", secret: true);
        var plain = builder.AddParameter("model", "m");
        var client = builder.AddExecutable("client", "client", ".").WithReference(cache).WithArgs("--key", secret).WithArgs(plain)
            .WithEnvironment("KEY", secret).WithEnvironment("MODEL", plain).WithEnvironment("MIXED", $"{plain}/{secret}");

        var configuration = await client.ConfigurationAsync();

        Assert.Equal([false, true, false], configuration.ArgumentsWithUnprocessed.Select(argument => argument.IsSensitive));
        Assert.Equal(
            ["CACHE_PASSWORD", "CACHE_URI", "ConnectionStrings__cache", "KEY", "MIXED"],
            configuration.EnvironmentVariablesWithUnprocessed.Where(variable => Sensitivity.IsSensitive(variable.Value.Unprocessed))
                .Select(variable => variable.Key).Order(StringComparer.Ordinal));
    }

    private static IResourceBuilder<ProjectResource> Project(IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject<FakeProject>(name, options => options.ExcludeLaunchProfile = true).WithHttpEndpoint();
}
