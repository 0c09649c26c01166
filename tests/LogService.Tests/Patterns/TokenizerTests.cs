using SreCopilot.LogService.Patterns.Mining;

namespace SreCopilot.LogService.Tests.Patterns;

public sealed class TokenizerTests
{
    [Theory]
    // Numbers, with units and signs, and what is written like one.
    [InlineData("took 12 ms, 3.5s or -1", "took <*> or <*>")]
    [InlineData("lifetime <1 sec", "lifetime <*>")]
    [InlineData("disk at 93% of 1.5TB", "disk at <*> of <*>")]
    [InlineData("GET answered 200 in 0.25 seconds", "GET answered <*> in <*>")]
    [InlineData("at 2026-03-01 10:20:30,123 UTC", "at <*> UTC")]
    [InlineData("connected at Fri Jul  1 07:57:30 2005 again", "connected at <*> again")]
    [InlineData("may march on", "may march on")]
    // Addresses and ids.
    [InlineData("from 10.0.0.1:5050 and fe80::1:2", "from <*> and <*>")]
    [InlineData("host db1.example.com:5432 down", "host <*> down")]
    [InlineData("mail to alice@example.com failed", "mail to <*> failed")]
    [InlineData("request 3f2504e0-4f89-41d3-9a0c-0305e82c3301 done", "request <*> done")]
    [InlineData("mask 0xff at deadbeef for blk_-38865049064139660", "mask <*> at <*> for <*>")]
    [InlineData("mac 5c:50:15:4c:18:13", "mac <*>")]
    [InlineData("open /var/log/x.log, then C:\\Windows\\x", "open <*> , then <*>")]
    [InlineData("GET /items?page=1&size=2 via https://a.b/c?d=1 answered", "GET <*> via <*> answered")]
    // Names keep their form, numbers in them do not.
    [InlineData("node-17 reports eth0 and wlan12", "node-<*> reports eth<*> and wlan<*>")]
    [InlineData("java.io.IOException in read/write", "java.io.IOException in read/write")]
    // Structure.
    [InlineData("user=root uid=0 (pid 12)", "user = root uid = <*> ( pid <*> )")]
    [InlineData("client () left, main() ends.", "client ( <*> ) left , main ( ) ends .")]
    [InlineData("10.0.0.1:80:Got exception", "<*> : Got exception")]
    [InlineData("floating pt enabled......1", "floating pt enabled .. <*>")]
    // Lists of values are one value, whatever their length.
    [InlineData("ids 1 2 3 4", "ids <*>")]
    [InlineData("ids [1, 2, 3]", "ids [ <*> ]")]
    [InlineData("a=1 b=2 a=3 b=4 a=5 b=6", "a = <*> b = <*>")]
    [InlineData("first line 1\n  at Some.Stack(Trace.cs:3)", "first line <*>")]
    [InlineData(" \t\n ", "")]
    [InlineData("***", "***")]
    public void Values_are_recognised_by_how_they_look(string message, string form)
    {
        var tokenizer = new Tokenizer();
        var buffer = Array.Empty<char>();

        tokenizer.Read(message);

        Assert.Equal(form, tokenizer.Tokens.WriteKey(ref buffer).ToString());
    }

    [Fact]
    public void A_tokenizer_keeps_nothing_of_the_message_before()
    {
        var (tokenizer, buffer) = (new Tokenizer(), Array.Empty<char>());
        tokenizer.Read(string.Join(' ', Enumerable.Range(0, 1000).Select(n => $"word{n}x")));

        tokenizer.Read("short one");

        Assert.Equal("short one", tokenizer.Tokens.WriteKey(ref buffer).ToString());
    }

    [Fact]
    public void Nonsense_is_read_too()
    {
        var (tokenizer, random, buffer) = (new Tokenizer(), new Random(1), Array.Empty<char>());
        const string alphabet = "ab1 0x:./\\\"'()[]{}<>=,;|-+_@#%\n\u0000\ud800\u00e4";
        for (var n = 0; n < 20_000; n++)
        {
            tokenizer.Read(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)])));
            Assert.True(tokenizer.Tokens.WriteKey(ref buffer).Length <= 1000);
        }

        tokenizer.Read(new string('x', 1_000_000));
        Assert.Equal("<*>", tokenizer.Tokens.WriteKey(ref buffer).ToString());
    }
}
