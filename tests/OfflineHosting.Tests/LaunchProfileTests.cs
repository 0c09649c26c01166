using Aspire.Hosting.Orchestration;

namespace OfflineHosting.Tests;

public class LaunchProfileTests
{
    [Fact]
    public async Task First_project_profile_gives_endpoints_and_environment()
    {
        var project = Model.Run().AddProject<FakeProject>("api").Allocate("http", 5100, "40001");

        var environment = await project.EnvironmentAsync();

        Assert.Equal(5100, Assert.Single(Endpoints(project)).Port);
        Assert.Equal("http://localhost:40001", environment["ASPNETCORE_URLS"]);
        Assert.Equal("http", environment["FROM_PROFILE"]);
        Assert.Equal("http", environment["DOTNET_LAUNCH_PROFILE"]);
    }

    [Fact]
    public void Arguments_of_the_profile_come_before_those_of_the_AppHost()
    {
        var project = Model.Run().AddProject<FakeProject>("api");
        var workload = WorkloadPlan.Build(new DistributedApplicationModel(project.ApplicationBuilder.Resources), "00000000").Single();

        var spec = WorkloadSpec.ForProcess(workload, workload.Instances[0], new Dictionary<string, string>(), ["of the AppHost"], appHost: null).Spec;

        Assert.Equal(["--", "--verbose", "two words", "a\"b", "of the AppHost"], spec.Args![^5..]);
    }

    [Fact]
    public void Further_URLs_of_a_scheme_are_numbered()
    {
        var project = Model.Run().AddProject<FakeProject>("api", "both");

        Assert.Equal(["https 5201", "http 5200", "http2 5202"], Endpoints(project).Select(endpoint => $"{endpoint.Name} {endpoint.Port}"));
    }

    [Fact]
    public async Task Profile_of_the_AppHost_is_used_where_the_project_has_it()
    {
        var project = Model.Run("--DOTNET_LAUNCH_PROFILE=both").AddProject<FakeProject>("api")
            .Allocate("http", 1, "1").Allocate("https", 2, "2").Allocate("http2", 3, "3");

        var environment = await project.EnvironmentAsync();

        Assert.Equal("both", environment["FROM_PROFILE"]);
        Assert.Equal("https://localhost:2;http://localhost:1;http://localhost:3", environment["ASPNETCORE_URLS"]);
        Assert.Equal("2", environment["ASPNETCORE_HTTPS_PORT"]);
    }

    [Fact]
    public async Task AppHost_wins_over_the_profile()
    {
        var project = Model.Run().AddProject<FakeProject>("api").Allocate("http", 1, "1").WithEnvironment("FROM_PROFILE", "AppHost");

        Assert.Equal("AppHost", (await project.EnvironmentAsync())["FROM_PROFILE"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Profile_can_be_left_out(bool byName)
    {
        var builder = Model.Run();
        var project = byName
            ? builder.AddProject<FakeProject>("api", launchProfileName: null)
            : builder.AddProject<FakeProject>("api", options => options.ExcludeLaunchProfile = true);

        Assert.Empty(Endpoints(project));
        Assert.DoesNotContain("FROM_PROFILE", (await project.EnvironmentAsync()).Keys);
    }

    [Fact]
    public void Unknown_profile_is_refused_by_name()
    {
        var exception = Assert.Throws<DistributedApplicationException>(() => Model.Run().AddProject<FakeProject>("api", "production"));

        Assert.Contains("'production'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("IIS Express, http, both", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_with_a_variable_of_its_own_is_not_in_ASPNETCORE_URLS()
    {
        var project = Model.Run().AddProject<FakeProject>("api", launchProfileName: null).WithHttpEndpoint(env: "SERVICE_PORT").Allocate("http", 1, "40001");

        var environment = await project.EnvironmentAsync();

        Assert.Equal("40001", environment["SERVICE_PORT"]);
        Assert.DoesNotContain("ASPNETCORE_URLS", environment.Keys);
    }

    [Fact]
    public async Task Launch_URL_becomes_the_URL_in_the_dashboard()
    {
        var project = Model.Run().AddProject<FakeProject>("api").Allocate("http", 5100, "40001");

        var url = Assert.Single(await ResourceUrlEvaluator.EvaluateAsync(
            project.Resource, project.ApplicationBuilder.ExecutionContext, TestContext.Current.CancellationToken));

        Assert.Equal("http://localhost:5100/swagger", url.Url);
    }

    [Fact]
    public void Project_by_path_must_exist_when_its_profile_is_needed()
    {
        var exception = Assert.Throws<DistributedApplicationException>(() => Model.Run().AddProject("api", "../Nowhere/Nowhere.csproj"));

        Assert.Contains("Nowhere.csproj' was not found", exception.Message, StringComparison.Ordinal);
    }

    private static EndpointAnnotation[] Endpoints(IResourceBuilder<ProjectResource> project) => [.. project.Resource.Annotations.OfType<EndpointAnnotation>()];
}
