namespace SreCopilot.OutboundHttp;

/// <summary>Why a call to an address that a user typed did not give an answer.</summary>
public enum OutboundFault
{
    /// <summary>The address is not an http or https URL, or contains a user name.</summary>
    BadAddress,

    /// <summary>The address is inside a network that the operator does not allow.</summary>
    Refused,

    /// <summary>The name does not resolve, or nothing answers there.</summary>
    Unreachable,

    /// <summary>It took too long.</summary>
    TimedOut,

    /// <summary>The answer is larger than was asked for.</summary>
    TooLarge,

    /// <summary>It redirects in circles, or to something that is not http.</summary>
    BadRedirect,
}

/// <summary>Faults in words.</summary>
public static class OutboundFaultText
{
    /// <summary>What is wrong and what to do next. Tells nothing about the network behind the platform: all refused addresses
    /// read alike, whether something listens there or not.</summary>
    public static string Describe(this OutboundFault fault) => fault switch
    {
        OutboundFault.BadAddress => "This is not an address that can be called: use http:// or https://, a host, and no user name in it.",
        OutboundFault.Refused => "This address is inside a private network, which the platform may not call. Ask the operator to add its network to OutboundHttp__AllowedNetworks.",
        OutboundFault.TimedOut => "The address did not answer in time.",
        OutboundFault.TooLarge => "The answer is too large.",
        OutboundFault.BadRedirect => "The address redirects too often, or to somewhere that cannot be called.",
        _ => "The address could not be reached: check host, port and, with https, the certificate.",
    };
}

/// <summary>Raised inside the HTTP handler when an address is refused; callers of this library see <see cref="OutboundFault.Refused"/>.</summary>
internal sealed class AddressRefusedException() : Exception("The address is not allowed.");
