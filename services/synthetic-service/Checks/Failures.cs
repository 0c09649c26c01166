using SreCopilot.OutboundHttp;

namespace SreCopilot.SyntheticService.Checks;

/// <summary>Why checks fail.</summary>
internal static class Failures
{
    public const string BadAddress = "bad_address";
    public const string Refused = "refused";
    public const string Timeout = "timeout";
    public const string Dns = "dns";
    public const string Connect = "connect";
    public const string Tls = "tls";
    public const string Protocol = "protocol";
    public const string BadRedirect = "bad_redirect";
    public const string Status = "status";
    public const string Assertion = "assertion";
    public const string Configuration = "configuration";
    public const string NotPermitted = "not_permitted";

    /// <summary>Of a probe that got no answer: the word and the sentence.</summary>
    public static (string Failure, string Message) Of(OutboundFault fault, ProbeResult probe, TimeSpan limit) => (fault, probe.Stage) switch
    {
        (OutboundFault.BadAddress, _) => (BadAddress, fault.Describe()),
        (OutboundFault.Refused, _) => (Refused, fault.Describe()),
        (OutboundFault.BadRedirect, _) => (BadRedirect, fault.Describe()),
        (OutboundFault.TimedOut, var stage) => (Timeout, $"Not done after {limit.TotalSeconds:0} s: {Doing(stage)}."),
        (_, ProbeStage.Resolving) => (Dns, "The name could not be looked up."),
        (_, ProbeStage.Connecting) => (Connect, "The connection was refused or could not be made."),
        (_, ProbeStage.Securing) => (Tls, probe.CertificateProblem ?? "The server and the platform could not agree on how to encrypt."),
        _ => (Protocol, "The server ended the connection without a proper answer."),
    };

    private static string Doing(ProbeStage stage) => stage switch
    {
        ProbeStage.Resolving => "the name was not looked up",
        ProbeStage.Connecting => "the connection was not accepted",
        ProbeStage.Securing => "encryption was not agreed on",
        ProbeStage.Requesting => "no answer came",
        _ => "the answer did not end",
    };
}
