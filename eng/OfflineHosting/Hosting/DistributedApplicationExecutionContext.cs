namespace Aspire.Hosting;

/// <summary>Tells whether the application runs or is published.</summary>
public class DistributedApplicationExecutionContext
{
    private readonly DistributedApplicationExecutionContextOptions? _options;

    /// <summary>Initializes the context.</summary>
    /// <param name="operation">What is done.</param>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation) : this(operation, "manifest")
    {
    }

    /// <summary>Initializes the context.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="publisherName">The name of the publisher.</param>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName)
    {
        Operation = operation;
        PublisherName = publisherName;
    }

    /// <summary>Initializes the context.</summary>
    /// <param name="options">The options.</param>
    public DistributedApplicationExecutionContext(DistributedApplicationExecutionContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Operation = options.Operation;
        PublisherName = options.PublisherName ?? "manifest";
    }

    /// <summary>Gets what is done.</summary>
    public DistributedApplicationOperation Operation { get; }

    /// <summary>Gets or sets the name of the publisher.</summary>
    public string PublisherName { get; set; }

    /// <summary>Gets whether the application is published.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>Gets whether the application runs.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Gets the services, once the application is built.</summary>
    public IServiceProvider ServiceProvider => _options?.ServiceProvider
        ?? throw new InvalidOperationException("IServiceProvider is not available because the application is not built yet.");
}

/// <summary>Options of <see cref="DistributedApplicationExecutionContext" />.</summary>
public class DistributedApplicationExecutionContextOptions
{
    /// <summary>Initializes the options.</summary>
    /// <param name="operation">What is done.</param>
    public DistributedApplicationExecutionContextOptions(DistributedApplicationOperation operation) => Operation = operation;

    /// <summary>Initializes the options.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="publisherName">The name of the publisher.</param>
    public DistributedApplicationExecutionContextOptions(DistributedApplicationOperation operation, string publisherName) : this(operation) =>
        PublisherName = publisherName;

    /// <summary>Gets what is done.</summary>
    public DistributedApplicationOperation Operation { get; }

    /// <summary>Gets the name of the publisher.</summary>
    public string? PublisherName { get; }

    /// <summary>Gets or sets the services, once the application is built.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}

/// <summary>What is done with the application.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>It runs on this machine.</summary>
    Run,

    /// <summary>It is published.</summary>
    Publish,
}

/// <summary>The protocol by which telemetry is sent.</summary>
public enum OtlpProtocol
{
    /// <summary>OTLP over gRPC.</summary>
    Grpc,

    /// <summary>OTLP over HTTP, as protocol buffers.</summary>
    HttpProtobuf,

    /// <summary>OTLP over HTTP, as JSON.</summary>
    HttpJson,
}
