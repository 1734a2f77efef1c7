using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>
/// Makes <c>input.review</c>. Policies of Gatekeeper see a request that has been through Go's types: fields that are absent are there
/// with an empty value or not at all, the same in every request, and <c>namespaceObject</c> always is there.
/// </summary>
internal static class ReviewDocument
{
    /// <summary>The document of a request; of an object alone if there is none.</summary>
    public static RegoObject Make(ReviewRequest review, RegoObject? request)
    {
        var builder = new RegoObject.Builder(AdmissionFields.All.Length + 1);
        foreach (var field in AdmissionFields.All)
        {
            if (ValueOf(field, review, request) is { } value)
            {
                builder.Set(field.Name, value);
            }
        }

        builder.Set(AdmissionFields.NamespaceObject, OrNull(review.NamespaceObject));
        return builder.Build();
    }

    private static RegoValue? ValueOf(AdmissionField field, ReviewRequest review, RegoObject? request)
    {
        if (ReferenceEquals(field.Name, AdmissionFields.Object))
        {
            return OrNull(review.Object?.Document);
        }

        if (ReferenceEquals(field.Name, AdmissionFields.Namespace))
        {
            return OrAbsent(review.Namespace);
        }

        if (request is null)
        {
            return OfObject(field, review.AnyObject);
        }

        var value = request.Lookup(field.Name);
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
