using SreCopilot.AiService.RootCause;
using SreCopilot.Benchmarks.Rca;
using SreCopilot.Benchmarks.Rca.PetShop;

namespace SreCopilot.AiService.Tests.RootCause;

/// <summary>The files of the PetShop data, here written by the test itself: any split, empty cells, files that are none.</summary>
public sealed class PetShopFilesTests : IDisposable
{
    private const string Header = "microservice,a,a,b\nmetric,latency,requests,latency\nstatistic,Average,Sum,Average\nunix_timestamp,,,\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("petshop");

    [Fact]
    public void Issues_of_every_split_are_read()
    {
        Write("low/graph.csv", ",a,b\na,0.0,1.0\nb,0.0,0.0\n");
        Write("low/noissue/metrics.csv", Header + "0.0,0.2,100.0,\n300.0,0.2,,0.1\n");
        foreach (var issue in new[] { "train/issue_0", "test/issue_10", "test/issue_2" })
        {
            Write($"low/{issue}/metrics.csv", Header + "600.0,0.3,100.0,0.2\n");
            Write($"low/{issue}/target.json", """{"target":{"node":"a","metric":"latency","agg":"Average","timestamp":1},"root_cause":{"node":"b","metric":null}}""");
        }

        var scenario = Assert.Single(PetShopScenario.ReadAll(_folder.FullName));

        Assert.Equal(["test/issue_2", "test/issue_10", "train/issue_0"], scenario.Issues.Select(issue => issue.Name));
        Assert.All(scenario.Issues, issue => Assert.Equal((new Symptom("a", MetricKind.Latency, "Average"), "b"), (issue.Symptom, issue.RootCause)));
        Assert.Equal(["b"], scenario.Graph.CalleesOf("a"));
        Assert.Equal([double.NaN, 0.1], scenario.Normal.Find(new("b", MetricKind.Latency, "Average"))!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n1,2\n")]
    [InlineData(Header + "0.0,0.2\n")]
    [InlineData(Header + "0.0,fast,1.0,1.0\n")]
    public void What_is_no_metrics_file_is_refused_by_its_name(string text)
    {
        var path = Write("metrics.csv", text);

        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => PetShopCsv.ReadMetrics(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recall_counts_what_is_first_among_three_and_unanswered()
    {
        var answer = new Localisation(LocalisationVerdict.Localised, 0, [.. "abcd".Select(node => new RootCauseCandidate($"{node}", 1, 1, [], []))], []);

        var recall = Recall.Of([("a", answer), ("c", answer), ("d", answer), ("e", answer), ("a", answer with { Candidates = [] })]);

        Assert.Equal(new Recall(Issues: 5, First: 1, AmongThree: 2, Unanswered: 1), recall);
        Assert.Equal((0.2, 0.4), (recall.TopOne, recall.TopThree));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
