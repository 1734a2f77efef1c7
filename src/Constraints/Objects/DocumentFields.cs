using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Objects;

/// <summary>Fields of documents that may hold anything: what is missing or of another type reads as absent.</summary>
internal static class DocumentFields
{
    /// <summary>The object in a field; null if there is none.</summary>
    public static RegoObject? Object(this RegoObject document, string field)
        => document.TryGet(field, out var value) ? value as RegoObject : null;

    /// <summary>The object in a field; null if there is none. Allocates nothing.</summary>
    public static RegoObject? Object(this RegoObject document, RegoString field) => document.Lookup(field) as RegoObject;

    /// <summary>The array in a field; null if there is none.</summary>
    public static RegoArray? Array(this RegoObject document, string field)
        => document.TryGet(field, out var value) ? value as RegoArray : null;

    /// <summary>The text in a field; empty if there is none.</summary>
    public static string Text(this RegoObject document, string field)
        => document.TryGet(field, out var value) && value is RegoString text ? text.Value : "";

    /// <summary>The text in a field; empty if there is none. Allocates nothing.</summary>
    public static string Text(this RegoObject document, RegoString field) => document.Lookup(field) is RegoString text ? text.Value : "";
}
