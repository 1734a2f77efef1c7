using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>What is reviewed. Shared by all constraints that are evaluated for it; safe to share between threads.</summary>
public sealed class ReviewRequest
{
    private readonly RegoObject? _request; // null for an object alone
    private RegoObject? _review;

    private ReviewRequest(RegoObject? request, RegoObject? namespaceObject)
    {
        _request = request;
        NamespaceObject = namespaceObject;
        ReviewedNamespace = namespaceObject is null ? null : ReviewedObject.Of(namespaceObject);
    }

    /// <summary>What <c>input.review</c> is: the fields of an AdmissionRequest and <c>namespaceObject</c>.</summary>
    public RegoObject Review => _review ??= ReviewDocument.Make(this, _request);

    /// <summary>The object; null if there is none. Of a DELETE it is the old object.</summary>
    public ReviewedObject? Object { get; private init; }

    /// <summary>The object as it was before; null if there was none.</summary>
    public ReviewedObject? OldObject { get; private init; }

    /// <summary>The operation, such as <c>CREATE</c>; empty outside admission.</summary>
    public string Operation { get; private init; } = "";

    /// <summary>The object's namespace; empty for cluster-scoped ones and for Namespaces.</summary>
    public string Namespace { get; private init; } = "";

    /// <summary>The Namespace of that name; null if there is none or it is not known.</summary>
    public RegoObject? NamespaceObject { get; }

    /// <summary>Where the object comes from.</summary>
    public ResourceSource Source { get; private init; }

    /// <summary>
    /// Why this cannot be reviewed; null if it can. Gatekeeper answers such a request with an error. <see cref="ConstraintSet.Review"/>
    /// makes it a violation of each constraint that is enforced, so that it is denied wherever there is anything to decide.
    /// </summary>
    public string? Problem { get; private init; }

    /// <summary>The Namespace as far as matching needs it.</summary>
    internal ReviewedObject? ReviewedNamespace { get; }

    /// <summary>The object; the old one if there is no other. Only where <see cref="ObjectProblem"/> is null.</summary>
    internal ReviewedObject AnyObject => Object ?? OldObject!;

    /// <summary>The old object, if it is another than <see cref="AnyObject"/>.</summary>
    internal ReviewedObject? OtherObject => ReferenceEquals(AnyObject, OldObject) ? null : OldObject;

    /// <summary>Why criteria cannot be compared with the object; null if they can.</summary>
    internal string? ObjectProblem => (Object, OldObject) switch
    {
        (null, null) => "invalid request object: neither object nor old object are defined",
        ({ Kind.Kind: "" }, _) => "invalid request object: the object has no kind",
        (_, { Kind.Kind: "" }) => "invalid request object: the old object has no kind",
        _ => null,
    };

    /// <summary>A request to the admission webhook.</summary>
    /// <param name="request">The <c>request</c> of an AdmissionReview. What is missing in it reads as the API server's empty value.</param>
    /// <param name="namespaceObject">The Namespace that the object is in; null for cluster-scoped objects, or if it is not known.</param>
    /// <param name="source">Where the object comes from.</param>
    public static ReviewRequest OfAdmission(
        RegoObject request, RegoObject? namespaceObject, ResourceSource source = ResourceSource.Original)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problem = AdmissionFields.ProblemOf(request);
        var operation = request.Text(AdmissionFields.Operation);
        var old = Reviewed(request, AdmissionFields.OldObject);
        var @object = operation == "DELETE" ? old : Reviewed(request, AdmissionFields.Object);
        if (problem is null && operation == "DELETE" && old is null)
        {
            problem = "oldObject cannot be nil for DELETE operations";
        }

        return new ReviewRequest(request, namespaceObject)
        {
            Object = @object,
            OldObject = old,
            Operation = operation,
            Namespace = IsNamespace(request, @object ?? old) ? "" : NamespaceOf(request.Text(AdmissionFields.Namespace), namespaceObject),
            Source = source,
            Problem = problem,
        };
    }

    /// <summary>An object alone, as audit and suites review it: without operation, user and old object.</summary>
    /// <param name="object">The object.</param>
    /// <param name="namespaceObject">The Namespace that it is in; null for cluster-scoped objects, or if it is not known.</param>
    /// <param name="source">Where the object comes from.</param>
    public static ReviewRequest OfObject(
        RegoObject @object, RegoObject? namespaceObject, ResourceSource source = ResourceSource.Original)
    {
        ArgumentNullException.ThrowIfNull(@object);
        var reviewed = ReviewedObject.Of(@object);
        return new ReviewRequest(null, namespaceObject)
        {
            Object = reviewed,
            Namespace = reviewed.IsNamespace ? "" : NamespaceOf(reviewed.Namespace, namespaceObject),
            Source = source,
        };
    }

    /// <summary>The namespace that counts for an object in criteria: a Namespace's own name, or the one that it is in.</summary>
    internal string NamespaceOf(ReviewedObject @object)
        => @object.IsNamespace ? @object.Name : Namespace.Length > 0 ? Namespace : @object.Namespace;

    private static string NamespaceOf(string @namespace, RegoObject? namespaceObject)
        => @namespace.Length > 0 || namespaceObject is null ? @namespace : ReviewedObject.Of(namespaceObject).Name;

    private static ReviewedObject? Reviewed(RegoObject request, RegoString field)
        => request.Lookup(field) is RegoObject document ? ReviewedObject.Of(document) : null;

    // The API server puts a Namespace's own name into the request's namespace in some cases (gatekeeper#792).
    private static bool IsNamespace(RegoObject request, ReviewedObject? reviewed)
        => request.Lookup(AdmissionFields.Kind) is RegoObject kind
            ? kind.Text(AdmissionFields.Kind) == "Namespace" && kind.Text(AdmissionFields.Group).Length == 0
            : reviewed is { IsNamespace: true };
}
