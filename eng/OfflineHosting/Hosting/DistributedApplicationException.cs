namespace Aspire.Hosting;

/// <summary>The application cannot be built, run or published as it is described.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>Initializes the exception.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public DistributedApplicationException(string message) : base(message)
    {
    }

    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="inner">The cause.</param>
    public DistributedApplicationException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>A parameter has no value.</summary>
public class MissingParameterValueException : DistributedApplicationException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What is missing.</param>
    public MissingParameterValueException(string message) : base(message)
    {
    }

    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What is missing.</param>
    /// <param name="innerException">The cause.</param>
    public MissingParameterValueException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
