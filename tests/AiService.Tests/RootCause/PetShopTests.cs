using System.Reflection;
using SreCopilot.AiService.RootCause;
using SreCopilot.Benchmarks.Rca;
using SreCopilot.Benchmarks.Rca.Injection;
using SreCopilot.Benchmarks.Rca.PetShop;

namespace SreCopilot.AiService.Tests.RootCause;

/// <summary>Real performance issues (Hardt et al., CLeaR 2024). Skipped where the data is missing.</summary>
public sealed class PetShopTests
{
    private static readonly RootCauseLocaliser Localiser = new(new());

    private static readonly string Folder = Environment.GetEnvironmentVariable("PETSHOP_DATA")
        ?? typeof(PetShopTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PetShop").Value!;

    private static readonly Lazy<IReadOnlyList<PetShopScenario>> Scenarios = new(() => PetShopScenario.ReadAll(Folder));

    [Fact]
    public void The_real_cause_is_first_in_more_issues_than_with_any_published_method()
    {
        var answers = Read().SelectMany(scenario => scenario.Issues
            .Select(issue => (issue.RootCause, Localiser.Localise(scenario.Graph, issue.Symptom, scenario.Normal, issue.Abnormal)))).ToList();

        var recall = Recall.Of(answers);

        Assert.NotEmpty(answers);
        // The best published averages are 0.72 and 0.89.
        Assert.InRange(recall.TopOne, 0.9, 1);
        Assert.InRange(recall.TopThree, 0.95, 1);
    }

    [Theory]
    [InlineData(nameof(MetricKind.Latency))]
    [InlineData(nameof(MetricKind.Availability))]
    public void Normal_operation_that_is_called_abnormal_has_no_cause(string kind) => Assert.All(
        Read(),
        scenario => Assert.Equal(1, Specificity.OfCuts(scenario, new(InjectionStudy.SymptomNode, Enum.Parse<MetricKind>(kind), "Average"), Localiser).Empty));

    [Theory]
    [InlineData(nameof(FaultKind.Latency), 0.85)]
    [InlineData(nameof(FaultKind.Availability), 0.9)]
    [InlineData(nameof(FaultKind.Both), 0.85)]
    [InlineData(nameof(FaultKind.Overload), 0.8)]
    public void Faults_injected_anywhere_else_are_found_too(string fault, double least)
    {
        var recall = Read()
            .Select(scenario => InjectionStudy.Run(scenario, Enum.Parse<FaultKind>(fault), FaultView.All[0], Localiser, perNode: 2))
            .Aggregate((low, high) => low.With(high));

        Assert.True(recall.Issues >= 30, $"{recall.Issues} faults");
        Assert.InRange(recall.TopOne, least, 1);
        Assert.InRange(recall.TopThree, 0.9, 1);
    }

    private static IReadOnlyList<PetShopScenario> Read()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"the PetShop data is not at {Folder}");
        return Scenarios.Value;
    }
}
