namespace Bouncer.Dashboard.Model;

/// <summary>
/// One review and how it ended, as the services' spans (<c>Bouncer.Admission</c>) and decision log (<c>Bouncer.Decisions</c>)
/// tell it: docs/telemetry.md. Which of the two comes first does not matter; together they are one decision.
/// </summary>
public sealed record Decision
{
    /// <summary>What identifies it, in audit log, log, trace and here.</summary>
    public required string Id { get; init; }

    /// <summary>The service that decided.</summary>
    public required string Service { get; init; }

    /// <summary>Which replica of it (<c>service.instance.id</c>); may be empty.</summary>
    public string Instance { get; init; } = "";

    /// <summary>When it was decided.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>How it ended.</summary>
    public DecisionOutcome Outcome { get; init; }

    /// <summary><c>image_review</c> or <c>admission_review</c>.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>The namespace; empty if there is none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The kind of the object; empty for image reviews.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The name of the object; empty for image reviews.</summary>
    public string Name { get; init; } = "";

    /// <summary>CREATE, UPDATE, ...; empty for image reviews.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The images as written, as far as the service told them (20 at most). The Gatekeeper adapter tells none.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The registries of the images in normal form, each once. Images that cannot be parsed have none.</summary>
    public IReadOnlyList<string> Registries { get; init; } = [];

    /// <summary>The rules or constraints that admitted or refused.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Why it was refused, or what was warned of; a line for each.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The version of the policy that decided.</summary>
    public string PolicyVersion { get; init; } = "";

    /// <summary>From the request's headers to the decision; null if nobody told.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The trace; none if it was not traced.</summary>
    public TraceId TraceId { get; init; }

    /// <summary>The span of the review; none if it is not here.</summary>
    public SpanId SpanId { get; init; }
}

/// <summary>How a review ended.</summary>
public enum DecisionOutcome
{
    /// <summary>Refused because it could not be decided, or an outcome that this version does not know.</summary>
    Failed,

    /// <summary>Refused by the policy.</summary>
    Denied,

    /// <summary>Allowed.</summary>
    Allowed,
}
