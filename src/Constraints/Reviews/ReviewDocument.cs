using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>
/// What <c>input.review</c> has. Policies of Gatekeeper see a request that has been through Go's types: fields that are absent are there
/// with an empty value or not at all, the same in every request, and <c>namespaceObject</c> always is there.
/// </summary>
internal sealed class ReviewDocument : RegoMembers
{
    private readonly ReviewRequest _review;
    private readonly RegoObject? _request; // null for an object alone

    private ReviewDocument(ReviewRequest review, RegoObject? request)
    {
        _review = review;
        _request = request;
    }

    /// <summary>The document of a request; of an object alone if there is none.</summary>
    public static RegoObject Make(ReviewRequest review, RegoObject? request)
        => RegoObject.Deferred(new ReviewDocument(review, request), request, review.Object?.Document, review.NamespaceObject);

    /// <inheritdoc/>
    public override int MaxCount => AdmissionFields.OfReviews.Length;

    /// <inheritdoc/>
    public override RegoValue? Find(RegoString name) => AdmissionFields.TryGet(name, out var field) ? ValueOf(field) : null;

    /// <inheritdoc/>
    public override void AddTo(RegoObject.Builder members)
    {
        foreach (var field in AdmissionFields.OfReviews)
        {
            if (ValueOf(field) is { } value)
            {
                members.Set(field.Name, value);
            }
        }
    }

    private RegoValue? ValueOf(AdmissionField field)
    {
        if (ReferenceEquals(field.Name, AdmissionFields.Object))
        {
            return OrNull(_review.Object?.Document);
        }

        if (ReferenceEquals(field.Name, AdmissionFields.Namespace))
        {
            return OrAbsent(_review.Namespace);
        }

        if (ReferenceEquals(field.Name, AdmissionFields.NamespaceObject))
        {
            return OrNull(_review.NamespaceObject);
        }

        if (_request is null)
        {
            return OfObject(field, _review.AnyObject);
        }

        var value = _request.Lookup(field.Name);
        if (value is null or RegoNull || (field.WhenAbsent is null && value is RegoString { Value: "" }))
        {
            return field.WhenAbsent;
        }

        return value is RegoObject given && field.WhenAbsent is RegoObject { Count: > 0 } complete ? Completed(given, complete) : value;
    }

    private static RegoValue? OfObject(AdmissionField field, ReviewedObject reviewed)
        => ReferenceEquals(field.Name, AdmissionFields.Kind) ? KindOf(reviewed.Kind)
            : ReferenceEquals(field.Name, AdmissionFields.Name) ? OrAbsent(reviewed.Name)
            : field.WhenAbsent;

    private static RegoObject KindOf(ObjectKind kind)
    {
        var builder = new RegoObject.Builder(3);
        builder.Set("group", RegoString.Of(kind.Group));
        builder.Set("version", RegoString.Of(kind.Version));
        builder.Set("kind", RegoString.Of(kind.Kind));
        return builder.Build();
    }

    /// <summary>An object with all members that its type has.</summary>
    private static RegoObject Completed(RegoObject given, RegoObject complete)
    {
        var missing = false;
        foreach (var (name, _) in complete)
        {
            missing |= given.Lookup(name) is null;
        }

        if (!missing)
        {
            return given;
        }

        var builder = new RegoObject.Builder(complete);
        foreach (var (name, value) in given)
        {
            builder.Set(name, value);
        }

        return builder.Build();
    }

    private static RegoValue OrNull(RegoObject? value) => value is null ? RegoNull.Instance : value;

    private static RegoString? OrAbsent(string text) => text.Length == 0 ? null : new RegoString(text);
}
