using Npgsql;
using SreCopilot.PostgresFixture;

namespace SreCopilot.Database.Tests;

/// <summary>Row-level security binds whoever the service logs in as: the tables' owner, and even a superuser.</summary>
public sealed class ScopeTests(PostgresServer postgres)
{
    private static readonly CallerScope Ours = new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
    private static readonly CallerScope Theirs = new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_query_without_a_filter_sees_only_the_callers_project(bool superuser)
    {
        await using var host = await StartAsync(superuser);
        await AddNoteAsync(host, Ours, "ours");
        await AddNoteAsync(host, Theirs, "theirs");

        Assert.Equal(["ours"], await NotesAsync(await host.Database.OpenAsync(Ours, Cancel)));
        Assert.Equal(["theirs"], await NotesAsync(await host.Database.OpenAsync(Theirs, Cancel)));
        Assert.Equal(["ours", "theirs"], await NotesAsync(await host.Database.OpenAsSystemAsync(Cancel)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_caller_without_a_project_sees_nothing(bool superuser)
    {
        await using var host = await StartAsync(superuser);
        await AddNoteAsync(host, Ours, "ours");

        Assert.Empty(await NotesAsync(await host.Database.OpenAsync(default(CallerScope), Cancel)));
        Assert.Empty(await NotesAsync(await host.Database.OpenAsync(Ours with { ProjectId = null }, Cancel)));
        Assert.Empty(await NotesAsync(await host.Database.OpenAsync(Ours with { ProjectId = Guid.Empty }, Cancel)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Writing_into_another_project_is_refused(bool superuser)
    {
        await using var host = await StartAsync(superuser);
        await AddNoteAsync(host, Theirs, "theirs");

        await using var session = await host.Database.OpenAsync(Ours, Cancel);
        Assert.Equal(0, await session.ExecuteAsync($"update notes set text = 'stolen'", Cancel));
        Assert.Equal(0, await session.ExecuteAsync($"delete from notes", Cancel));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync($"insert into notes (project_id, text) values ({Theirs.ProjectId}, 'planted')", Cancel));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_scope_ends_with_its_session(bool superuser)
    {
        // One connection for everybody: what one session left behind, the next one would inherit.
        await using var host = await StartAsync(superuser, "Maximum Pool Size=1");
        await AddNoteAsync(host, Ours, "ours");
        await using (var session = await host.Database.OpenAsSystemAsync(Cancel))
        {
            await session.CommitAsync(Cancel);
        }

        Assert.Empty(await NotesAsync(await host.Database.OpenAsync(Theirs, Cancel)));
        Assert.Equal(["ours"], await NotesAsync(await host.Database.OpenAsync(Ours, Cancel)));
    }

    [Fact]
    public async Task What_is_not_committed_is_rolled_back()
    {
        await using var host = await StartAsync(superuser: false);
        await using (var session = await host.Database.OpenAsync(Ours, Cancel))
        {
            await session.ExecuteAsync($"insert into notes (project_id, text) values ({Ours.ProjectId}, 'lost')", Cancel);
        }

        Assert.Empty(await NotesAsync(await host.Database.OpenAsync(Ours, Cancel)));
    }

    [Fact]
    public async Task Values_and_pieces_of_a_query_become_parameters()
    {
        await using var host = await StartAsync(superuser: false);
        const string hostile = "'); drop table notes; --";
        await AddNoteAsync(host, Ours, hostile);
        await AddNoteAsync(host, Ours, "other");

        await using var session = await host.Database.OpenAsync(Ours, Cancel);
        string? absent = null;
        Sql filter = $"text = {hostile} and {absent} is null";
        var found = await session.SingleOrDefaultAsync($"select text, {42}, {absent}::text from notes where {filter} and project_id = {Ours.ProjectId}",
            row => (Text: row.GetString(0), Number: row.GetInt32(1), Absent: row.GetStringOrNull(2)), Cancel);

        Assert.Equal((hostile, 42, null), found);
    }

    private static async Task AddNoteAsync(TestHost host, CallerScope scope, string text)
    {
        await using var session = await host.Database.OpenAsync(scope, Cancel);
        await session.ExecuteAsync($"insert into notes (project_id, text) values ({scope.ProjectId}, {text})", Cancel);
        await session.CommitAsync(Cancel);
    }

    private static async Task<List<string>> NotesAsync(DatabaseSession session)
    {
        await using (session)
        {
            return await session.ListAsync($"select text from notes order by text", row => row.GetString(0), Cancel);
        }
    }

    private async Task<TestHost> StartAsync(bool superuser, string extra = "")
    {
        var database = await postgres.CreateDatabaseAsync();
        return await TestHost.StartReadyAsync($"{(superuser ? database.SuperuserConnectionString : database.ConnectionString)};{extra}");
    }
}
