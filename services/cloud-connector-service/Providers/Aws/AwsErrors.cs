using System.Xml.Linq;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Aws;

/// <summary>
/// What AWS's error codes mean. EC2 says <c>&lt;Response&gt;&lt;Errors&gt;&lt;Error&gt;&lt;Code&gt;UnauthorizedOperation</c>, the others
/// <c>&lt;ErrorResponse&gt;&lt;Error&gt;&lt;Code&gt;AccessDenied</c>. Their messages are not passed on: they may quote what was signed.
/// </summary>
internal static class AwsErrors
{
    private static readonly string[] Rejected =
    [
        "AuthFailure", "InvalidClientTokenId", "SignatureDoesNotMatch", "UnrecognizedClientException", "InvalidAccessKeyId", "IncompleteSignature", "MissingAuthenticationToken",
        "ExpiredToken", "ExpiredTokenException", "InvalidToken",
    ];

    private static readonly string[] Forbidden = ["UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "AuthorizationError", "NotAuthorized"];

    private static readonly string[] Throttled =
        ["Throttling", "ThrottlingException", "ThrottledException", "RequestLimitExceeded", "TooManyRequestsException", "RequestThrottled", "SlowDown", "BandwidthLimitExceeded"];

    /// <returns>Makes a fault of the permission that was needed and the pause that was asked for; null for a code that says nothing special.</returns>
    public static Func<string, TimeSpan?, Fault>? Explain(XElement? document)
    {
        var code = document?.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == "Code")?.Value ?? "";
        return code switch
        {
            "RequestExpired" or "RequestTimeTooSkewed" => (_, _) => new Fault(FaultKind.Unavailable, "AWS finds the time of the request wrong: check the clock of the platform."),
            "OptInRequired" => (_, _) => new Fault(FaultKind.NotFound, "The account has not switched on this service or region."),
            _ when Rejected.Contains(code) => (_, _) => CloudHttp.Rejected(),
            _ when Forbidden.Contains(code) => (permission, _) => CloudHttp.Missing(permission),
            _ when Throttled.Contains(code) => (_, pause) => Fault.Throttled(pause),
            _ => null,
        };
    }
}
