namespace Bouncer.Dashboard.Model;

/// <summary>Who sent telemetry: a service, and what else is known of it.</summary>
/// <param name="ServiceName"><c>service.name</c>; <c>unknown</c> if there is none.</param>
/// <param name="ServiceVersion"><c>service.version</c>; empty if there is none.</param>
/// <param name="InstanceId"><c>service.instance.id</c>; empty if there is none.</param>
/// <param name="Attributes">All attributes, these too.</param>
public sealed record Resource(string ServiceName, string ServiceVersion, string InstanceId, IReadOnlyList<KeyValue> Attributes)
{
    /// <summary>The name of a service that does not say its own.</summary>
    public const string Unknown = "unknown";
}

/// <summary>The part of a service that made telemetry: an activity source, a meter, the category of a logger.</summary>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Version">Its version; mostly empty.</param>
public sealed record InstrumentationScope(string Name, string Version);
