using System.Text;

namespace SreCopilot.Otlp.Tests;

/// <summary>Whatever is sent, the answer is a clear refusal or items within the limits.</summary>
public sealed class MalformedTests
{
    [Fact]
    public void Truncated_and_random_protobuf_is_refused_or_read_and_nothing_else()
    {
        var random = new Random(1);
        foreach (var signal in new[] { "logs", "traces", "metrics" })
        {
            var body = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Payloads", $"{signal}.pb"));
            for (var length = 0; length < body.Length; length++)
            {
                ReadAll(body[..length], OtlpEncoding.Protobuf);
            }

            for (var i = 0; i < 5000; i++)
            {
                var noise = body.ToArray();
                for (var hits = random.Next(1, 6); hits > 0; hits--)
                {
                    noise[random.Next(noise.Length)] = (byte)random.Next(256);
                }

                ReadAll(noise, OtlpEncoding.Protobuf);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{\"resourceLogs\":{}}")]
    [InlineData("{\"resourceLogs\":[1]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"yesterday\"}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":-1}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":\"plain\"}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityText\":5}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityText\":\"\\ud800\"}]}]}]}")]
    public void JSON_that_is_not_OTLP_is_refused(string body) => Assert.Throws<OtlpFormatException>(() => Logs(Encoding.UTF8.GetBytes(body), OtlpEncoding.Json));

    [Fact]
    public void JSON_with_bytes_that_are_not_UTF8_is_refused() =>
        Assert.Throws<OtlpFormatException>(() => Logs([.. "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityText\":\""u8, 0xFF, .. "\"}]}]}]}"u8], OtlpEncoding.Json));

    [Fact]
    public void Unknown_fields_and_nulls_do_not_matter()
    {
        var log = Assert.Single(Logs("""{"resourceLogs":[{"resource":null,"scopeLogs":[{"scope":null,"logRecords":[{"body":null,"new":[{}],"severityNumber":9}]}]}]}"""u8.ToArray(), OtlpEncoding.Json));

        Assert.Equal((9, "unknown_service", OtlpValueKind.Empty), (log.SeverityNumber, log.Resource.ServiceName, log.Body.Kind));
    }

    [Fact]
    public void Deep_values_are_refused()
    {
        byte[] value = [0x0A, 1, (byte)'x'];
        for (var i = 0; i < 1000; i++)
        {
            value = Field(5, Field(1, value));
        }

        Assert.Throws<OtlpFormatException>(() => Logs(Record(Field(5, value)), OtlpEncoding.Protobuf));
        var json = string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", 10_000));
        Assert.Throws<OtlpFormatException>(() => Logs(Encoding.UTF8.GetBytes("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":" + json), OtlpEncoding.Json));
    }

    [Fact]
    public void Few_bytes_do_not_become_many_objects()
    {
        // 200,000 empty records in 400 kB, a million empty values in 3 MB.
        var records = Field(1, Field(2, [.. Enumerable.Repeat<byte[]>([0x12, 0x00], 200_000).SelectMany(record => record)]));
        Assert.Throws<OtlpFormatException>(() => Logs(records, OtlpEncoding.Protobuf));
        byte[] values = [.. Enumerable.Repeat<byte[]>([0x0A, 0x00], 1_000_001).SelectMany(value => value)];
        Assert.Throws<OtlpFormatException>(() => Logs(Record(Field(5, Field(5, values))), OtlpEncoding.Protobuf));
    }

    [Fact]
    public void Attributes_beyond_the_limits_are_dropped_and_long_texts_cut()
    {
        var attributes = Enumerable.Range(0, 300).SelectMany(n => Field(6, [.. Field(1, Encoding.UTF8.GetBytes($"key{n}")), .. Field(2, Field(1, "v"u8))]));
        var longName = Field(6, [.. Field(1, Encoding.UTF8.GetBytes(new string('n', 10_000))), .. Field(2, Field(1, "v"u8))]);
        var body = Field(5, Field(1, Encoding.UTF8.GetBytes(new string('ä', 100_000))));

        var log = Assert.Single(Logs(Record([.. longName, .. attributes, .. body]), OtlpEncoding.Protobuf));

        Assert.Equal((128, 173), (log.Attributes.All.Count, log.Attributes.Dropped));
        Assert.Equal("key0", log.Attributes.All[0].Key);
        Assert.Equal(new string('ä', OtlpLimits.Text), log.Body.ToString());
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_become_replacement_characters()
    {
        var log = Assert.Single(Logs(Record(Field(5, Field(1, [(byte)'a', 0xFF, (byte)'b']))), OtlpEncoding.Protobuf));

        Assert.Equal("a\uFFFDb", log.Body.ToString());
    }

    private static List<OtlpLog> Logs(byte[] body, OtlpEncoding encoding)
    {
        using var content = new OtlpContent(body, encoding);
        return [.. content.ReadLogs()];
    }

    private static void ReadAll(byte[] body, OtlpEncoding encoding)
    {
        using var content = new OtlpContent(body, encoding);
        foreach (var read in new Func<IEnumerable<object>>[] { content.ReadLogs, content.ReadSpans, content.ReadPoints })
        {
            try
            {
                foreach (var item in read())
                {
                    Assert.NotNull(item);
                }
            }
            catch (OtlpFormatException)
            {
            }
        }
    }

    private static byte[] Record(ReadOnlySpan<byte> record) => Field(1, Field(2, Field(2, record)));

    private static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        var length = new List<byte>();
        for (var rest = (uint)content.Length; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                length.Add((byte)rest);
                break;
            }

            length.Add((byte)(rest | 0x80));
        }

        return [(byte)((number << 3) | 2), .. length, .. content];
    }
}
