using SreCopilot.DemoShop;

namespace SreCopilot.EndToEnd.Tests.Demo;

/// <summary>One broken shop per fault. They break at the same time, in projects of their own.</summary>
public sealed class BrokenShops(PlatformFixture fixture) : IAsyncLifetime
{
    private Dictionary<Fault, BrokenShop> _shops = [];

    internal BrokenShop this[Fault fault] => _shops[fault];

    public async ValueTask InitializeAsync()
    {
        var faults = Enum.GetValues<Fault>().Where(fault => fault != Fault.None).ToList();
        var shops = await Task.WhenAll(faults.Select(fault => BrokenShop.CreateAsync(fixture.Platform, fault)));
        _shops = faults.Zip(shops).ToDictionary(one => one.First, one => one.Second);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
