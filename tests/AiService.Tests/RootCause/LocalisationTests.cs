using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Tests.RootCause;

public sealed class LocalisationTests
{
    /// <summary>db needs 50 ms more in two rows: 80 s in all per row, which cart and search, and then front, wait for.</summary>
    private static Shop SlowDatabase(int seed = 1) => new Shop(seed)
        .Slower("db", 0.05, 2, 3).Slower("cart", 0.066, 2, 3).Slower("search", 0.066, 2, 3).Slower("front", 0.08, 2, 3);

    [Fact]
    public void The_deepest_node_that_explains_its_callers_is_first()
    {
        var answer = SlowDatabase().Localise(Shop.Slow);

        Assert.Equal(LocalisationVerdict.Localised, answer.Verdict);
        Assert.Equal("db", answer.Candidates[0].Node);
        Assert.InRange(answer.Candidates[0].Blame, 0.8, 1);
        Assert.Equal(1, answer.Candidates.Sum(candidate => candidate.Blame), 9);
    }

    [Fact]
    public void The_answer_says_what_deviated_how_much_when_and_along_which_path()
    {
        var shop = SlowDatabase();

        var answer = shop.Localise(Shop.Slow);

        var first = answer.Candidates[0];
        Assert.Equal(["front", "cart", "db"], first.Path);
        var deviation = first.Deviations[0];
        Assert.Equal(new MetricKey("db", MetricKind.Latency, "Average"), deviation.Metric);
        Assert.Equal((0.01, 0.06), (Math.Round(deviation.Baseline, 3), Math.Round(deviation.Observed, 3)));
        Assert.Equal(163.9, deviation.Excess, 1); // Two rows of about 1600 requests that take 50 ms more: about 160 s.
        Assert.Equal(167.9, answer.Candidates[1].Deviations[0].Excess, 1); // What front waited longer: nearly the same.
        Assert.Equal(40, deviation.Information);
        Assert.Equal([("db", 0.965), ("front", 0.032), ("cart", 0)], answer.Candidates.Take(3).Select(candidate => (candidate.Node, Math.Round(candidate.Blame, 3))));
        Assert.Equal(shop.Abnormal.Times[2], deviation.Since);
        Assert.Equal([0, 0, 1, 1, 0], answer.SuspectRows.Select(row => Math.Round(row.Probability)));
        Assert.InRange(answer.FalseAlarmProbability, 0, 0.001);
    }

    [Fact]
    public void A_node_whose_callees_are_fine_is_the_cause_itself() =>
        Assert.Equal("cart", new Shop().Slower("cart", 0.1, 1, 2).Slower("front", 0.08, 1, 2).Localise(Shop.Slow).Candidates[0].Node);

    [Fact]
    public void A_symptom_that_no_callee_explains_began_where_it_shows() =>
        Assert.Equal("front", new Shop().Slower("front", 0.1, 1, 2).Localise(Shop.Slow).Candidates[0].Node);

    [Fact]
    public void A_callee_that_deviates_too_little_to_explain_its_caller_is_not_the_cause()
    {
        // 10 % slower than ever, but 1.6 s of the 80 s that front waits longer.
        var answer = new Shop().Slower("db", 0.001, 1, 2, 3).Slower("cart", 0.1, 1, 2, 3).Slower("front", 0.08, 1, 2, 3).Localise(Shop.Slow);

        Assert.Equal("cart", answer.Candidates[0].Node);
    }

    [Fact]
    public void Failures_are_followed_like_slowness()
    {
        // 32 of the 1600 requests to db fail, and with them 24 of cart, 8 of search, 32 of front.
        var answer = new Shop().Failed("db", 2, 1, 2, 3).Failed("cart", 3, 1, 2, 3).Failed("search", 2, 1, 2, 3).Failed("front", 3.2, 1, 2, 3).Localise(Shop.Failing);

        Assert.Equal("db", answer.Candidates[0].Node);
        Assert.Equal(MetricKind.Availability, answer.Candidates[0].Deviations[0].Metric.Kind);
        Assert.InRange(answer.Candidates[0].Deviations[0].Excess, 90, 100);
    }

    [Fact]
    public void Failures_behind_a_timeout_are_found_though_the_slow_callee_answers_every_request()
    {
        var answer = new Shop().Slower("mail", 5, 2, 3).Slower("cart", 0.6, 2, 3).Failed("front", 8, 2, 3).Localise(Shop.Failing);

        Assert.Contains("mail", answer.Candidates.Take(3).Select(candidate => candidate.Node));
    }

