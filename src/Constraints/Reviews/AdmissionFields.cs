using System.Diagnostics.CodeAnalysis;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>The fields of an AdmissionRequest, with what Kubernetes' types make of one that is missing.</summary>
internal static class AdmissionFields
{
    public static readonly RegoString Kind = new("kind");
    public static readonly RegoString Group = new("group");
    public static readonly RegoString Name = new("name");
    public static readonly RegoString Namespace = new("namespace");
    public static readonly RegoString Operation = new("operation");
    public static readonly RegoString Object = new("object");
    public static readonly RegoString OldObject = new("oldObject");
    public static readonly RegoString NamespaceObject = new("namespaceObject");

    /// <summary>All fields of the request. Those without a value for absence are left out when they are absent or empty
    /// (<c>omitempty</c>).</summary>
    public static readonly AdmissionField[] All =
    [
        new(new("uid"), RegoKind.String, RegoString.Empty),
        new(Kind, RegoKind.Object, Empty("group", "version", "kind")),
        new(new("resource"), RegoKind.Object, Empty("group", "version", "resource")),
        new(new("subResource"), RegoKind.String, null),
        new(new("requestKind"), RegoKind.Object, null),
        new(new("requestResource"), RegoKind.Object, null),
        new(new("requestSubResource"), RegoKind.String, null),
        new(Name, RegoKind.String, null),
        new(Namespace, RegoKind.String, null),
        new(Operation, RegoKind.String, RegoString.Empty),
        new(new("userInfo"), RegoKind.Object, RegoObject.Empty),
        new(Object, RegoKind.Object, RegoNull.Instance),
        new(OldObject, RegoKind.Object, RegoNull.Instance),
        new(new("dryRun"), RegoKind.Boolean, null),
        new(new("options"), RegoKind.Object, RegoNull.Instance),
    ];

    /// <summary>All fields of <c>input.review</c>: those of the request, and <c>namespaceObject</c>.</summary>
    public static readonly AdmissionField[] OfReviews = [.. All, new(NamespaceObject, RegoKind.Object, RegoNull.Instance)];

    private static readonly Dictionary<RegoValue, AdmissionField> s_byName = OfReviews.ToDictionary(f => (RegoValue)f.Name);

    /// <summary>The field of <c>input.review</c> with a name.</summary>
    public static bool TryGet(RegoString name, [NotNullWhen(true)] out AdmissionField? field) => s_byName.TryGetValue(name, out field);

    /// <summary>Which field has a type that it cannot have; null if all are right.</summary>
    public static string? ProblemOf(RegoObject request)
    {
        foreach (var field in All)
        {
            if (request.KindOf(field.Name) is { } kind && kind != field.Kind && kind != RegoKind.Null)
            {
                return $"invalid admission request: request.{field.Name.Value} must be {field.TypeName} but is {request.Lookup(field.Name)!.TypeName}";
            }
        }

        return null;
    }

    private static RegoObject Empty(params ReadOnlySpan<string> names)
    {
        var builder = new RegoObject.Builder(names.Length);
        foreach (var name in names)
        {
            builder.Set(name, RegoString.Empty);
        }

        return builder.Build();
    }
}

/// <summary>A field of an AdmissionRequest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of its values besides null.</param>
/// <param name="WhenAbsent">What policies see if it is missing or null; null for nothing.</param>
internal sealed record AdmissionField(RegoString Name, RegoKind Kind, RegoValue? WhenAbsent)
{
    public string TypeName => Kind switch
    {
        RegoKind.String => "a string",
        RegoKind.Boolean => "a boolean",
        _ => "an object",
    };
}
