using SreCopilot.DemoShop;

namespace SreCopilot.EndToEnd.Tests.Demo;

/// <summary>One broken shop per fault, in projects of their own. They send one after the other; what follows happens to all at the same time.</summary>
public sealed class BrokenShops(PlatformFixture fixture) : IAsyncLifetime
{
    private Dictionary<Fault, BrokenShop> _shops = [];

    internal BrokenShop this[Fault fault] => _shops[fault];

    public async ValueTask InitializeAsync()
    {
        var shops = new Dictionary<Fault, Task<BrokenShop>>();
        foreach (var fault in Enum.GetValues<Fault>().Where(fault => fault != Fault.None))
        {
            var owner = await BrokenShop.SendAsync(fixture.Platform, fault);
            shops.Add(fault, BrokenShop.WatchAsync(owner, fault));
        }

        await Task.WhenAll(shops.Values);
        _shops = shops.ToDictionary(one => one.Key, one => one.Value.Result);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