    [Fact]
    public void Twice_the_requests_make_the_node_itself_the_cause_and_not_the_callees_that_slow_down_with_it()
    {
        var shop = SlowDatabase();
        foreach (var node in Shop.Load.Keys)
        {
            shop.Change(node, MetricKind.Requests, count => count * 2.5, 2, 3);
        }

        Assert.Equal("front", shop.Localise(Shop.Slow).Candidates[0].Node);
    }

    [Theory]
    [InlineData("cart")]
    [InlineData("search")]
    public void A_node_that_nobody_measures_is_looked_through(string unobserved) =>
        Assert.Equal("db", SlowDatabase().LocaliseWithout(unobserved, Shop.Slow).Candidates[0].Node);

    [Fact]
    public void Empty_cells_are_not_evidence()
    {
        var shop = SlowDatabase();
        shop.Change("db", MetricKind.Latency, _ => double.NaN, 0, 2).Change("search", MetricKind.Latency, _ => double.NaN, 1, 2, 3).Change("mail", MetricKind.Latency, _ => double.NaN, 0, 1, 2, 3, 4);

        var answer = shop.Localise(Shop.Slow);

        Assert.Equal("db", answer.Candidates[0].Node);
        Assert.DoesNotContain(answer.Candidates, candidate => candidate.Node == "mail" && candidate.Deviations.Any(deviation => deviation.Metric.Kind == MetricKind.Latency));
    }

    [Fact]
    public void Levels_that_drifted_since_normal_operation_was_recorded_are_no_incident_of_their_own()
    {
        // mail became three times as slow weeks ago, and everything else a little faster.
        var shop = SlowDatabase().Change("mail", MetricKind.Latency, latency => latency * 3, 0, 1, 2, 3, 4).Change("front", MetricKind.Latency, latency => latency * 0.85, 0, 1, 2, 3, 4);

        Assert.Equal("db", shop.Localise(Shop.Slow).Candidates[0].Node);
    }

    [Fact]
    public void An_incident_without_quiet_rows_is_compared_with_normal_operation()
    {
        int[] all = [0, 1, 2, 3, 4];

        var answer = new Shop().Slower("db", 0.05, all).Slower("cart", 0.066, all).Slower("search", 0.066, all).Slower("front", 0.08, all).Localise(Shop.Slow);

        Assert.Equal("db", answer.Candidates[0].Node);
    }

    [Fact]
    public void A_node_that_deviates_in_other_rows_than_the_symptom_is_not_blamed()
    {
        var answer = new Shop().Slower("db", 0.05, 0).Slower("cart", 0.1, 2, 3).Slower("front", 0.08, 2, 3).Localise(Shop.Slow);

        Assert.Equal("cart", answer.Candidates[0].Node);
        Assert.Equal(0, answer.Candidates.SingleOrDefault(candidate => candidate.Node == "db")?.Blame ?? 0, 2);
    }

    [Fact]
    public void Normal_operation_has_no_root_cause()
    {
        var found = Enumerable.Range(1, 40).Count(seed => new Shop(seed).Localise(Shop.Slow).Candidates.Count > 0);

        Assert.InRange(found, 0, 4); // 5 % of 40 is 2.
    }

    [Fact]
    public void Who_does_not_serve_the_symptom_is_never_the_cause()
    {
        var nodes = SlowDatabase().Localise(Shop.Slow with { Node = "cart" }).Candidates.Select(candidate => candidate.Node).ToList();

        Assert.Equal("db", nodes[0]);
        Assert.DoesNotContain("front", nodes);
        Assert.DoesNotContain("search", nodes);
    }

    [Fact]
    public void Cycles_of_calls_end() =>
        Assert.Equal("db", SlowDatabaseIn([.. Shop.Calls, ("db", "front"), ("db", "cart"), ("cart", "cart")]).Candidates[0].Node);

