using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SreCopilot.Scripts.Tests;

/// <summary>What cannot work is said in words, before anything is installed or built.</summary>
public sealed partial class BadUseTests : IDisposable
{
    private readonly Repository _repository = new();

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("eng/setup.sh")]
    public async Task An_unknown_option_is_named(string script)
    {
        _repository.UseOriginal("eng/setup.sh");

        var (exitCode, output) = await Script.RunAsync(_repository, script, ["--fast"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("unknown option «--fast»", output, StringComparison.Ordinal);
        Assert.Contains("--help", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("eng/setup.sh")]
    public async Task Help_lists_the_options(string script)
    {
        _repository.UseOriginal("eng/setup.sh");

        var (exitCode, output) = await Script.RunAsync(_repository, script, ["--help"]);

        Assert.Equal(0, exitCode);
        Assert.StartsWith("Usage:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    public async Task Missing_dotnet_is_named_with_where_to_get_it(string script)
    {
        _repository.Without("dotnet");

        await RefusedAsync(script, "The .NET 10 SDK was not found", "dotnet-sdk-10.0");
    }

    [Theory]
    [InlineData("node")]
    [InlineData("npm")]
    public async Task Missing_node_is_named_with_where_to_get_it(string command)
    {
        _repository.Without(command);

        await RefusedAsync("run", $"Node.js was not found (command «{command}»)", "https://nodejs.org");
    }

    [Fact]
    public async Task An_sdk_that_does_not_fit_is_named_with_what_it_says()
    {
        _repository.Command("dotnet", "echo 'A compatible .NET SDK was not found.'; exit 1");

        await RefusedAsync("run", "10.0.100 or newer of 10.0 is needed", "A compatible .NET SDK was not found.");
    }

    [Fact]
    public async Task An_old_node_is_named()
    {
        _repository.Command("node", "[[ $1 == --version ]] && echo v18.1.0 && exit 0; exit 1");

        await RefusedAsync("run", "Node.js v18.1.0 is too old: 20.19 or newer is needed");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        // Where not even root may write.
        Directory.CreateSymbolicLink(_repository.PathOf(".tools"), "/proc");

        await RefusedAsync("run", $"{_repository.Root} cannot be written by this user ({Environment.UserName})");
    }

    [Fact]
    public async Task A_full_disk_is_named()
    {
        _repository.Command("df", "printf 'Filesystem MB Used Free\\n/dev/sda1 100000 99900 100 99%% /\\n'");

        await RefusedAsync("run", $"Only 100 MiB are free on the disk of {_repository.Root}");
    }

    [Fact]
    public async Task An_unknown_profile_is_named_with_the_known_ones() =>
        await RefusedAsync("run --profile turbo", "no launch profile «turbo». The profiles are: http, containers.");

    [Fact]
    public async Task Containers_without_docker_are_refused()
    {
        _repository.Command("docker", "exit 1");

        await RefusedAsync("run --containers", "Containers need a running Docker");
    }

    [Fact]
    public async Task The_dashboards_port_in_use_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, _repository.DashboardPort);
        listener.Start();

        await RefusedAsync("run", $"Port {_repository.DashboardPort}, which the Aspire dashboard needs, is in use");
    }

    [Fact]
    public async Task A_services_port_in_use_is_named_with_the_service()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _repository.Write("SreCopilot.AppHost/AppHost.cs", $"var log = AddService<Projects.log_service>(\"log-service\", {port});");

        await RefusedAsync("run", $"Port {port}, which log-service needs, is in use");
    }

    [Fact]
    public void The_ports_of_all_services_are_found_in_the_topology()
    {
        var topology = File.ReadAllText(Path.Combine(Repository.Original, "SreCopilot.AppHost/AppHost.cs"));

        var found = ServicePort().Matches(topology).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(14, found.Count);
        Assert.Equal("30000", PlatformPort().Match(topology).Groups[1].Value);
        Assert.All(Directory.GetDirectories(Path.Combine(Repository.Original, "services")), folder => Assert.Contains(Path.GetFileName(folder), found));
    }

    [Fact]
    public async Task An_external_postgres_out_of_reach_is_named_without_its_password()
    {
        var port = TestPort.Free();

        var output = await RefusedAsync(
            "run",
            new Dictionary<string, string> { ["ConnectionStrings__srecopilot"] = $"Host=127.0.0.1;Port={port};Username=me;Password=hush" },
            $"The external PostgreSQL at 127.0.0.1:{port} (from ConnectionStrings__srecopilot) cannot be reached");

        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_external_redis_out_of_reach_is_named_without_its_password()
    {
        var port = TestPort.Free();

        var output = await RefusedAsync(
            "run",
            new Dictionary<string, string> { ["ConnectionStrings__redis"] = $"127.0.0.1:{port},password=hush" },
            $"The external Redis at 127.0.0.1:{port} (from ConnectionStrings__redis) cannot be reached");

        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_fits_no_project_is_named()
    {
        var (exitCode, output) = await Script.RunAsync(_repository, "test", ["--filter", "nowhere"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("no test project's name contains «nowhere»", output, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    private Task<string> RefusedAsync(string command, params string[] reasons) => RefusedAsync(command, [], reasons);

    private async Task<string> RefusedAsync(string command, Dictionary<string, string> environment, params string[] reasons)
    {
        _repository.Program("eng/setup.sh", "echo SETUP");
        var words = command.Split(' ');

        var (exitCode, output) = await Script.RunAsync(_repository, words[0], words[1..], environment);

        Assert.Equal(1, exitCode);
        Assert.All(reasons, reason => Assert.Contains(reason, output, StringComparison.Ordinal));
        Assert.DoesNotContain("SETUP", output, StringComparison.Ordinal);
        return output;
    }

    // The same expressions as in eng/preflight.mjs.
    [GeneratedRegex("""AddService<[^>]+>\("([^"]+)", (\d+)\)""")]
    private static partial Regex ServicePort();

    [GeneratedRegex(@"WithHttpEndpoint\(port: publishing \? null : (\d+)")]
    private static partial Regex PlatformPort();
}
