using System.Diagnostics.CodeAnalysis;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Objects;

/// <summary>
/// A Kubernetes object as far as matching needs it. Identity and labels are read once when first asked for; fields that are missing
/// or of a wrong type read as empty.
/// </summary>
public sealed class ReviewedObject
{
    private readonly RegoObject? _metadata;
    private readonly RegoObject? _labels;

    private ReviewedObject(RegoObject document)
    {
        Document = document;
        _metadata = document.Object("metadata");
        _labels = _metadata?.Object("labels");
        Kind = ObjectKind.Of(document.Text("apiVersion"), document.Text("kind"));
        Name = _metadata?.Text("name") ?? "";
        GenerateName = _metadata?.Text("generateName") ?? "";
        Namespace = _metadata?.Text("namespace") ?? "";
    }

    /// <summary>The whole object.</summary>
    public RegoObject Document { get; }

    /// <summary><c>apiVersion</c> and <c>kind</c>.</summary>
    public ObjectKind Kind { get; }

    /// <summary><c>metadata.name</c>; empty if there is none.</summary>
    public string Name { get; }

    /// <summary><c>metadata.generateName</c>; empty if there is none.</summary>
    public string GenerateName { get; }

    /// <summary><c>metadata.namespace</c>; empty if there is none.</summary>
    public string Namespace { get; }

    /// <summary>Whether this is a Namespace of the core group.</summary>
    public bool IsNamespace => Kind is { Group: "", Kind: "Namespace" };

    /// <summary>Whether <c>metadata.deletionTimestamp</c> is set.</summary>
    public bool IsBeingDeleted => _metadata?.Text("deletionTimestamp") is { Length: > 0 };

    /// <summary>What matching needs of an object.</summary>
    public static ReviewedObject Of(RegoObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new ReviewedObject(document);
    }

    /// <summary>The value of a label, if the object has it.</summary>
    public bool TryGetLabel(string key, [NotNullWhen(true)] out string? value)
    {
        value = _labels is not null && _labels.TryGet(key, out var found) && found is RegoString text ? text.Value : null;
        return value is not null;
    }

    /// <summary>The value of a label; null if the object does not have it. Allocates nothing for a key that is a value already.</summary>
    internal string? Label(RegoString key) => _labels?.Lookup(key) is RegoString text ? text.Value : null;

    /// <summary>The value of an annotation; null if the object does not have it.</summary>
    public string? Annotation(string key)
        => _metadata?.Object("annotations") is { } annotations && annotations.TryGet(key, out var found) && found is RegoString text ? text.Value : null;
}
