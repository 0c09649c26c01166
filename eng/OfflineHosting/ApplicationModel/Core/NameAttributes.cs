namespace Aspire.Hosting.ApplicationModel;

/// <summary>Marks a parameter that becomes the name of something in the model.</summary>
public interface IModelNameParameter;

/// <summary>Marks a parameter that becomes the name of a resource.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ResourceNameAttribute : Attribute, IModelNameParameter;

/// <summary>Marks a parameter that becomes the name of an endpoint.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EndpointNameAttribute : Attribute, IModelNameParameter;
