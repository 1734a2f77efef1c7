using System.Diagnostics.CodeAnalysis;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Objects;

/// <summary>
/// A Kubernetes object as far as matching needs it. Each field is read when first asked for; those that are missing or of a wrong type
/// read as empty.
/// </summary>
public sealed class ReviewedObject
{
    private static readonly RegoString s_apiVersion = new("apiVersion");
    private static readonly RegoString s_kind = new("kind");
    private static readonly RegoString s_metadata = new("metadata");
    private static readonly RegoString s_name = new("name");
    private static readonly RegoString s_generateName = new("generateName");
    private static readonly RegoString s_namespace = new("namespace");
    private static readonly RegoString s_labels = new("labels");

    private readonly RegoObject _metadata;

    private ReviewedObject(RegoObject document)
    {
        Document = document;
        _metadata = document.Object(s_metadata) ?? RegoObject.Empty;
        Kind = ObjectKind.Of(document.Text(s_apiVersion), document.Text(s_kind));
    }

    /// <summary>The whole object.</summary>
    public RegoObject Document { get; }

    /// <summary><c>apiVersion</c> and <c>kind</c>.</summary>
    public ObjectKind Kind { get; }

    /// <summary><c>metadata.name</c>; empty if there is none.</summary>
    public string Name => field ??= _metadata.Text(s_name);

    /// <summary><c>metadata.generateName</c>; empty if there is none.</summary>
    public string GenerateName => field ??= _metadata.Text(s_generateName);

    /// <summary><c>metadata.namespace</c>; empty if there is none.</summary>
    public string Namespace => field ??= _metadata.Text(s_namespace);

    /// <summary>Whether this is a Namespace of the core group.</summary>
    public bool IsNamespace => Kind is { Group: "", Kind: "Namespace" };

    /// <summary>Whether <c>metadata.deletionTimestamp</c> is set.</summary>
    public bool IsBeingDeleted => _metadata.Text("deletionTimestamp") is { Length: > 0 };

    private RegoObject Labels => field ??= _metadata.Object(s_labels) ?? RegoObject.Empty;

    /// <summary>What matching needs of an object.</summary>
    public static ReviewedObject Of(RegoObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new ReviewedObject(document);
    }

    /// <summary>The value of a label, if the object has it.</summary>
    public bool TryGetLabel(string key, [NotNullWhen(true)] out string? value)
    {
        value = Labels.TryGet(key, out var found) && found is RegoString text ? text.Value : null;
        return value is not null;
    }

    /// <summary>The value of a label; null if the object does not have it. Allocates nothing for a key that is a value already.</summary>
    internal string? Label(RegoString key) => Labels.Lookup(key) is RegoString text ? text.Value : null;

    /// <summary>The value of an annotation; null if the object does not have it.</summary>
    public string? Annotation(string key)
        => _metadata.Object("annotations") is { } annotations && annotations.TryGet(key, out var found) && found is RegoString text ? text.Value : null;
}
