using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Tests;

/// <summary>The filter of trigrams never hides a line that matches, and hides most that do not.</summary>
public sealed class GramsTests(LogServer server) : IClassFixture<LogServer>
{
    [Fact]
    public void No_part_of_a_text_is_hidden_in_any_case()
    {
        var random = new Random(7);
        const string Alphabet = "abcdefghABCDEFGH0123456789 .:/-_%\\ßüÄ\u212A\uD83D\uDE42\0";
        for (var n = 0; n < 2000; n++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            var start = random.Next(text.Length);
            var part = text.AsSpan(start, random.Next(text.Length - start + 1)).ToString();
            foreach (var wanted in new[] { part, Swap(part, char.ToUpperInvariant), Swap(part, char.ToLowerInvariant) })
            {
                Assert.True(Grams.Of(text).MayContain(Grams.Of(wanted)), $"{text} / {wanted}");
            }
        }
    }

    [Fact]
    public void Most_lines_that_do_not_match_are_hidden()
    {
        var wanted = Grams.Of("out of memory");
        var lines = Enumerable.Range(0, 1000).Select(n => $"GET /api/v1/items/{n * 7919} answered 200 in {n % 313} ms for 10.0.{n % 255}.17").ToList();
        Assert.InRange(lines.Count(line => Grams.Of(line).MayContain(wanted)), 0, 10);
        Assert.True(Grams.Unknown.MayContain(wanted));
        Assert.True(Grams.Of("ab").IsEmpty);
    }

    [Fact]
    public async Task PostgreSQL_compares_only_lines_that_pass_and_those_from_before_there_were_filters()
    {
        var project = server.NewProject();
        await project.IngestAsync(new { service_name = "s", message = "Out Of Memory in worker 1" }, new { service_name = "s", message = "Out Of Memory in worker 2" });
        Assert.Equal(2L, await CountAsync(project));

        // Emptied, it hides the line: so it is asked. With all bits, as lines from before have it, the text decides.
        await server.SqlAsync($"update log_lines set grams1 = 0, grams2 = 0 where project_id = '{project.Id}' and message like '%1'");
        await server.SqlAsync($"update log_lines set grams1 = default, grams2 = default where project_id = '{project.Id}' and message like '%2'");
        Assert.Equal(1L, await CountAsync(project));
    }

    private static async Task<long> CountAsync(TestProject project) => (await project.SearchAsync("of memory")).Number("total");

    // ASCII alone: "ß" and "ss", for one, are different texts to everybody.
    private static string Swap(string text, Func<char, char> fold) => string.Concat(text.Select(character => character < 128 ? fold(character) : character));
}
