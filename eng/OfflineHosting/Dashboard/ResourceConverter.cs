using System.Collections;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;
using Proto = Aspire.Hosting.Dashboard.Protocol;

namespace Aspire.Hosting.Dashboard;

/// <summary>Turns what the host knows of a resource into what the dashboard is told.</summary>
internal static class ResourceConverter
{
    public static Proto.Resource ToProto(ResourceEvent update)
    {
        var snapshot = update.Snapshot;
        var resource = new Proto.Resource
        {
            Name = update.ResourceId,
            DisplayName = update.Resource.Name,
            Uid = update.ResourceId,
            ResourceType = snapshot.ResourceType,
            State = snapshot.State?.Text ?? "",
            IsHidden = snapshot.IsHidden,
        };

        if (snapshot.State?.Style is { } style)
        {
            resource.StateStyle = style;
        }

        if (snapshot.IconName is { } icon)
        {
            resource.IconName = icon;
            resource.IconVariant = ToProto(snapshot.IconVariant);
        }

        resource.CreatedAt = ToTimestamp(snapshot.CreationTimeStamp);
        resource.StartedAt = ToTimestamp(snapshot.StartTimeStamp);
        resource.StoppedAt = ToTimestamp(snapshot.StopTimeStamp);

        resource.Environment.AddRange(snapshot.EnvironmentVariables.Select(variable =>
            new Proto.EnvironmentVariable { Name = variable.Name, Value = variable.Value ?? "", IsFromSpec = variable.IsFromSpec }));
        resource.Urls.AddRange(snapshot.Urls.Select(ToProto));
        resource.Volumes.AddRange(snapshot.Volumes.Select(volume => new Proto.Volume
        {
            Source = volume.Source ?? "",
            Target = volume.Target,
            MountType = volume.MountType,
            IsReadOnly = volume.IsReadOnly,
        }));
        resource.Relationships.AddRange(snapshot.Relationships.Select(relationship =>
            new Proto.ResourceRelationship { ResourceName = relationship.ResourceName, Type = relationship.Type }));
        resource.HealthReports.AddRange(snapshot.HealthReports.Select(ToProto));
        resource.Commands.AddRange(snapshot.Commands.Select(ToProto));
        AddProperties(resource, update);
        return resource;
    }

    private static void AddProperties(Proto.Resource resource, ResourceEvent update)
    {
        var snapshot = update.Snapshot;
        Add("resource.uid", update.ResourceId);
        Add("resource.name", update.ResourceId);
        Add("resource.type", snapshot.ResourceType);
        Add("resource.displayName", update.Resource.Name);
        Add("resource.state", snapshot.State?.Text);
        Add("resource.exitCode", snapshot.ExitCode);
        Add("resource.createTime", snapshot.CreationTimeStamp);
        Add("resource.startTime", snapshot.StartTimeStamp);
        Add("resource.stopTime", snapshot.StopTimeStamp);
        Add("resource.healthState", snapshot.HealthStatus?.ToString());
        foreach (var property in snapshot.Properties)
        {
            Add(property.Name, property.Value, property.IsSensitive);
        }

        void Add(string name, object? value, bool sensitive = false)
        {
            var property = new Proto.ResourceProperty { Name = name, Value = ToValue(value) };
            if (sensitive)
            {
                property.IsSensitive = true;
            }

            resource.Properties.Add(property);
        }
    }

    private static Value ToValue(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        int or long or double => Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        DateTime time => Value.ForString(time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        IEnumerable items => Value.ForList([.. items.Cast<object?>().Select(ToValue)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static Proto.Url ToProto(UrlSnapshot url)
    {
        var result = new Proto.Url
        {
            FullUrl = url.Url,
            IsInternal = url.IsInternal,
            IsInactive = url.IsInactive,
            DisplayProperties = new Proto.UrlDisplayProperties
            {
                DisplayName = url.DisplayProperties.DisplayName,
                SortOrder = url.DisplayProperties.SortOrder,
            },
        };
        if (url.Name is { } name)
        {
            result.EndpointName = name;
        }

        return result;
    }

    private static Proto.HealthReport ToProto(HealthReportSnapshot report)
    {
        var result = new Proto.HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = ToTimestamp(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            result.Status = status switch
            {
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy => Proto.HealthStatus.Healthy,
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded => Proto.HealthStatus.Degraded,
                _ => Proto.HealthStatus.Unhealthy,
            };
        }

        return result;
    }

    private static Proto.ResourceCommand ToProto(ResourceCommandSnapshot command)
    {
        var result = new Proto.ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            IsHighlighted = command.IsHighlighted,
            IconVariant = ToProto(command.IconVariant),
            State = command.State switch
            {
                ResourceCommandState.Enabled => Proto.ResourceCommandState.Enabled,
                ResourceCommandState.Disabled => Proto.ResourceCommandState.Disabled,
                _ => Proto.ResourceCommandState.Hidden,
            },
        };
        if (command.DisplayDescription is { } description)
        {
            result.DisplayDescription = description;
        }

        if (command.ConfirmationMessage is { } message)
        {
            result.ConfirmationMessage = message;
        }

        if (command.IconName is { } icon)
        {
            result.IconName = icon;
        }

        return result;
    }

    private static Proto.IconVariant ToProto(IconVariant? variant) =>
        variant == IconVariant.Filled ? Proto.IconVariant.Filled : Proto.IconVariant.Regular;

    private static Timestamp? ToTimestamp(DateTime? time) =>
        time is { } value ? Timestamp.FromDateTime(value.ToUniversalTime()) : null;
}
