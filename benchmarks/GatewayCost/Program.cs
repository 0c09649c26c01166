using System.Globalization;
using SreCopilot.Benchmarks.GatewayCost;

// Sends the same requests directly to a service and through api-gateway, and compares the CPU time that they cost.
// Arguments: [requests, default 20000] [connections, default 16] [path of another api-gateway, for example an AOT one].
var requests = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 16;
if (requests is < 100 or > 1_000_000 || connections is < 1 or > 256)
{
    Console.Error.WriteLine("usage: GatewayCost [requests 100-1000000] [connections 1-256] [path of api-gateway]");
    return 64;
}

await using var service = await StubService.StartAsync();
await using var redis = await ChildProgram.StartRedisAsync();
Console.WriteLine($"{requests} requests on {connections} connections, {Environment.ProcessorCount} processors");
Console.WriteLine($"{"",-42}{"requests/s",12}{"gateway CPU us",16}{"service CPU us",16}");

var direct = await Load.RunAsync(new Uri(service.Address, "/incidents?page=1"), null, requests, connections, gateway: null);
direct.Print("directly to the service");

await using (var limited = await ChildProgram.StartGatewayAsync(args.ElementAtOrDefault(2), service.Address, redis.Address))
{
    await RunAsync(limited, "through api-gateway");
}

await using (var unlimited = await ChildProgram.StartGatewayAsync(args.ElementAtOrDefault(2), service.Address, "127.0.0.1:1"))
{
    await RunAsync(unlimited, "through api-gateway, Redis away");
}

return 0;

async Task RunAsync(ChildProgram gateway, string name)
{
    var result = await Load.RunAsync(new Uri(gateway.HttpAddress, "/api/v1/incidents?page=1"), Keys.NewToken(), requests, connections, gateway);
    result.Print(name);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  -> {result.GatewayMicroseconds:0} us of gateway CPU per request, {result.GatewayMicroseconds / direct.ServiceMicroseconds:0.0} x what the service itself needs for it"));
}
