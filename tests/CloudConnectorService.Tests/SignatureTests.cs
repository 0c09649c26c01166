using System.Text;
using SreCopilot.CloudConnectorService.Providers.Aws;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Signature version 4 against the vectors that AWS publishes: aws-sig-v4-test-suite, and the example of the IAM documentation.</summary>
public sealed class SignatureTests
{
    private static readonly DateTimeOffset Moment = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private const string SessionToken =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    [Theory]
    [InlineData("get-vanilla", "GET", "/", "", "", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("post-vanilla", "POST", "/", "", "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "", "", "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("get-utf8", "GET", "/ሴ", "", "", "host;x-amz-date", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("post-header-value-case", "POST", "/", "My-Header1: VALUE1", "", "host;my-header1;x-amz-date", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    [InlineData("post-x-www-form-urlencoded", "POST", "/", "Content-Type: application/x-www-form-urlencoded", "Param1=value1", "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("post-x-www-form-urlencoded-parameters", "POST", "/", "Content-Type: application/x-www-form-urlencoded; charset=utf8", "Param1=value1", "content-type;host;x-amz-date", "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe")]
    [InlineData("post-sts-header-before", "POST", "/", "", "", "host;x-amz-date;x-amz-security-token", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead")]
    public void Signs_as_the_published_test_suite(string name, string method, string path, string header, string body, string signedHeaders, string signature)
    {
        using var request = Request(method, $"https://example.amazonaws.com{path}", header, body);

        SignatureV4.Sign(request, Encoding.UTF8.GetBytes(body), new AwsKeys("AKIDEXAMPLE", Secret, name == "post-sts-header-before" ? SessionToken : null), "us-east-1", "service", Moment);

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={signedHeaders}, Signature={signature}",
            request.Headers.NonValidated["Authorization"].ToString());
    }

    [Fact]
    public void Signs_as_the_example_of_the_documentation()
    {
        using var request = Request(
            "GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", "Content-Type: application/x-www-form-urlencoded; charset=utf-8", "");

        SignatureV4.Sign(request, [], new AwsKeys("AKIDEXAMPLE", Secret, null), "us-east-1", "iam", Moment);

        Assert.EndsWith("Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7", request.Headers.NonValidated["Authorization"].ToString(), StringComparison.Ordinal);
    }

    private static HttpRequestMessage Request(string method, string address, string header, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (header.Split(": ", 2) is [var name, var value] && !request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
