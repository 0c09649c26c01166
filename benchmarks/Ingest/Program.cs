using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SreCopilot.Benchmarks.Ingest;
using SreCopilot.PostgresFixture;

// How fast telemetry becomes durable through a service, against one raw COPY of the same rows into the same table.
var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var clients = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 16;
var wanted = args.Length > 2 ? args[2] : "";

await using var postgres = new PostgresServer();
var database = await postgres.CreateDatabaseAsync();
await using var source = NpgsqlDataSource.Create(database.SuperuserConnectionString + ";Command Timeout=0");
var raw = new RawCopy(source);
Console.WriteLine($"{rows} rows per line, {clients} clients, {Environment.ProcessorCount} cores shared by clients, service and PostgreSQL");
Console.WriteLine($"{"",-14} {"batch",6} {"rows/s",10} {"of raw",7} {"CPU us/row",11}");
foreach (var group in Scenario.All.Where(scenario => scenario.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).GroupBy(scenario => scenario.Service))
{
    using var service = await ServiceProgram.StartAsync(group.Key, database.ConnectionString);
    foreach (var scenario in group)
    {
        if (!await raw.ExistsAsync(group.Key.Schema, scenario.Table))
        {
            Console.WriteLine($"{scenario.Name,-14} not yet: there is no table {scenario.Table}");
            continue;
        }

        // Code that runs often is compiled a second time, and series are registered. The images are compiled beforehand.
        await service.SendAsync(scenario, scenario.Requests(0, 50_000, 500), clients);
        await raw.EmptyAsync(group.Key.Schema, scenario.Table);
        var measured = new List<(int Batch, double Rate, double Cpu)>();
        foreach (var (batch, first) in new[] { (100, 100_000_000), (1_000, 200_000_000) })
        {
            var requests = scenario.Requests(first, rows, batch);
            await raw.EmptyAsync(group.Key.Schema, scenario.Table);
            var (started, cpu) = (Stopwatch.GetTimestamp(), service.CpuTime);
            await service.SendAsync(scenario, requests, clients);
            var took = Stopwatch.GetElapsedTime(started);
            measured.Add((batch, rows / took.TotalSeconds, (service.CpuTime - cpu).TotalMicroseconds / rows));
            var stored = await raw.CountAsync(group.Key.Schema, scenario.Table);
            if (stored != rows)
            {
                Console.WriteLine($"{scenario.Name}: {stored} rows instead of {rows}");
                return 1;
            }
        }

        var (copied, duration) = await raw.MeasureAsync(group.Key.Schema, scenario.Table);
        var reference = copied / duration.TotalSeconds;
        Console.WriteLine($"{scenario.Name,-14} {"raw",6} {reference,10:0} {1,7:0 %}");
        foreach (var (batch, rate, cpu) in measured)
        {
            Console.WriteLine($"{"",-14} {batch,6} {rate,10:0} {rate / reference,7:0 %} {cpu,11:0.0}");
        }
    }
}

return 0;
