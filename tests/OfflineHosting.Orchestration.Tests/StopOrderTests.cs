using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace OfflineHosting.Orchestration.Tests;

public sealed class StopOrderTests
{
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { Args = [], DisableDashboard = true, ProjectDirectory = AppContext.BaseDirectory });

    [Fact]
    public async Task What_depends_on_others_stops_first_through_waits_references_and_connection_strings()
    {
        var server = Add("server");
        var store = _builder.AddConnectionString("store", ReferenceExpression.Create($"Host={server.GetEndpoint("http").Property(EndpointProperty.Host)}"));
        var backend = Add("backend").WithReference(store).WaitFor(store);
        var middle = Add("middle").WithReference(backend.GetEndpoint("http"));
        Add("frontend").WaitFor(middle);

        Assert.Equal(["frontend", "middle", "backend", "server"], await StopAsync());
    }

    [Fact]
    public async Task A_resource_does_not_wait_for_what_it_has_nothing_to_do_with()
    {
        var slow = Add("slow");
        Add("needs-slow").WaitFor(slow);
        Add("other");
        var slowMayEnd = new TaskCompletionSource();

        var stopped = new List<string>();
        var stopping = Order().RunAsync(async workload =>
        {
            await (workload.Resource.Name == "needs-slow" ? slowMayEnd.Task : Task.CompletedTask);
            stopped.Add(workload.Resource.Name);
        });
        Assert.Equal(["other"], stopped);

        slowMayEnd.SetResult();
        await stopping;
        Assert.Equal(["other", "needs-slow", "slow"], stopped);
    }

    [Fact]
    public async Task Two_that_refer_to_each_other_stop_in_the_order_of_their_waits_if_any()
    {
        var page = Add("page");
        var api = Add("api").WithEnvironment("ALLOWED_ORIGIN", page.GetEndpoint("http"));
        page.WithReference(api.GetEndpoint("http")).WaitFor(api);
        var left = Add("left");
        left.WithReference(Add("right").WithReference(left.GetEndpoint("http")).GetEndpoint("http"));

        var stopped = await StopAsync();
        Assert.Equal(4, stopped.Count);
        Assert.True(stopped.IndexOf("page") < stopped.IndexOf("api"));
    }

    private IResourceBuilder<ExecutableResource> Add(string name) => _builder.AddExecutable(name, "program", "/").WithHttpEndpoint();

    private StopOrder Order() => new(WorkloadPlan.Build(new DistributedApplicationModel(_builder.Resources), "00000000"));

    private async Task<List<string>> StopAsync()
    {
        var stopped = new List<string>();
        await Order().RunAsync(workload =>
        {
            stopped.Add(workload.Resource.Name);
            return Task.CompletedTask;
        });
        return stopped;
    }
}
