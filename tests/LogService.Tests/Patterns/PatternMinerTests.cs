using SreCopilot.LogService.Patterns.Mining;

namespace SreCopilot.LogService.Tests.Patterns;

public sealed class PatternMinerTests
{
    private readonly PatternMiner _miner = new(maximumPatterns: 100);

    [Fact]
    public void Messages_that_differ_in_values_are_one_pattern()
    {
        var first = _miner.Find("Accepted password for root from 10.0.0.1 port 4711 (12 ms)");

        Assert.Equal("Accepted password for root from <*> port <*> (<*>)", first!.Text);
        Assert.Same(first, _miner.Find("Accepted password for root from 10.99.0.17 port 1 (7 s)"));
        Assert.Equal([first], _miner.TakeChanges());
        Assert.Empty(_miner.TakeChanges());
    }

    [Fact]
    public void Two_or_three_words_are_different_messages()
    {
        var found = "startup shutdown reload".Split(' ').Select(word => _miner.Find($"cache {word} succeeded")).ToList();

        Assert.Equal(3, found.Select(pattern => pattern!.Current).Distinct().Count());
    }

    [Fact]
    public void The_fourth_word_in_a_place_makes_it_a_value_also_for_those_before()
    {
        var found = "root alice bob carol dave".Split(' ').Select(user => _miner.Find($"session closed for user {user}")).ToList();

        var pattern = Assert.Single(found.Select(each => each!.Current).Distinct());
        Assert.Equal("session closed for user <*>", pattern.Text);
        Assert.Equal([pattern], _miner.Live);
        Assert.Equal(5, _miner.TakeChanges().Count);
    }

    [Fact]
    public void A_word_where_numbers_stand_is_a_value_too()
    {
        var words = _miner.Find("exit code unknown");
        var numbers = _miner.Find("exit code 17");

        Assert.Same(numbers, words!.Current);
        Assert.Same(numbers, _miner.Find("exit code none"));
    }

    [Fact]
    public void Two_values_that_always_change_together_are_found()
    {
        var found = Enumerable.Range(0, 20).Select(n => _miner.Find($"user {Word(n)} came from {Word(n + 100)} again")).ToList();

        Assert.Equal("user <*> came from <*> again", Assert.Single(found.Select(pattern => pattern!.Current).Distinct()).Text);
    }

    [Fact]
    public void The_subject_is_not_a_value_easily()
    {
        var found = Enumerable.Range(0, 8).Select(n => _miner.Find($"{Word(n)} startup succeeded")).ToList();

        Assert.Equal(8, found.Select(pattern => pattern!.Current).Distinct().Count());
    }

    [Fact]
    public void An_id_depends_on_the_form_only()
    {
        var other = new PatternMiner(100);
        other.Find("something else entirely 1");

        Assert.Equal(_miner.Find("took 5 ms")!.Id, other.Find("took  77 ms")!.Id);
        Assert.NotEqual(_miner.Find("took 5 ms")!.Id, other.Find("took 5 ms more")!.Id);
    }

    [Fact]
    public void What_another_miner_found_is_learnt()
    {
        var other = new PatternMiner(100);
        foreach (var user in "root alice bob carol".Split(' '))
        {
            other.Find($"session closed for user {user} (uid=0)");
        }

        var mine = _miner.Find("session closed for user erin (uid=0)");
        foreach (var pattern in other.TakeChanges())
        {
            _miner.Learn(Pattern.Load(pattern.Key, pattern.Text));
        }

        Assert.Equal(other.Live.Single().Id, mine!.Current.Id);
        Assert.Equal(other.Live.Single().Id, _miner.Find("session closed for user frank (uid=7)")!.Id);
    }

    [Fact]
    public void Memory_is_bounded_whatever_comes()
    {
        for (var n = 0; n < 5000; n++)
        {
            Assert.NotNull(_miner.Find($"{Word(n)} {Word(n * 7)} {Word(n * 13)} {Word(n * 29)}"));
        }

        Assert.True(_miner.Live.Count() <= 101);
        Assert.Equal("<*>", _miner.Find("one form too many")!.Text);
    }

    [Fact]
    public void An_empty_message_has_no_pattern() => Assert.Null(_miner.Find(" \n "));

    // Words without a digit, all different.
    private static string Word(int n) => "w" + string.Concat(n.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('g' + (digit - '0'))));
}
