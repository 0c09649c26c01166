namespace SreCopilot.LogService.Tests.Patterns;

/// <summary>Real logs of eight systems, one configuration for all. Skipped where the sets are not beside the checkout.</summary>
public sealed class LogHubTests
{
    [Fact]
    public void Lines_are_grouped_as_people_group_them()
    {
        var sets = LogHub.FindSets();
        Assert.SkipWhen(sets.Count == 0, "shared/data/loghub is not beside the checkout.");

        var accuracies = sets.ToDictionary(set => set.Name, set => Accuracy.Measure(set.Lines));

        foreach (var (name, accuracy) in accuracies)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name} {accuracy}");
            Assert.True(accuracy.Grouping >= 0.85, $"{name}: {accuracy}");
        }

        Assert.True(accuracies.Values.Average(accuracy => accuracy.Grouping) >= 0.95);
    }
}