    [Fact]
    public void The_order_of_calls_and_columns_does_not_matter()
    {
        var straight = SlowDatabase();
        var reversed = new RootCauseLocaliser(new()).Localise(
            new([.. Shop.Calls.Reverse()]), Shop.Slow, Reverse(straight.Normal), Reverse(straight.Abnormal));

        Assert.Equal(
            straight.Localise(Shop.Slow).Candidates.Select(candidate => (candidate.Node, candidate.Score)),
            reversed.Candidates.Select(candidate => (candidate.Node, candidate.Score)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Hardly_any_normal_operation_is_too_little_to_tell(int rows) =>
        Assert.Equal(LocalisationVerdict.TooLittleData, new Shop(normalRows: rows).Localise(Shop.Slow).Verdict);

    [Fact]
    public void An_unknown_symptom_is_too_little_to_tell()
    {
        Assert.Equal(LocalisationVerdict.TooLittleData, new Shop().Localise(Shop.Slow with { Node = "nobody" }).Verdict);
        Assert.Equal(LocalisationVerdict.TooLittleData, new Shop().Change("front", MetricKind.Latency, _ => double.NaN, 0, 1, 2, 3, 4).Localise(Shop.Slow).Verdict);
        Assert.Equal(LocalisationVerdict.TooLittleData, new RootCauseLocaliser(new()).Localise(new([]), Shop.Slow, new([], []), new([], [])).Verdict);
    }

    [Fact]
    public void Nonsense_in_cells_does_no_harm()
    {
        var shop = SlowDatabase();
        shop.Change("mail", MetricKind.Latency, _ => double.PositiveInfinity, 1).Change("mail", MetricKind.Requests, _ => -5, 0, 1, 2)
            .Change("search", MetricKind.Availability, _ => -400, 2).Change("cart", MetricKind.Requests, _ => 0, 0, 1);

        var answer = shop.Localise(Shop.Slow);

        Assert.Equal("db", answer.Candidates[0].Node);
        Assert.All(answer.Candidates, candidate => Assert.True(double.IsFinite(candidate.Score)));
    }

    [Fact]
    public void A_long_frame_is_condensed_so_that_a_single_wild_row_is_not_an_incident()
    {
        var calm = new Shop(seed: 7, normalRows: 1500);
        var frame = calm.Normal.Slice(1450, 50);
        frame.Find(new("front", MetricKind.Latency, "Average"))![20] = 9;

        Assert.Empty(new RootCauseLocaliser(new()).Localise(calm.Graph, Shop.Slow, calm.Normal.Slice(0, 1450), frame).Candidates);

        foreach (var row in Enumerable.Range(20, 20))
        {
            frame.Find(new("front", MetricKind.Latency, "Average"))![row] += 0.1;
            frame.Find(new("search", MetricKind.Latency, "Average"))![row] += 0.25;
        }

        Assert.Equal("search", new RootCauseLocaliser(new()).Localise(calm.Graph, Shop.Slow, calm.Normal.Slice(0, 1450), frame).Candidates[0].Node);
    }

    [Fact]
    public void A_dense_graph_is_walked_in_bounded_work()
    {
        // Every one of 40 layers of 5 nodes calls the whole next layer: 5^40 paths. All are as slow as their callees.
        var names = Enumerable.Range(0, 40).Select(layer => Enumerable.Range(0, 5).Select(number => $"{layer}-{number}").ToArray()).ToArray();
        var calls = names.Zip(names.Skip(1)).SelectMany(layers => layers.First.SelectMany(caller => layers.Second.Select(callee => (caller, callee))));
        var random = new Random(1);
        MetricFrame Frame(int rows, double slower) => new(
            Enumerable.Range(0, rows).Select(row => row * 300L),
            names.SelectMany(layer => layer).Select(node => KeyValuePair.Create(
                new MetricKey(node, MetricKind.Latency, "Average"), Enumerable.Range(0, rows).Select(row => 1 + (random.NextDouble() / 50) + (row == 2 ? slower : 0)).ToArray())));

        var answer = new RootCauseLocaliser(new()).Localise(new(calls), Shop.Slow with { Node = "0-0" }, Frame(100, 0), Frame(5, 1));

        Assert.Equal(LocalisationVerdict.Localised, answer.Verdict);
        Assert.Equal(1, answer.Candidates.Sum(candidate => candidate.Blame), 6);
    }

    private static Localisation SlowDatabaseIn((string, string)[] calls)
    {
        var shop = SlowDatabase();
        return new RootCauseLocaliser(new()).Localise(new(calls), Shop.Slow, shop.Normal, shop.Abnormal);
    }

    private static MetricFrame Reverse(MetricFrame frame) => new(frame.Times, frame.Columns.Reverse());
}
