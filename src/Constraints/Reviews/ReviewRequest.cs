using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>What is reviewed.</summary>
public sealed class ReviewRequest
{
    private ReviewRequest()
    {
    }

    /// <summary>What <c>input.review</c> is.</summary>
    public required RegoObject Review { get; init; }

    /// <summary>The object; null if there is none.</summary>
    public ReviewedObject? Object { get; init; }

    /// <summary>The object as it was before; null if there was none.</summary>
    public ReviewedObject? OldObject { get; init; }

    /// <summary>The operation, such as <c>CREATE</c>; empty outside admission.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The object's namespace; empty for cluster-scoped ones and for Namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The Namespace of that name; null if there is none or it is not known.</summary>
    public RegoObject? NamespaceObject { get; init; }

    /// <summary>Where the object comes from.</summary>
    public ResourceSource Source { get; init; }

    /// <summary>A request to the admission webhook: the <c>request</c> of an AdmissionReview.</summary>
    public static ReviewRequest OfAdmission(RegoObject request, RegoObject? namespaceObject)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ReviewRequest { Review = request, NamespaceObject = namespaceObject };
    }

    /// <summary>An object alone, as audit and suites review it.</summary>
    public static ReviewRequest OfObject(RegoObject @object, RegoObject? namespaceObject)
    {
        ArgumentNullException.ThrowIfNull(@object);
        return new ReviewRequest { Review = @object, Object = ReviewedObject.Of(@object), NamespaceObject = namespaceObject };
    }
}
