using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;
using SreCopilot.OutboundHttp;

namespace SreCopilot.CloudConnectorService.Providers.Aws;

/// <summary>Asks AWS in its query protocol: a signed form in, XML out.</summary>
internal sealed class AwsClient(CloudHttp http, IOptions<ProviderOptions> options)
{
    /// <param name="service">As in its address and in the signature: ec2, rds, elasticloadbalancing, monitoring, sts.</param>
    /// <param name="region">Where.</param>
    /// <param name="keys">As whom.</param>
    /// <param name="permission">What the keys must allow, for the message.</param>
    /// <param name="form">Action, Version and the rest; values that are null are left out.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ProviderResult<XElement>> AskAsync(
        string service, string region, AwsKeys keys, string permission, IEnumerable<(string Name, string? Value)> form, CancellationToken cancel)
    {
        var body = Encoding.UTF8.GetBytes(string.Join('&', form.Where(field => field.Value is not null)
            .Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value!)}")));
        var template = options.Value.Aws + (region.StartsWith("cn-", StringComparison.Ordinal) && options.Value.Aws.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? ".cn" : "");
        var address = new Uri(template.Replace("{service}", service, StringComparison.Ordinal).Replace("{region}", region, StringComparison.Ordinal) + "/");
        return await http.AskAsync(() => Create(address, body, keys, region, service), response => Read(response, permission), cancel);
    }

    private HttpRequestMessage Create(Uri address, byte[] body, AwsKeys keys, string region, string service)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") { CharSet = "utf-8" };
        SignatureV4.Sign(request, body, keys, region, service, http.Now);
        return request;
    }

    private ProviderResult<XElement> Read(OutboundResponse response, string permission)
    {
        var document = Parse(response.Body);
        return response.IsSuccess
            ? document is null ? new Fault(FaultKind.Unavailable, "The cloud answers, but not with XML.") : document
            : AwsErrors.Explain(document) is { } fault ? fault(permission, RetryAfter.Read(response, http.Now))
            : http.Explain(response, permission);
    }

    private static XElement? Parse(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader);
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
