using System.Diagnostics;
using Npgsql;

namespace SreCopilot.EmbeddedDataStores.Tests;

/// <summary>Starts, stops and violent ends.</summary>
public sealed class PostgresLifecycleTests
{
    [Fact]
    public async Task Data_survive_a_restart_and_a_changed_password_takes_effect()
    {
        await using var first = await PostgresProgram.StartAsync();
        await first.ScalarAsync("CREATE TABLE kept AS SELECT 42 AS answer");
        Assert.Equal(0, await first.Program.EndAsync(Signal.Terminate));

        await using var second = await PostgresProgram.StartAsync(first.DataDirectory, password: "changed");

        Assert.Equal(42, await second.ScalarAsync("SELECT answer FROM kept"));
        await Assert.ThrowsAsync<PostgresException>(() => second.ConnectAsync(PostgresProgram.Password));
        Assert.DoesNotContain("not properly shut down", second.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_leaves_no_process_even_with_a_client_connected()
    {
        await using var server = await PostgresProgram.StartAsync();
        await using var client = await server.ConnectAsync();
        var processes = ProcessTree.Descendants(server.Program.ProcessId);
        Assert.NotEmpty(processes);

        Assert.Equal(0, await server.Program.EndAsync(Signal.Terminate));

        Assert.DoesNotContain(processes, ProcessTree.IsRunning);
    }

    [Fact]
    public async Task Killing_the_program_takes_the_server_with_it_and_the_next_start_works()
    {
        await using var first = await PostgresProgram.StartAsync();
        await first.ScalarAsync("CREATE TABLE kept AS SELECT 42 AS answer");
        var processes = ProcessTree.Descendants(first.Program.ProcessId);

        await first.Program.EndAsync(Signal.Kill);

        await using var second = await PostgresProgram.StartAsync(first.DataDirectory);
        Assert.DoesNotContain(processes, ProcessTree.IsRunning);
        Assert.Equal(42, await second.ScalarAsync("SELECT answer FROM kept"));
    }

    [Fact]
    public async Task The_end_of_the_parent_process_stops_the_server()
    {
        // A shell in between plays the AppHost that is killed.
        var health = TestPort.Free();
        using var parent = Process.Start(new ProcessStartInfo("sh", ["-c", "\"$0\" & echo $!; wait", EmbeddedProgram.PathOf("EmbeddedPostgres")])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["HEALTH_PORT"] = $"{health}",
                ["POSTGRES_PORT"] = $"{TestPort.Free()}",
                ["POSTGRES_DATA_DIR"] = Path.Combine(TestFolder.New(), "postgres"),
                ["POSTGRES_PASSWORD"] = PostgresProgram.Password,
            },
        })!;
        var program = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, null);
        while (!(await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!.Contains("is ready", StringComparison.Ordinal))
        {
        }

        List<int> processes = [program, .. ProcessTree.Descendants(program)];
        EmbeddedProgram.Send(parent.Id, Signal.Kill);

        await Wait.UntilAsync(() => !processes.Exists(ProcessTree.IsRunning));
    }

    [Fact]
    public async Task A_server_that_dies_ends_the_program_with_one_clear_line()
    {
        await using var server = await PostgresProgram.StartAsync();
        var postmaster = ProcessTree.Descendants(server.Program.ProcessId)[0];

        EmbeddedProgram.Send(postmaster, Signal.Kill);

        Assert.Equal(1, await server.Program.ExitCodeAsync());
        Assert.Contains("PostgreSQL ended by itself with exit code", server.Program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_id_left_by_a_former_server_does_not_prevent_the_start()
    {
        await using var first = await PostgresProgram.StartAsync();
        await first.Program.EndAsync(Signal.Terminate);
        // After a reboot the recorded process id may belong to any other program, such as this one.
        await File.WriteAllTextAsync(
            Path.Combine(first.DataDirectory, "postmaster.pid"),
            $"{Environment.ProcessId}\n{first.DataDirectory}\n",
            TestContext.Current.CancellationToken);

        await using var second = await PostgresProgram.StartAsync(first.DataDirectory);

        Assert.Equal(1, await second.ScalarAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_folder_that_only_root_may_enter_is_replaced_by_one_that_the_server_reaches()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root starts the server as another user.");
        var closed = TestFolder.New(onlyForOwner: true);
        var data = Path.Combine(closed, "postgres");
        string replacement;
        await using (var first = await PostgresProgram.StartAsync(data))
        {
            await first.ScalarAsync("CREATE TABLE kept AS SELECT 42 AS answer");
            var word = first.Program.Output.Split(' ').First(word => word.StartsWith("/var/tmp/", StringComparison.Ordinal));
            replacement = Path.GetDirectoryName(word)!;
        }

        await using (var second = await PostgresProgram.StartAsync(data))
        {
            Assert.Equal(42, await second.ScalarAsync("SELECT answer FROM kept"));
            Assert.Contains($"{closed} may only be entered by root", second.Program.Output, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(data));
        Directory.Delete(replacement, recursive: true);
    }
}
