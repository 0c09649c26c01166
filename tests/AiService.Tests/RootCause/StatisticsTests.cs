using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Tests.RootCause;

/// <summary>The parts of localisation against numbers computed by hand.</summary>
public sealed class StatisticsTests
{
    private static readonly LocalisationOptions Options = new();

    [Theory]
    // 0, 1, ... 99: the tail begins at 90, in which 9 of 100 values lie, 5 above it in the median: scale 5 / ln 2 = 7.213, less than
    // (90 - 49.5) / ln 10 = 17.59.
    [InlineData(50, 0.6833)] // -ln(51 / 101): 50 to 99 are as large, and the value itself.
    [InlineData(-1, 0)]
    [InlineData(90, 2.2172)] // -ln(11 / 101): at the beginning it is still counted.
    [InlineData(100, 2.9864)] // -ln(9 / 101) + 10 / 17.59.
    [InlineData(1000, 40)] // The most there is.
    public void Information_is_counted_in_the_bulk_and_extrapolated_in_the_tail(double value, double information) =>
        Assert.Equal(information, new TailDistribution(Enumerable.Range(0, 100).Select(number => (double)number), 0.1, Options).Information(value), 3);

    [Fact]
    public void A_few_normal_values_can_say_only_so_much() =>
        Assert.Equal(2 * Math.Log(12), new TailDistribution(Enumerable.Repeat(1.0, 10), 0.1, Options).Information(1e9), 9);

    [Fact]
    public void Without_any_normal_value_nothing_below_the_resolution_is_surprising()
    {
        var unknown = new TailDistribution([double.NaN], 0.5, Options);

        Assert.Equal(0, unknown.Information(-1));
        Assert.Equal(0.2, unknown.Information(0.3), 9); // A third of the resolution's share: 0.3 / (3 x 0.5).
    }

    [Fact]
    public void Suspect_rows_are_those_that_stand_out()
    {
        var rows = SuspectRows.Of([0, 0, 4, 4, 0], new(Level: 0, RowSpread: 0.5, WindowSpread: 2))!;

        Assert.Equal([0, 0, 1, 1, 0], rows.Membership.Select(row => Math.Round(row, 3)));
        Assert.Equal(0, rows.WholeWindow, 3);
        Assert.Equal(3, rows.Contrast([1, 2, 4, 5, 1.5], typicalLevel: 99), 2); // 4.5 less the mean of 1, 2 and 1.5.
        Assert.Equal(double.NaN, rows.Contrast([1, 2, double.NaN, double.NaN, 1], typicalLevel: 0));
    }

    [Fact]
    public void Rows_that_are_all_bad_are_compared_with_the_normal_level()
    {
        var rows = SuspectRows.Of([6, 6, 6, 6, 6], new(Level: 0, RowSpread: 1, WindowSpread: 1))!;

        Assert.Equal(1, rows.WholeWindow, 3);
        Assert.Equal(5, rows.Contrast([6, 6, 6, 6, 6], typicalLevel: 1), 3);
    }

    [Fact]
    public void Rows_of_which_none_is_bad_are_no_suspects() =>
        Assert.Null(SuspectRows.Of([1, 1, 1], new(Level: 2, RowSpread: 1, WindowSpread: 1)));

    [Fact]
    public void A_frame_condenses_to_medians_and_drops_the_rest()
    {
        var key = new MetricKey("db", MetricKind.Latency, "Average");

        var frame = new MetricFrame([0, 10, 20, 30, 40, 50, 60], [new(key, [1, 2, 9, double.NaN, double.NaN, 5, 7])]).Condense(3);

        Assert.Equal([0, 30], frame.Times);
        Assert.Equal([2, 5], frame.Find(key)!);
    }

    [Fact]
    public void A_column_that_does_not_fit_its_frame_is_refused() =>
        Assert.Throws<ArgumentException>(() => new MetricFrame([0, 10], [new(new("db", MetricKind.Latency, "Average"), [1])]));

    [Fact]
    public void Another_statistic_stands_in_for_one_without_values()
    {
        var frame = new MetricFrame([0], [new(new("db", MetricKind.Latency, "p95"), [double.NaN]), new(new("db", MetricKind.Latency, "p99"), [1])]);

        Assert.Equal("p99", frame.Choose("db", MetricKind.Latency, "p95")?.Statistic);
        Assert.Null(frame.Choose("db", MetricKind.Requests, "Sum"));
    }
}
