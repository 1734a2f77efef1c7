namespace Bouncer.Admission.Recording;

/// <summary>How a review ended.</summary>
public enum ReviewOutcome
{
    /// <summary>Allowed.</summary>
    Allowed,

    /// <summary>Refused by the policy.</summary>
    Denied,

    /// <summary>Refused because it could not be decided.</summary>
    Failed,
}

/// <summary>The protocols in which reviews come.</summary>
public enum ReviewProtocol
{
    /// <summary><c>imagepolicy.k8s.io</c>.</summary>
    ImageReview,

    /// <summary><c>admission.k8s.io</c>.</summary>
    AdmissionReview,
}

/// <summary>Everything that is told of one review, in one place, for span, log and metrics alike.</summary>
public sealed record ReviewRecord
{
    /// <summary>Stands for the registry of what is no image reference.</summary>
    public const string NoRegistry = "invalid";

    /// <summary>No annotations.</summary>
    public static readonly IReadOnlyDictionary<string, string?> NoAnnotations = new Dictionary<string, string?>();

    /// <summary>How it ended.</summary>
    public required ReviewOutcome Outcome { get; init; }

    /// <summary>What identifies the decision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>The version of the policy that decided.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>The namespace; empty if there is none or none could be read.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The kind of the object (<c>Deployment</c>); empty for image reviews.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The name of the object; empty for image reviews.</summary>
    public string Name { get; init; } = "";

    /// <summary>CREATE, UPDATE, ...; empty for image reviews.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The images, as written, that were judged.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Annotations that the API server forwarded. Whoever made the pod wrote them.</summary>
    public IReadOnlyDictionary<string, string?> Annotations { get; init; } = NoAnnotations;

    /// <summary>The registries of the images that were refused, one an image; <see cref="NoRegistry"/> where an image is no
    /// reference. Empty where rules do not say which image they refuse.</summary>
    public IReadOnlyList<string> RefusedRegistries { get; init; } = [];

    /// <summary>The names of the rules that decided.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Rules that were broken, each with its enforcement (<c>deny</c>, <c>warn</c>, <c>dryrun</c>).</summary>
    public IReadOnlyList<(string Rule, string Enforcement)> Violations { get; init; } = [];

    /// <summary>Why it was refused, or would have been; empty if nothing was wrong.</summary>
    public string Reason { get; init; } = "";
}
