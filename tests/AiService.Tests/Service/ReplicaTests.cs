namespace SreCopilot.AiService.Tests.Service;

/// <summary>Two replicas that are asked about the same incident at once.</summary>
public sealed class ReplicaTests(TwoReplicas replicas) : IClassFixture<TwoReplicas>
{
    [Fact]
    public async Task Only_one_analyses_an_incident_and_the_others_say_so_or_have_its_answer()
    {
        var server = replicas.Servers;
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, server.Time.GetUtcNow().AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, server.Time.GetUtcNow());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(place => AiServer.GenerateAsync(project, incident, place % 2)));

        Assert.All(answers, answer => Assert.True(answer.Code is 200 or 409, $"{answer.Code}"));
        Assert.Single(answers, answer => answer.Code == 200 && !answer["cached"].GetBoolean());
        Assert.Equal(1L, await server.SqlAsync($"select count(*) from analyses where incident_id = '{incident}'"));
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from generation_locks where incident_id = '{incident}'"));
    }

    [Fact]
    public async Task The_lock_of_a_dead_replica_expires()
    {
        var server = replicas.Servers;
        var project = server.NewProject();
        var incident = server.Platform.AddIncident(project, server.Time.GetUtcNow());
        await server.SqlAsync($"""
            insert into generation_locks values ('{incident}', '{project.TenantId}', '{project.Id}', '{Guid.NewGuid()}', '{server.Time.GetUtcNow().AddSeconds(30):O}')
            """);

        var busy = await AiServer.GenerateAsync(project, incident);
        server.Time.Advance(TimeSpan.FromSeconds(31));
        var free = await AiServer.GenerateAsync(project, incident);

        Assert.Equal((409, true, 200), (busy.Code, busy.HasRetryAfter, free.Code));
    }
}
