namespace OfflineHosting.Tests;

public class EndpointTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(EndpointProperty.Url, "{api.bindings.http.url}", "http://localhost:8080")]
    [InlineData(EndpointProperty.Host, "{api.bindings.http.host}", "localhost")]
    [InlineData(EndpointProperty.IPV4Host, "{api.bindings.http.host}", "127.0.0.1")]
    [InlineData(EndpointProperty.Port, "{api.bindings.http.port}", "8080")]
    [InlineData(EndpointProperty.Scheme, "{api.bindings.http.scheme}", "http")]
    [InlineData(EndpointProperty.TargetPort, "{api.bindings.http.targetPort}", "5001")]
    [InlineData(EndpointProperty.HostAndPort, "{api.bindings.http.host}:{api.bindings.http.port}", "localhost:8080")]
    [InlineData(EndpointProperty.TlsEnabled, "{api.bindings.http.tlsEnabled}", "False")]
    public async Task Property_has_a_placeholder_and_a_value(EndpointProperty property, string placeholder, string value)
    {
        var api = Model.Run().AddExecutable("api", "api", ".").WithHttpEndpoint().Allocate("http", 8080, "5001");

        var expression = api.GetEndpoint("http").Property(property);

        Assert.Equal(placeholder, expression.ValueExpression);
        Assert.Equal(value, await expression.GetValueAsync(CancellationToken));
    }

    [Fact]
    public async Task Url_is_waited_for_until_it_is_known()
    {
        var api = Model.Run().AddExecutable("api", "api", ".").WithHttpEndpoint();
        var url = api.GetEndpoint("http").GetValueAsync(CancellationToken).AsTask();
        Assert.False(url.IsCompleted);

        api.Allocate("http", 1234);

        Assert.Equal("http://localhost:1234", await url);
    }

    [Fact]
    public async Task Container_sees_the_address_in_its_own_network()
    {
        var builder = Model.Run();
        var api = builder.AddExecutable("api", "api", ".").WithHttpEndpoint().Allocate("http", 1234).WithEndpoint("http", endpoint =>
            endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
                KnownNetworkIdentifiers.DefaultAspireContainerNetwork, new AllocatedEndpoint(endpoint, "host.docker.internal", 1234)));
        var container = builder.AddContainer("client", "client").WithEnvironment("API", api.GetEndpoint("http"));
        var program = builder.AddExecutable("program", "program", ".").WithEnvironment("API", api.GetEndpoint("http"));

        Assert.Equal("http://host.docker.internal:1234", (await container.EnvironmentAsync())["API"]);
        Assert.Equal("http://localhost:1234", (await program.EnvironmentAsync())["API"]);
    }

    [Fact]
    public void Reference_may_come_before_the_endpoint()
    {
        var api = Model.Run().AddExecutable("api", "api", ".");
        var endpoint = api.GetEndpoint("http");
        Assert.False(endpoint.Exists);
        Assert.Contains("`http` is not defined for the resource `api`", Assert.Throws<InvalidOperationException>(() => endpoint.Scheme).Message, StringComparison.Ordinal);

        api.WithHttpEndpoint();

        Assert.True(endpoint.Exists);
        Assert.False(endpoint.IsAllocated);
    }

    [Fact]
    public void Second_endpoint_of_the_same_name_is_refused()
    {
        var api = Model.Run().AddExecutable("api", "api", ".").WithHttpEndpoint();

        Assert.Contains("'http' already exists on resource 'api'", Assert.Throws<DistributedApplicationException>(() => api.WithHttpEndpoint()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_proxy_clients_and_program_use_the_same_port()
    {
        var api = Model.Run().AddExecutable("api", "api", ".").WithHttpEndpoint(port: 5000, isProxied: false);

        Assert.Equal(5000, api.GetEndpoint("http").TargetPort);
    }

    [Fact]
    public async Task Program_is_told_its_port_in_the_chosen_variable()
    {
        var api = Model.Run().AddExecutable("api", "api", ".").WithHttpEndpoint(env: "SERVICE_PORT").Allocate("http", 8080, "5001");

        Assert.Equal("5001", (await api.EnvironmentAsync())["SERVICE_PORT"]);
    }
}
